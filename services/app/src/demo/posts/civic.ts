import { comment, type PostTemplate, post, share, video } from "./template.ts";

/** Notices of the organisers and undirected calls to take part. */
export const NOTICES: readonly PostTemplate[] = [
  share("KPU mengingatkan: cek nama Anda di daftar pemilih tetap sebelum hari pemungutan suara, {hari}."),
  post("Ayo ke TPS {hari}! Satu suara menentukan masa depan daerah kita. Siapa pun pilihannya, gunakan hak pilih."),
  share("Bawaslu membuka posko aduan di {kampung}. Tolak politik uang, laporkan kalau melihat."),
  post("Info pindah memilih: terakhir tujuh hari sebelum pemungutan suara, bawa KTP ke kantor kelurahan."),
  share("Jadwal debat publik kedua: Rabu pukul 19.30, disiarkan langsung. Tiga pasangan calon dijadwalkan hadir."),
  post("Simulasi pencoblosan di balai desa {kampung} besok pagi, warga silakan datang belajar melipat surat suara."),
  post("Jangan golput ya. Datang, coblos sesuai hati nurani, pulang bawa tinta di jari."),
  share("Nomor urut hasil undian: 1 {fullPair1}, 2 {fullPair2}, 3 {fullPair3}. Sumber: pengumuman KPU."),
  post("Petugas KPPS dicari untuk TPS {2|5|7} {kampung}, syarat ada di papan pengumuman kelurahan."),
  post("Pemilihan damai dimulai dari grup keluarga. Beda pilihan tetap makan satu meja."),
  post("Surat suara tiba di gudang KPU dan dijaga 24 jam, demikian info resmi sore ini."),
];

/** Headlines and links, passed on without a word. */
export const NEWS: readonly PostTemplate[] = [
  share("{fullPair} Paparkan Program Pendidikan di Debat Perdana https://warta.contoh.example/{number}01"),
  share("KPU Tetapkan Tiga Pasangan Calon Bupati Belitung Timur https://warta.contoh.example/110"),
  share("Survei Lembaga Contoh: {pak1}, {pak2}, dan {pak3} Bersaing Ketat https://warta.contoh.example/112"),
  share("{pak} Kunjungi Pasar {kampung}, Pedagang Keluhkan Sepinya Pembeli https://warta.contoh.example/{number}13"),
  share("Bawaslu Panggil Tim Kampanye Pasangan Nomor Urut {number} Terkait Izin Lapangan https://warta.contoh.example/{number}14"),
  share("{pak} Janjikan Beasiswa, Pengamat: Anggaran Perlu Dihitung Ulang https://warta.contoh.example/{number}15"),
  post("Menurut berita pagi ini, debat kedua dipindah ke gedung serbaguna karena atap aula bocor."),
];

/** Questions that take no side. */
export const QUESTIONS: readonly PostTemplate[] = [
  post("Ada yang tahu nanti malam debatnya {pak1}, {pak2}, dan {pak3} disiarkan di mana?"),
  comment("Program {pair} soal air bersih itu sumber dananya dari mana ya?"),
  post("Kalau pindah tugas ke {kampung}, nyoblosnya di TPS mana? Mohon info yang paham."),
  comment("Apa benar {pak} batal datang ke {kampung} hari ini?"),
  post("Apakah pegawai boleh menonton debat bersama di kantor? Ada yang pernah baca aturannya?"),
  comment("Yang nomor urut {number} itu pasangannya siapa ya? Saya baru pindah ke sini"),
];

/** Votes that are no concern of an election supervisor. */
export const OTHER_VOTES: readonly PostTemplate[] = [
  post("Pemilihan ketua RT {01|03|05} malam ini di pos ronda. Calonnya cuma dua, yang satu menolak 😂"),
  post("Pilkades {kampung} ditunda sampai tahun depan, demikian hasil musyawarah desa."),
  post("Selamat kepada ketua OSIS terpilih! Kampanyenya lucu, pakai pantun semua."),
  post("Ayo coblos ketua alumni nomor {number}, biar reuni tahun depan makan-makannya banyak 😄"),
  post("Ketua arisan lanjut dua periode, tidak ada yang mau menggantikan 😅"),
  video("Pemilihan duta baca sekolah: kandidat nomor {nomor} lupa naskah, malah dapat tepuk tangan paling ramai."),
  post("Hasil kongres guru kemarin: ketua lama terpilih lagi secara aklamasi."),
];
