import { comment, type PostTemplate, photo, post, video } from "./template.ts";

/** What people post on any day. */
export const DAILY_LIFE: readonly PostTemplate[] = [
  photo("Gangan ikan buatan mertua, pedasnya pas. Siapa mau mampir?"),
  post("Hujan dari subuh, jemuran tidak kering-kering. Sabar ya bapak-bapak ibu-ibu 😅"),
  photo("Kopi {pagi|siang|sore} di {kampung}, lima ribu saja sudah dapat cerita satu kampung ☕"),
  post("Ada yang tahu tukang servis mesin cuci yang bisa dipanggil ke {kampung}?"),
  post("Motor mogok di tanjakan, untung ada yang bantu dorong. Terima kasih orang baik 🙏"),
  photo("Panen cabai di halaman belakang, lumayan buat sambal seminggu 🌶️"),
  post("Anak pertama akhirnya bisa naik sepeda tanpa roda bantu. Bapaknya yang lemas 😂"),
  video("Suara ombak {pagi|sore} ini, gratis buat yang lagi penat."),
  post("Dijual cepat: lemari dua pintu, masih kokoh, bisa dilihat di rumah {kampung}. Harga nego."),
  post("Listrik padam lagi dari jam {tujuh|delapan|sembilan}. Lilin mana lilin."),
  photo("Hari pertama kucing baru di rumah. Namanya belum ada, usul dong 🐈"),
  post("Alhamdulillah cicilan motor lunas. Tinggal cicilan yang lain 😆"),
  comment("Wah resepnya dong Bu, kelihatannya enak sekali 😍"),
  comment("Selamat ya, semoga berkah rumah barunya 🏠"),
  post("Pasir di pantai {kampung} lagi bersih-bersihnya, ayo jaga bareng, sampahnya dibawa pulang."),
  post("Dompet ditemukan di parkiran pasar {kampung}, yang merasa kehilangan silakan hubungi saya dengan menyebut isinya."),
  photo("Bekal hari ini: nasi, telur dadar, dan semangat 😁"),
  post("Kepiting lagi murah, sekilo cukup buat serumah. Siapa mau patungan ke dermaga?"),
  post("Setelah setahun menabung, akhirnya ibu bisa ganti kacamata. Terharu."),
  post("Belajar merajut dari video, jadinya lebih mirip jaring ikan 😂"),
  comment("Hahaha sama, di rumah saya juga begitu"),
  photo("Lari {pagi|sore} tiga kilo, pulangnya makan martabak. Impas."),
  post("Harga lada naik sedikit, senyum petani naik banyak. Semoga bertahan 🙏"),
  post("Rapat orang tua murid jam {delapan|sembilan}, jangan lupa bawa buku penghubung."),
  post("Mantap sekali pelayanan bengkel di simpang tiga, cepat, jujur, dan murah. Rekomendasi 👍"),
  post("Ayo dukung usaha tetangga, beli kue di lapak depan masjid {kampung} 🍰"),
];

/** The past comes back in an app's words. */
export const MEMORIES: readonly PostTemplate[] = [
  photo("Kenangan 5 tahun lalu: kemah pramuka di {kampung}, masih kurus semua 😄"),
  photo("Memori delapan tahun lalu bersama teman diklat prajabatan. Apa kabar kalian?"),
  post("Kenangan 3 tahun lalu: “Hari ini sah jadi pegawai, bismillah.” Terima kasih semua yang mendoakan."),
  photo("Throwback masa kuliah, warung ini dulu satu piring cuma empat ribu."),
  photo("Kenangan 6 tahun lalu: petugas KPPS paling mengantuk se-{kampung} 😴"),
  photo("Foto lama reuni SMA, yang berdiri nomor {number} dari kiri sekarang sudah jadi dokter hewan."),
];

/** Sport, idols, and other things one may cheer for. */
export const FANS: readonly PostTemplate[] = [
  post("Ayo dukung PS Contoh Muda malam ini, menang harga mati! ⚽🔥"),
  post("Satu-satunya pilihan saya malam ini: nonton final bulu tangkis 🏸"),
  comment("Gaspol terus timnas, menang telak kita 🇮🇩"),
  post("Jangan lupa vote nomor {number} di aplikasi, grup Pelangi Senja harus juara minggu ini 💜"),
  post("Finalis lomba nyanyi dari {kampung} butuh suara kita. Ketik nomor {nomor}, kirim sebelum jam sembilan 🎤"),
  photo("Nomor punggung {number} cetak dua gol, anak siapa dulu dong 😎"),
  post("Voli antardinas: kita kalah tipis, tapi yel-yel paling kompak. Lanjut tahun depan!"),
  post("Siapa jagoan kalian di lomba dayung perahu {kampung}? Saya pegang perahu merah."),
  comment("All in buat ganda putra, yakin menang 🏸"),
  video("Penonton lomba layang-layang membludak, sampai pagar lapangan ambruk 😂 aman semua kok."),
  post("Besok turnamen catur pegawai. Target saya sederhana: tidak kalah di sepuluh langkah pertama."),
];
