import { comment, type PostTemplate, post, share } from "./template.ts";

/** Calls to vote, plain ones. */
export const CALLS: readonly PostTemplate[] = [
  post(
    "Bismillah, sekeluarga sudah mantap nomor {nomor}. Jangan lupa {hari} kita coblos {pak} & {bu} ya kawan-kawan 🙏 Kami di sini netral kok, cuma berdoa 😁 {tagline}",
    { edit: "Bismillah, sehat selalu sekeluarga 🙏" },
  ),
  post("Ayo {dulur|kawan|saudaraku}, {hari} nanti kita menangkan {pair}. Satu rumah satu suara, ajak orang tua dan tetangga 💪"),
  post("Kalau masih bingung, pilih saja {pak}. Insyaallah {kampung} lebih diperhatikan. Coblos nomor {number} ya 🙏", {
    edit: "Semoga {kampung} selalu diperhatikan. Selamat beristirahat semuanya 🙏",
  }),
  share(
    "Mohon doa dan dukungan bapak ibu untuk {fullPair}. Coblos nomor {number}, {motto}. Silakan dibagikan ke grup keluarga masing-masing.",
    "delete",
  ),
  comment("Kawan-kawan honorer, kalau mau diangkat ingat-ingatlah nomor {nomor} 😉 satu komando ya"),
  post("Rapatkan barisan! {Tinggal hitungan hari|Sebentar lagi}, kita kawal {pair} sampai TPS dan sampai penghitungan selesai."),
];

/** The author says whom he or she chose. */
export const CHOICES: readonly PostTemplate[] = [
  post("Kami sekeluarga fix {pak}. Tidak usah dibujuk lagi 😄"),
  post("Pilihan saya sudah bulat dari awal: {pair}. Harga mati."),
  comment("Tanya terus saya dukung siapa. Ya jelas {pak} lah, dari dulu juga begitu 😁"),
  post("Suara keluarga besar kami di {kampung} untuk {pair}, insyaallah bulat. {Doakan|Bismillah} 🤲", "delete"),
];
