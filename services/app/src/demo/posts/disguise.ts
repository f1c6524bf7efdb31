import { comment, POSTER, type PostTemplate, post, withPicture } from "./template.ts";

/** Support that hides from a word filter or from the office. Zero-width characters are written as escapes, so that a reader sees them. */
export const DISGUISED: readonly PostTemplate[] = [
  // What the words hide stands in the picture.
  withPicture(post("c0bl0s n0m0r {number} ya, {pak} jgn lupa 🤫"), POSTER),
  post("Yang penting {hari} jangan lupa co\u200bblos no\u200bmor {nomor}, {pair} me\u200dnang 🤲"),
  post("𝗖𝗢𝗕𝗟𝗢𝗦 𝗡𝗢𝗠𝗢𝗥 {number} demi anak cucu kita {tag}"),
  post("Netral itu wajib, tapi doa kan bebas. Semoga yang {slogan} menang 🤭"),
  post("Bukan kampanye ya, cuma info: {pak} itu orang baik, {bu} juga. Nomornya {nomor}. Sekali lagi bukan kampanye 😁"),
  // A reader who knows the contest understands it; the words alone hardly say so.
  comment("Kode keras buat anak-anak {kantor|satu ruangan|grup sebelah}: {hari} kita kompak, si {nomor} 🤫"),
];

/** With a Bangka or Belitong Malay flavour. */
export const MALAY: readonly PostTemplate[] = [
  post("Yo kite coblos {pak}, jangen lupe nomor {duak}!"),
  comment("Men aku tetep {pak} lah, dak kawa yang laen. Kite menang la 😁"),
  comment("Mantep ge {pak} ne, urang kite benar. Pilih nomor {duak} bai {kawan-kawan|sanak}"),
  post("Kamek sekampong la sepakat {pair}. {hari} rami-rami ke TPS, aok?"),
];

/** An ordinary morning greeting that becomes a call once the first likes are in. */
export const ADDED_LATER: readonly PostTemplate[] = [
  post("Selamat {pagi|siang|sore}, semangat bekerja hari ini 🌤️", {
    edit: "Selamat pagi, semangat bekerja hari ini 🌤️ Jangan lupa {hari} coblos {pak}, nomor {number}. {tag}",
  }),
];
