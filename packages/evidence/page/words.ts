import type { Sentence } from "../src/passport-words.ts";
import type { PassportCheckId } from "../src/verify-passport.ts";

export type Language = keyof Sentence;

/** What the template shows, by its `data-say`, and what the script adds. */
export const WORDS = {
  title: { id: "Pemeriksa paspor Netra", en: "Netra passport check" },
  intro: {
    id: "Halaman ini memeriksa apakah sebuah paspor Netra masih persis seperti saat ditandatangani. Semuanya terjadi di komputer ini, tanpa internet; berkas tidak dikirim ke mana pun.",
    en: "This page checks whether a Netra passport is still exactly what was signed. Everything happens on this computer, without the internet; the file is sent nowhere.",
  },
  file: { id: "Berkas paspor (.zip)", en: "Passport file (.zip)" },
  drop: { id: "Pilih berkas, atau jatuhkan di mana saja pada halaman ini.", en: "Choose a file, or drop it anywhere on this page." },
  key: { id: "Kunci pemeriksa dari kantor (boleh kosong)", en: "The office's verifier key (may be left empty)" },
  keyHint: {
    id: "Mintalah langsung kepada kantor itu, bukan dari pengirim berkas. Bentuknya: nama+hash+kunci.",
    en: "Ask the office for it directly, not whoever sent you the file. Its form: name+hash+key.",
  },
  keyBad: {
    id: "Kunci ini tidak lengkap atau salah salin. Salin seluruhnya: nama+hash+kunci.",
    en: "This key is incomplete or miscopied. Copy it whole: name+hash+key.",
  },
  busy: { id: "Memeriksa…", en: "Checking…" },
  checks: { id: "Pemeriksaan", en: "Checks" },
  facts: { id: "Isi paspor menurut paspor itu sendiri", en: "What the passport says of itself" },
  typed: { id: "Kata-kata yang diketik orang kedua dari gambar atau suara", en: "Words that a second person typed from a picture or sound" },
  typedHint: {
    id: "Ini bukan tulisan pembuat unggahan. Dalam teks unggahan di paspor, semua mulai dari kata-kata ini diketik orang kedua di kantor.",
    en: "The author of the post did not write these. In the post's text in the passport, everything from these words on was typed by a second person at the office.",
  },
  limits: { id: "Yang tidak dikatakan halaman ini", en: "What this page does not say" },
  limits1: {
    id: "Utuh bukan berarti benar: yang diperiksa hanyalah bahwa tidak ada yang berubah sejak ditandatangani.",
    en: "Whole does not mean true: all that is checked is that nothing changed since it was signed.",
  },
  limits2: {
    id: "Siapa yang menandatangani baru pasti setelah kuncinya dibandingkan.",
    en: "Who signed it is only certain once the key was compared.",
  },
  limits3: {
    id: "Paspor memuat bacaan mesin dan putusan orang. Itu bukan putusan pelanggaran.",
    en: "A passport holds a machine's reading and people's decisions. It is no finding of a violation.",
  },
  limits4: {
    id: "Halaman yang datang bersama berkas yang diragukan dapat ikut dipalsukan. Ambil halaman ini dari kantor, atau pakai netra_verify.py.",
    en: "A page that came with a file in doubt may be forged with it. Take this page from the office, or use netra_verify.py.",
  },
  other: { id: "English", en: "Bahasa Indonesia" },
  holds: { id: "UTUH", en: "WHOLE" },
  holdsMore: {
    id: "Inilah yang ditandatangani kantor dengan kunci yang Anda berikan.",
    en: "This is what the office with the key you gave has signed.",
  },
  uncompared: { id: "UTUH, KUNCI BELUM DIBANDINGKAN", en: "WHOLE, KEY NOT COMPARED" },
  uncomparedMore: {
    id: "Tidak ada yang berubah sejak ditandatangani. Siapa yang menandatangani belum pasti: isi kunci pemeriksa dari kantor.",
    en: "Nothing changed since it was signed. Who signed it is not certain yet: fill in the office's verifier key.",
  },
  refused: { id: "DITOLAK", en: "REFUSED" },
  refusedMore: { id: "Jangan mengandalkan berkas ini. Mintalah lagi dari kantor.", en: "Do not rely on this file. Ask the office for it again." },
  cannot: { id: "TIDAK DAPAT DIPERIKSA DI SINI", en: "CANNOT BE CHECKED HERE" },
  cannotMore: {
    id: "Peramban ini tidak dapat memeriksa tanda tangan Ed25519; ini tidak mengatakan apa pun tentang berkas. Pakai Chrome atau Edge 137, Firefox 129, Safari 17 atau yang lebih baru, atau netra_verify.py.",
    en: "This browser cannot check Ed25519 signatures; that says nothing about the file. Use Chrome or Edge 137, Firefox 129, Safari 17 or newer, or netra_verify.py.",
  },
  unreadable: { id: "BERKAS TIDAK TERBACA", en: "THE FILE CANNOT BE READ" },
  unreadableMore: { id: "Pilih berkasnya sekali lagi.", en: "Choose the file once more." },
  isOk: { id: "sesuai", en: "holds" },
  isRefused: { id: "ditolak", en: "refused" },
  isNotMade: { id: "tidak diperiksa", en: "not checked" },
  flag: { id: "Tanda", en: "Flag" },
  case: { id: "Perkara", en: "Case" },
  made: { id: "Dibuat", en: "Made" },
  tool: { id: "Dengan", en: "By" },
  files: { id: "Berkas di dalamnya", en: "Files inside" },
  masked: { id: "Gambar yang ditutup sebagian oleh kantor", en: "Pictures that the office masked in part" },
  originalsNone: { id: "Aslinya tidak ada di dalam paspor ini.", en: "The originals are not in this passport." },
  originalsSome: { id: "Sebagian aslinya juga ada di dalam paspor ini.", en: "Some of the originals are in this passport too." },
  originalsAll: { id: "Aslinya juga ada di dalam paspor ini.", en: "The originals are in this passport too." },
  people: { id: "Memuat data orang", en: "Holds data of people" },
  yes: { id: "ya", en: "yes" },
  no: { id: "tidak", en: "no" },
  signer: { id: "Kunci penanda tangan", en: "Signing key" },
  ledger: { id: "Titik periksa buku besar", en: "Checkpoint of the ledger" },
  none: { id: "belum ada", en: "none yet" },
  stampedAt: { id: "Cap waktu dari luar", en: "Time stamp from outside" },
  unsealed: { id: "Belum disegel", en: "Not sealed yet" },
  sha256: { id: "SHA-256 berkas ini", en: "SHA-256 of this file" },
  leaves: { id: "daun", en: "leaves" },
} as const satisfies Record<string, Sentence>;
export type Word = keyof typeof WORDS;

/** What each check is called. */
export const CHECK_NAMES: Readonly<Record<PassportCheckId, Sentence>> = {
  archive: { id: "Arsip", en: "Archive" },
  manifest: { id: "Daftar isi", en: "Manifest" },
  signature: { id: "Tanda tangan", en: "Signature" },
  key: { id: "Kunci kantor", en: "Office's key" },
  files: { id: "Berkas", en: "Files" },
  rules: { id: "Aturan dan kontes", en: "Rules and contest" },
  signals: { id: "Kutipan", en: "Signals" },
  score: { id: "Skor", en: "Score" },
  checkpoint: { id: "Titik periksa", en: "Checkpoint" },
  leaves: { id: "Buku besar", en: "Ledger" },
  stamp: { id: "Cap waktu", en: "Time stamp" },
};
