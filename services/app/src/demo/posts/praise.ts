import { comment, POSTER, type PostTemplate, photo, post, share, video, withPicture } from "./template.ts";

/** Praise together with something of the campaign. */
export const PRAISE: readonly PostTemplate[] = [
  // The picture is an office's own and takes no side; the words beside it do.
  withPicture(post("Pemimpin yang mau duduk di warung kopi dan mendengar, ya {pak}. {tag}"), {
    look: "banner",
    lines: ["Pelayanan KTP keliling", "untuk semua warga", "di balai desa"],
  }),
  post("{bu} orangnya sederhana, cerdas, tidak tinggi hati. Cocok memimpin kita lima tahun ke depan. {placetag}"),
  post("Alhamdulillah bantuan {bibit|pupuk|jaring} sampai ke kelompok kami. Semoga {bu} amanah memimpin nanti 🤲 {slogan}"),
  post("Debat tadi malam {pak} paling tenang dan paling menguasai. {pair} juara di hati 👏 {tag}"),
  withPicture(photo("Dengan bangga kami perkenalkan jagoan kami 😎 {pak} dan {bu}. {cry}"), POSTER),
];

/** Campaign material passed on. */
export const MATERIAL: readonly PostTemplate[] = [
  photo("Twibbon sudah terpasang, kamu kapan? Pakai sekarang: {fullPair} {tag} {placetag}"),
  share(
    "Hadiri dan ramaikan! Kampanye akbar {pair} di lapangan {kampung}, hari Minggu pukul {14.00|15.30|19.30}. Ada hiburan dan bazar murah. {tagline}",
  ),
  video("Jinglenya nempel terus di kepala 🎶 nomor {nomor} nomor {nomor}, {pak} pilihan kita 🎶"),
  post("Ikuti akun {account} biar tidak ketinggalan program {pak}. Suka dan bagikan ya {tag}"),
];

/** Cheering for a victory to come. */
export const MOMENTUM: readonly PostTemplate[] = [
  post("Gaspol! Arus dukungan {pair} makin deras, sulit dibendung 🔥 {cry}"),
  photo("{slogan} terus {pak}, menang telak harga mati 💪"),
  post("Lihat lautan manusia di {kampung} tadi. Auto menang ini mah {pair} 🔥🔥", "delete"),
  post("Semoga {pak} terpilih, kami sudah lama menunggu {jalan bagus|air bersih|listrik stabil} di {kampung}."),
  comment("Gaskeun {pak}, kami siap kawal sampai TPS 💪🔥"),
];

/** What stands under somebody else's post, where the post says of whom one speaks. */
export const COMMENTS: readonly PostTemplate[] = [
  comment("Tetap nomor {nomor} {dong|lah}, dari awal juga begitu 😍"),
  comment("Mantap {pak}, dukung penuh dari kami di {kampung} 👍"),
  comment("Siap {bu}! Emak-emak {kampung} all in nomor {number} ❤️"),
  comment("Pokoknya pilih {pair} ya {bestie|Bu|Kak}, sudah tidak bisa ke lain hati ❤️"),
  comment("Hadir {pak}, insyaallah nomor {nomor} menang 🤲"),
];
