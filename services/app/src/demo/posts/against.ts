import { comment, type PostTemplate, post } from "./template.ts";

/** Calls against a pair, and attacks on it. */
export const ATTACKS: readonly PostTemplate[] = [
  post("Jangan pilih {pak}, sudah cukup kita dikecewakan. {against}"),
  post("Janji manis {pair} dari dulu sama saja, jalan {kampung} tetap rusak. Saya tidak akan memilih mereka."),
  comment("Asal bukan {pak}. Titik."),
  post("Program {pair} itu cuma omong kosong kalau dihitung pakai akal sehat. {against}"),
  post("{bu} mungkin baik orangnya, tapi pasangan ini cuma pencitraan. Jangan tertipu lagi. {jibe}", "delete"),
  post("Cukup satu kali tertipu. Jangan coblos nomor {nomor}, kawan {kampung} pasti paham."),
];

/** Mild mockery; nothing worse is needed to show what harm to a pair looks like. */
export const MOCKERY: readonly PostTemplate[] = [
  comment("Debat kok baca contekan terus, {pak} ini calon bupati apa peserta cerdas cermat 😂"),
  post("Katanya “{motto}”, kenyataannya cuma slogan di baliho 🤡 {jibe}"),
  post("Omon-omon lagi {pak}. Lima tahun ke depan mau diisi acara potong pita? 😏"),
  comment("Pilih {pak}? Hahaha tidak dulu deh, malu sama tetangga 🤣"),
  // Sarcasm without any word that attacks: a person hears it, a list of words does not.
  comment("Hebat benar ya {pak}, hafal jalan ke {kampung} kalau sudah dekat pemilihan 🙃"),
];
