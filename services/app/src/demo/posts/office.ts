import { comment, type PostTemplate, photo, post, share, video } from "./template.ts";

/** Duties of an office, some in the company of people who stand for election. */
export const DUTY: readonly PostTemplate[] = [
  photo("Apel pagi dilanjutkan pembagian tugas bersih-bersih kantor. Semangat melayani!"),
  photo("Mendampingi rapat koordinasi bersama {pak} terkait penanganan banjir di {kampung}."),
  photo("Kunjungan kerja {pak} ke puskesmas hari ini, kami menyampaikan kebutuhan tenaga bidan."),
  post("Pelayanan KTP keliling hari ini di balai desa {kampung}, pukul 08.00 sampai 14.00. Bawa kartu keluarga."),
  post("Pengumuman: pendaftaran siswa pindahan dibuka sampai Jumat. Berkas lengkap ada di papan pengumuman sekolah."),
  photo("Dokumentasi peresmian jembatan {kampung} oleh pejabat daerah. Tugas kami cuma memastikan sound system menyala 😅"),
  photo("Musrenbang tingkat kecamatan {kampung}, usulan terbanyak masih soal drainase."),
  post("Mohon maaf, layanan loket tutup lebih awal karena pemeliharaan jaringan."),
  photo("Hari ini bimbingan teknis arsip. Ternyata merapikan kertas juga perlu strategi."),
  post("Verifikasi data penerima bantuan diperpanjang. Tidak dipungut biaya, siapa pun calo yang meminta uang laporkan."),
  photo("Upacara Hari Korpri, seragam baru masih kaku 😄"),
  photo("Guru piket hari ini: saya, hujan, dan 32 payung yang tertukar."),
  photo("Panen raya bersama kelompok tani {kampung}, penyuluh ikut kotor, hati senang."),
  post("Jadwal dokter gigi minggu ini: Selasa dan Kamis. Kuota {20|25|30} pasien per hari."),
  video("Simulasi evakuasi gempa di sekolah, anak-anak lebih sigap daripada gurunya."),
  post("Rapat staf selesai pukul enam. Notulen menyusul besok, tolong jangan ditanya malam ini 🙏"),
  share("Pengumuman seleksi jabatan terbuka sudah tayang di laman resmi. Silakan dibaca sampai lampirannya."),
  photo("Bersama tim surveyor mengukur jalan poros {kampung}. Panasnya jangan ditanya."),
];

/** Campaigns of another kind. */
export const PUBLIC_HEALTH: readonly PostTemplate[] = [
  photo("Kampanye cuci tangan pakai sabun di SD Negeri Contoh {1|4|7}, semua dapat giliran praktik."),
  post("Kampanye imunisasi dimulai Senin. Bawa buku KIA, tidak perlu menunggu dipanggil."),
  post("Mari sukseskan kampanye bulan gizi: isi piringku, bukan isi keranjang jajanku."),
  photo("Deklarasi sekolah bebas perundungan. Satu komando: stop mengejek teman."),
  post("Dosis {nomor} vaksin anak tersedia lagi di puskesmas, antrean dibuka jam tujuh."),
  post("Relawan donor darah dicari, golongan apa saja. Daftar ke bidan desa {kampung}."),
  post("Gerakan {satu|dua|tiga} jam tanpa gawai sebelum tidur, ayo coba bersama keluarga."),
];

/** Pledges to be neutral: they hold the very words of a campaign. */
export const NEUTRALITY: readonly PostTemplate[] = [
  photo("Penandatanganan ikrar netralitas ASN hari ini. Pegawai boleh memilih, tidak boleh berkampanye."),
  photo("Deklarasi netralitas pegawai Puskesmas Contoh. Kami melayani semua, siapa pun pilihannya."),
  post("Pengingat dari grup kantor: jangan memberi like, komentar, atau membagikan unggahan pasangan calon mana pun."),
  post("Saya ASN, saya netral. Pilihan saya di bilik suara saja."),
  post("Apel pagi: ASN dilarang ikut kampanye {pak1}, {pak2}, maupun {pak3}. Jelas ya bapak ibu."),
  photo("Pakta integritas sudah ditandatangani. Mohon jangan mengajak kami berfoto dengan gaya jari apa pun 🙏"),
  comment("Maaf Bang, saya pegawai, tidak bisa ikut grup pendukung siapa pun."),
  post("Netral bukan berarti golput. Gunakan hak pilih, simpan sendiri pilihannya."),
];

/** Comments between colleagues. */
export const COLLEAGUES: readonly PostTemplate[] = [
  comment("Siap Bu, laporan sudah saya kirim lewat surel"),
  comment("Mantap, terus berkarya teman-teman penyuluh 👍"),
  comment("Selamat bertugas di tempat baru, Pak. Sukses selalu 🙏"),
  comment("Izin membagikan infonya ya Bu"),
  comment("Keren anak-anaknya, juara 1 lomba pidato!"),
  comment("Nomor antrean {number} belum dipanggil juga ya? Sistemnya lambat hari ini, mohon maaf"),
];
