import { comment, type PostTemplate, photo, post } from "./template.ts";

/** The contest's slogans are also everyday words: the same number of posts for each of them. */
export const EVERYDAY_WORDS: readonly PostTemplate[] = [
  post("Alhamdulillah lampu jalan depan kantor sudah terang lagi, terima kasih tim teknisi."),
  post("Penjelasan dosennya terang sekali, baru kali ini saya paham akuntansi."),
  photo("Bulan terang di dermaga {kampung}, sayang kameranya buram."),
  post("HABIS HUJAN TERBITLAH TERANG, akhirnya jemuran bisa keluar 😂"),
  post("Sahabat sejati itu yang mengembalikan payung."),
  post("Cinta sejati ibu: bangun jam empat membuatkan bekal."),
  photo("Guru sejati tidak pernah berhenti belajar, hari ini beliau pensiun setelah {31|34|36} tahun."),
  post("PENGGEMAR SEJATI mi Belitung wajib coba warung baru di {kampung} 🍜"),
  photo("Kapal kami berlayar pukul tujuh, doakan ombaknya ramah."),
  post("Imajinasi anak-anak berlayar ke mana-mana begitu disuruh menggambar laut."),
  post("Pelabuhan dibuka lagi, kapal cepat sudah boleh berlayar mulai besok pagi."),
  photo("BERLAYAR SUDAH, MABUK LAUT SUDAH, mancingnya belum dapat apa-apa 😅"),
];

/** Numbers that are on no ballot. */
export const ORDINARY_NUMBERS: readonly PostTemplate[] = [
  post("Antrean nomor {number} di loket pajak kok lama betul hari ini."),
  photo("Juara {number} lomba mewarnai tingkat kecamatan, bangga sekali 🏆"),
  post("Anak nomor {nomor} sudah bisa baca, tinggal adiknya."),
  post("Pilih nomor {number} untuk berbicara dengan petugas, katanya. Sudah setengah jam musiknya itu-itu saja."),
  post("Rumah kami nomor {number}, pagar hijau, dekat musala. Ditunggu arisannya."),
  comment("Saya pesan yang nomor {nomor}, ukuran L, warna biru ya Bu"),
  post("Beli {nomor} gratis satu, ujung-ujungnya lemari penuh 😂"),
  post("Sila ke-{number} hafal, sila berikutnya tertukar. Namanya juga kelas satu."),
  post("Jalur {nomor} ditutup sementara karena perbaikan jembatan, lewat {kampung} saja."),
  post("Coba tebak, jawaban soal nomor {number} tadi apa? Satu kelas beda semua."),
];

/** People who happen to be called like somebody on the ballot. */
export const SAME_NAMES: readonly PostTemplate[] = [
  post("Terima kasih {pak} tukang ledeng, keran dapur akhirnya tidak bocor lagi."),
  post("{bu} wali kelas kami cuti melahirkan, minggu depan digantikan guru baru."),
  comment("{pak} yang jualan martabak di simpang itu masih buka?"),
  post("Selamat kepada ananda {name3}, {name1}, dan {name2}, tiga besar olimpiade sains SD 🏅"),
  photo("Pensiun hari ini: {pak}, penjaga arsip kami yang hafal letak setiap map."),
];

/** Words of a campaign in a life without one. */
export const EVERYDAY_PHRASES: readonly PostTemplate[] = [
  post("Lanjutkan! Kata istri saya begitu lihat saya mulai mencuci piring 😄"),
  post("Janji manis penjual durian: katanya tebal, isinya biji semua 😭"),
  post("Saatnya perubahan: mulai besok tidak minum es teh lagi. Mulai besok ya."),
  post("Calon pengantin mohon hadir bimbingan di KUA {kampung} hari Selasa."),
  post("Relawan bencana berkumpul di posko {kampung}, bawa jas hujan masing-masing."),
  post("Tim hore sudah siap, tinggal pesertanya yang belum latihan 😂"),
  comment("Harga mati ya Pak? Dua ratus ribu saya angkut sekarang"),
  post("Kotak kosong di gudang bisa diambil untuk prakarya, gratis."),
  post("Netral warna catnya, cocok untuk ruang tamu kecil. Ada yang pernah pakai?"),
];
