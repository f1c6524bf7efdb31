import type { RegisterImport } from "@netra/service-api/contract";

type Problem = RegisterImport["problems"][number];

/**
 * What may be wrong with a file of the register, in Indonesian, by the English sentence that the readers of files say (`packages/imports`). `{}` stands for what a
 * sentence names: numbers, columns, ids. A sentence without an entry stays English; `problem-words.test.ts` finds it in the sources.
 */
export const INDONESIAN: Readonly<Record<string, string>> = {
  // What is wrong.
  "is empty": "kosong",
  "is empty, though its other cells are filled": "kosong, padahal sel lain yang berkaitan terisi",
  "is filled, but a non_asn has none": "terisi, padahal non_asn tidak punya NIP",
  "is missing": "tidak ada",
  "is not a known column": "bukan kolom yang dikenal",
  "is not a known value": "bukan nilai yang dikenal",
  "is not a Kemendagri code": "bukan kode Kemendagri",
  "is not an id": "bukan id",
  "is not a date of the calendar": "bukan tanggal kalender",
  "is not a handle": "bukan nama akun",
  "is not a NIP: it has not 18 digits": "bukan NIP: tidak berisi 18 angka",
  "is not a NIP: its first 8 digits are no date of birth": "bukan NIP: 8 angka pertama bukan tanggal lahir",
  "is not a NIP: digits 9 to 14 are no appointment of this kind of employment":
    "bukan NIP: angka ke-9 sampai ke-14 bukan pengangkatan jenis pegawai ini",
  "is not a NIP: the appointment would be before the age of 18": "bukan NIP: pengangkatan sebelum usia 18 tahun",
  "is not a NIP: digit 15 is neither 1 nor 2": "bukan NIP: angka ke-15 bukan 1 atau 2",
  "is only inferred": "baru dugaan",
  "is before the first day": "mendahului hari pertama",
  "is longer than {} characters": "lebih panjang dari {} karakter",
  "is of a person with more than {} rows": "milik orang yang punya lebih dari {} baris",
  "is the account of row {} again": "mengulang akun baris {}",
  "is the agency of row {} again": "mengulang instansi baris {}",
  "differs from row {}, which has the same NIP": "berbeda dari baris {} yang NIP-nya sama",
  "shares days with row {}, which is the same person's": "berbagi hari dengan baris {}, orang yang sama",
  "stands twice (columns {} and {})": "ada dua kali (kolom {} dan {})",
  "stands in no column of the header": "tidak berada di bawah judul kolom mana pun",
  "lies beyond {} columns": "berada di luar {} kolom",
  "has {} cells where the header has {}": "berisi {} sel, padahal judulnya {}",
  "has more than {} rows": "berisi lebih dari {} baris",
  "{} more problems are not shown": "{} masalah lain tidak ditampilkan",
  "holds a line break or a hidden character": "berisi pindah baris atau karakter tersembunyi",

  "holds a formula": "berisi rumus",
  "holds an error": "berisi galat",
  "holds a text that the workbook does not have": "merujuk teks yang tidak ada dalam buku kerja",
  "is in scientific notation, so its digits are lost": "berbentuk notasi ilmiah, jadi angkanya hilang",
  "is a number of more than 15 digits, so its last digits are lost": "angka lebih dari 15 digit, jadi digit akhirnya hilang",
  "is not a number, though it says so": "bukan angka, walau ditandai angka",
  "is a time without a day": "jam tanpa tanggal",
  "is not a day between 1900 and 9999": "bukan hari antara 1900 dan 9999",
  "is one merged cell": "adalah sel gabungan",
  "is a workbook or an archive, not CSV": "adalah buku kerja atau arsip, bukan CSV",
  "is an old workbook (.xls), or one that is locked with a password": "adalah buku kerja lama (.xls) atau terkunci kata sandi",
  "is no workbook, so it has no sheets": "bukan buku kerja, jadi tidak punya lembar",
  "is no workbook of the .xlsx kind": "bukan buku kerja jenis .xlsx",
  "is larger than {} MB": "lebih besar dari {} MB",
  "was refused. {}": "ditolak. {}",
  "cannot be read as a workbook": "tidak dapat dibaca sebagai buku kerja",
  "has no sheet that can be seen": "tidak punya lembar yang terlihat",
  "has no sheet of that name": "tidak punya lembar bernama itu",
  "opens a quote that is never closed; nothing after it was read": "membuka tanda petik yang tidak ditutup; sesudahnya tidak dibaca",
  "has text after a closing quote; nothing after it was read": "berisi teks sesudah tanda petik penutup; sesudahnya tidak dibaca",
  "has a quote in a cell that does not start with one; nothing after it was read":
    "berisi tanda petik dalam sel yang tidak dimulai dengannya; sesudahnya tidak dibaca",
  "cannot be read; nothing after it was read": "tidak dapat dibaca; sesudahnya tidak dibaca",
  "lies outside the regions of whoever imports": "di luar wilayah pengimpor",
  "is registered to another person on this platform": "terdaftar atas orang lain di platform ini",
  "differs from the name this NIP is registered under": "berbeda dari nama yang terdaftar untuk NIP ini",
  "shares days with another employment of this person": "berbagi hari dengan masa kerja lain orang ini",
  "is a person whom a supervisor found to be no civil servant": "adalah orang yang dinyatakan pengawas bukan pegawai ASN",
  "is registered by another office": "didaftarkan kantor lain",
  // What mends it.
  "fill it in": "isilah",
  "fill it in; only a non_asn has none": "isilah; hanya non_asn yang tidak punya",
  "leave it empty, or correct employment_kind": "kosongkan, atau betulkan employment_kind",
  "write the number and date of the document": "tulis nomor dan tanggal dokumennya",
  "write the id as the contest file has it": "tulis id seperti dalam berkas pemilihan",
  "add a column named {}": "tambahkan kolom bernama {}",
  "remove it, or name it one of: {}": "hapus, atau namai salah satu dari: {}",
  "remove it, or name its column": "hapus, atau beri judul kolomnya",
  "remove what does not belong to the table": "hapus yang bukan bagian tabel",
  "keep one of them": "sisakan satu",
  "keep the row that is right": "sisakan baris yang benar",
  "use one of: {}": "pakai salah satu dari: {}",
  "write it as text, such as 19, 19.71 or ID (a spreadsheet turns 19.10 into 19.1)":
    "tulis sebagai teks, misalnya 19, 19.71 atau ID (lembar kerja mengubah 19.10 menjadi 19.1)",
  "write lower-case letters, digits and dashes, such as pangkalpinang-2031": "tulis huruf kecil, angka dan tanda hubung, misalnya pangkalpinang-2031",
  "write YYYY-MM-DD, such as 2026-11-21": "tulis TTTT-BB-HH, misalnya 2026-11-21",
  "write the day too, such as 2026-11-21 19:30": "tulis juga tanggalnya, misalnya 2026-11-21 19:30",
  "write the account's name alone, without an address": "tulis nama akun saja, tanpa alamat",
  "copy it from the appointment letter": "salin dari surat pengangkatan",
  "correct one of the two days": "betulkan salah satu dari kedua hari itu",
  "correct the name or the NIP": "betulkan nama atau NIP",
  "one row is one employment: leave out what repeats": "satu baris satu masa kerja: hilangkan yang berulang",
  "a person has one employment at a time: correct from or to": "satu orang satu masa kerja pada satu waktu: betulkan from atau to",
  "a person has one employment at a time: correct from, or end the other with to":
    "satu orang satu masa kerja pada satu waktu: betulkan from, atau akhiri yang lain dengan to",
  "shorten it": "pendekkan",
  "type it anew on one line": "ketik ulang dalam satu baris",
  "type it again": "ketik ulang",
  "type it again, such as 2026-11-21": "ketik ulang, misalnya 2026-11-21",
  "type what it should say": "ketik isi yang seharusnya",
  "format the column as text, type the number again from its source": "ubah kolom menjadi teks, lalu ketik ulang angkanya dari sumber",
  "format the column as text, type it again from its source": "ubah kolom menjadi teks, lalu ketik ulang dari sumber",
  "copy the column and paste it as values only": "salin kolomnya, lalu tempel sebagai nilai saja",
  "save the workbook again": "simpan ulang buku kerjanya",
  "unmerge it and fill in each cell": "pisahkan, lalu isi tiap selnya",
  "split it into smaller files": "bagi menjadi berkas yang lebih kecil",
  "remove pictures and other sheets, or split it": "hapus gambar dan lembar lain, atau bagi berkasnya",
  "save the sheet as .xlsx or as CSV UTF-8 and import that": "simpan lembarnya sebagai .xlsx atau CSV UTF-8, lalu impor itu",
  "open it and save it as .xlsx without a password": "buka, lalu simpan sebagai .xlsx tanpa kata sandi",
  "open it in a spreadsheet program and save it anew as .xlsx": "buka di program lembar kerja, lalu simpan ulang sebagai .xlsx",
  "leave --sheet out": "jangan pakai --sheet",
  "name one with --sheet, or save it anew": "sebut satu dengan --sheet, atau simpan ulang",
  "name one of: {}": "sebut salah satu dari: {}",
  "give it a header row and at least one row": "beri baris judul dan sedikitnya satu baris",
  "give it a header row and at least one row, or name another with --sheet":
    "beri baris judul dan sedikitnya satu baris, atau sebut lembar lain dengan --sheet",
  'quote a cell that holds the delimiter or a line break ("…"), and leave no cell out':
    'apit dengan tanda petik ("…") sel yang berisi pemisah atau pindah baris, dan jangan ada sel yang hilang',
  "write a quote inside a quoted cell twice, and close every quoted cell":
    "tulis dua kali tanda petik di dalam sel berpetik, dan tutup tiap sel berpetik",
  "correct those above, then import the file again": "betulkan yang di atas, lalu impor lagi",
  "have somebody responsible for that region import it": "minta penanggung jawab wilayah itu mengimpornya",
  "check the handle, or revoke the old link first": "periksa nama akunnya, atau cabut dulu tautan yang lama",
  "take the row out, or settle it with that supervisor": "keluarkan barisnya, atau selesaikan dengan pengawas itu",
  "have the province import it": "minta provinsi mengimpornya",
  "leave the row out; an inferred link is made for a received tip with `netra accounts infer`":
    "keluarkan barisnya; tautan dugaan dibuat untuk laporan yang diterima, dengan `netra accounts infer`",
};

/** Sentences with something named in them, as patterns; the longest first, so that "is empty" never answers for a longer one. Our own words: nothing of a file is a pattern. */
const PATTERNS = Object.entries(INDONESIAN)
  .filter(([english]) => english.includes("{}"))
  .sort(([a], [b]) => b.length - a.length)
  .map(([english, indonesian]) => ({ parts: english.split("{}"), indonesian }));

/** A sentence of the readers in Indonesian; as it is when there is none. */
export function inIndonesian(sentence: string): string {
  const whole = INDONESIAN[sentence];
  if (whole !== undefined) return whole;
  for (const { parts, indonesian } of PATTERNS) {
    const named = namedIn(sentence, parts);
    if (named !== null) return named.reduce((text, one) => text.replace("{}", () => one), indonesian);
  }
  return sentence;
}

/** What stands between the parts of a sentence, or null when it is another sentence. */
function namedIn(sentence: string, parts: readonly string[]): readonly string[] | null {
  const [first = "", ...others] = parts;
  if (!sentence.startsWith(first)) return null;
  const named: string[] = [];
  let at = first.length;
  for (const [index, part] of others.entries()) {
    const last = index === others.length - 1;
    const end = last && part === "" ? sentence.length : last ? sentence.lastIndexOf(part) : sentence.indexOf(part, at);
    if (end < at || (last && end + part.length !== sentence.length)) return null;
    named.push(sentence.slice(at, end));
    at = end + part.length;
  }
  return named;
}

/** A place in Indonesian: `row 14, column nip` is `baris 14, kolom nip`. Names of sheets and columns stay as they are. */
export const placeInIndonesian = (at: string): string =>
  at
    .replace(/^file$/, "berkas")
    .replace(/^row (?=\d+)/, "baris ")
    .replace(/^sheet (?=")/, "lembar ")
    .replace(/(?<=^lembar ".*", )row (?=\d+)/, "baris ")
    .replace(/, column (?=[^,]*$)/, ", kolom ");

/** A problem in the language of the reader. */
export const problemIn = (locale: "id" | "en", { at, what, remedy }: Problem): Problem =>
  locale === "en" ? { at, what, remedy } : { at: placeInIndonesian(at), what: inIndonesian(what), remedy: inIndonesian(remedy) };
