import { comment, type PostTemplate, photo, post } from "./template.ts";

/** Condolences, some for a family that stands for election: manners are no campaign. */
export const CONDOLENCES: readonly PostTemplate[] = [
  post("Innalillahi wa inna ilaihi rajiun. Turut berduka cita atas berpulangnya ibunda rekan kami. Semoga husnul khatimah."),
  comment("Turut berduka cita {pak}, semoga almarhumah ibunda diterima di sisi-Nya 🤲"),
  comment("Innalillahi, semoga keluarga {bu} diberi ketabahan 🙏"),
  post("Keluarga besar SD Negeri Contoh 4 berduka. Selamat jalan penjaga sekolah kami yang paling sabar."),
  comment("Semoga lekas sembuh {pak}, sehat selalu sekeluarga 🙏"),
];

/** Greetings and good wishes. */
export const GREETINGS: readonly PostTemplate[] = [
  post("Selamat ulang tahun untuk kepala ruangan kami, panjang umur dan murah rezeki 🎂"),
  photo("Selamat menempuh hidup baru adinda. Akhirnya sah! 💐"),
  post("Selamat Hari Guru untuk semua yang masih sabar mengulang pelajaran yang sama tiga kali."),
  comment("Selamat ulang tahun {bu}, sehat dan bahagia selalu 🎂"),
  post("Selamat {pagi|siang|malam} dari {kampung}, semoga hari ini dimudahkan 🙏"),
  post("Terima kasih atas doa dan kunjungan selama anak kami dirawat. Sekarang sudah pulang dan minta bakso."),
  photo("Selamat wisuda kesayangan mama. Doa yang dulu dibisikkan, hari ini dikabulkan 🎓"),
  post("Jumat berkah, jangan lupa sedekah walau sedikit 🤲"),
  comment("Sukses acaranya, mohon maaf belum bisa hadir 🙏"),
  photo("Bertemu {pak} di acara nikahan sepupu. Gangan kepala ikannya habis duluan 😄"),
];
