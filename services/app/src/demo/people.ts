import type { EmploymentKind, LinkConfidence, Platform } from "@netra/domain";

export interface DemoAgency {
  readonly name: string;
  readonly region: string;
}

/** Agencies that do not exist; the word "Contoh" says so wherever one is shown. */
export const AGENCIES = {
  school4: { name: "SD Negeri Contoh 4", region: "19.06" },
  school7: { name: "SMP Negeri Contoh 7", region: "19.06" },
  clinic: { name: "Puskesmas Contoh Timur", region: "19.06" },
  registry: { name: "Dinas Kependudukan Contoh", region: "19.06" },
  farming: { name: "Dinas Pertanian Contoh", region: "19.06" },
  district: { name: "Kecamatan Contoh Manggar", region: "19.06" },
  library: { name: "Dinas Perpustakaan Contoh", region: "19.06" },
  harbour: { name: "Kantor Pelabuhan Contoh", region: "19.06" },
  hospital: { name: "RSUD Contoh Belitung", region: "19.02" },
  roads: { name: "Dinas Pekerjaan Umum Contoh Belitung", region: "19.02" },
  province: { name: "Badan Perencanaan Contoh", region: "19.71" },
} as const satisfies Record<string, DemoAgency>;

/** A part in the play: a person who does not exist, the post held, the accounts. */
export interface DemoPerson {
  readonly name: string;
  /** Date of birth, YYYYMMDD, and sex as a NIP writes it. */
  readonly born: string;
  readonly sex: 1 | 2;
  readonly kind: EmploymentKind;
  readonly agency: keyof typeof AGENCIES;
  readonly position: string;
  readonly roleClass: string;
  /** YYYY-MM of the appointment. */
  readonly since: string;
  readonly handle: string;
  readonly platforms: readonly Platform[];
  readonly link: LinkConfidence;
  /** Ballot number of the pair this part speaks for, on the first platform only; null for a part that takes no side. */
  readonly speaksFor: number | null;
}

type Row = readonly [
  name: string,
  born: string,
  sex: 1 | 2,
  kind: EmploymentKind,
  agency: keyof typeof AGENCIES,
  position: string,
  roleClass: string,
  since: string,
  handle: string,
  platforms: string,
  link: LinkConfidence,
  speaksFor: number | null,
];

const TEACHER = "Tenaga pendidik, jabatan fungsional";
const HEALTH = "Tenaga kesehatan, jabatan fungsional";
const FUNCTIONAL = "Jabatan fungsional";
const CLERK = "Jabatan pelaksana";
const HEAD = "Jabatan pengawas";
const SENIOR = "Jabatan administrator";
const CONTRACT = "Tenaga non-ASN";

// Names are put together from plants, winds and gems. Five parts speak for each pair, four of them in the contest's own region.
// biome-ignore format: one part a line reads as the table it is
const ROWS: readonly Row[] = [
  ["Sari Padma Nilam", "19870912", 2, "pns", "school4", "Guru kelas", TEACHER, "2012-03", "contoh.sari.nilam", "facebook instagram", "agency_verified", 2],
  ["Guntur Pelawan Biru", "19820403", 1, "pns", "school4", "Kepala sekolah", TEACHER, "2006-01", "contoh.guntur.pelawan", "facebook", "declared", 1],
  ["Melur Embun Pagi", "19930721", 2, "pppk", "school4", "Guru olahraga", TEACHER, "2021-02", "contoh.melur.embun", "tiktok instagram", "declared", null],
  ["Zamrud Angin Laut", "19900215", 1, "pppk_part_time", "school4", "Penjaga sekolah", CLERK, "2024-05", "contoh.zamrud.angin", "facebook", "declared", 3],
  ["Kenanga Rimba Jati", "19850530", 2, "pns", "school7", "Guru bahasa", TEACHER, "2010-04", "contoh.kenanga.rimba", "facebook x", "agency_verified", 1],
  ["Topan Kerikil Putih", "19911108", 1, "pppk", "school7", "Guru matematika", TEACHER, "2022-03", "contoh.topan.kerikil", "x", "declared", null],
  ["Mutiara Satam Hitam", "19960118", 2, "pppk", "school7", "Pustakawan sekolah", FUNCTIONAL, "2023-06", "contoh.mutiara.satam", "instagram", "declared", 3],
  ["Rumbia Senja Perak", "19890304", 2, "pns", "clinic", "Bidan", HEALTH, "2014-12", "contoh.rumbia.senja", "facebook instagram", "agency_verified", null],
  ["Akar Seruni Wangi", "19920627", 2, "pppk", "clinic", "Perawat", HEALTH, "2021-01", "contoh.akar.seruni", "tiktok", "declared", 2],
  ["Petir Kayu Manis", "19800911", 1, "pns", "clinic", "Kepala tata usaha", HEAD, "2005-03", "contoh.petir.manis", "facebook", "declared", 1],
  ["Bayam Merah Delima", "19980502", 2, "non_asn", "clinic", "Petugas kebersihan", CONTRACT, "2022-07", "contoh.bayam.delima", "tiktok", "declared", null],
  ["Gerimis Ketapang Ungu", "19880819", 1, "pns", "registry", "Operator data", CLERK, "2011-02", "contoh.gerimis.ketapang", "facebook", "agency_verified", 3],
  ["Anggrek Batu Giok", "19940124", 2, "pppk", "registry", "Pranata komputer", FUNCTIONAL, "2022-04", "contoh.anggrek.giok", "x instagram", "declared", null],
  ["Halilintar Pandan Hijau", "19831206", 1, "pns", "registry", "Kepala seksi", HEAD, "2008-01", "contoh.halilintar.pandan", "facebook", "declared", 2],
  ["Cempaka Ombak Tenang", "19951013", 2, "non_asn", "registry", "Tenaga loket", CONTRACT, "2021-03", "contoh.cempaka.ombak", "instagram", "declared", null],
  ["Jerami Kuning Langsat", "19860221", 1, "pns", "farming", "Penyuluh pertanian", FUNCTIONAL, "2011-11", "contoh.jerami.langsat", "facebook", "agency_verified", null],
  ["Talas Seruling Bambu", "19900710", 1, "pppk", "farming", "Penyuluh pertanian", FUNCTIONAL, "2020-12", "contoh.talas.seruling", "tiktok facebook", "declared", 2],
  ["Lada Hujan Rintik", "19810406", 1, "pns", "farming", "Kepala bidang", SENIOR, "2005-05", "contoh.lada.rintik", "facebook", "declared", null],
  ["Kemuning Fajar Lembut", "19970331", 2, "pppk_part_time", "farming", "Pengelola data", CLERK, "2024-02", "contoh.kemuning.fajar", "instagram", "declared", 1],
  ["Badai Akasia Tua", "19790815", 1, "pns", "district", "Sekretaris kecamatan", SENIOR, "2003-12", "contoh.badai.akasia", "facebook", "agency_verified", null],
  ["Teratai Kolong Bening", "19910926", 2, "pns", "district", "Pengadministrasi umum", CLERK, "2015-03", "contoh.teratai.kolong", "facebook", "declared", 3],
  ["Simpur Jingga Sore", "19990605", 2, "non_asn", "district", "Petugas keamanan", CONTRACT, "2023-01", "contoh.simpur.jingga", "tiktok", "declared", null],
  ["Pinang Awan Kelabu", "19841117", 1, "pns", "library", "Pustakawan", FUNCTIONAL, "2009-02", "contoh.pinang.awan", "x", "declared", null],
  ["Kertas Daun Lontar", "19930108", 2, "pppk", "library", "Arsiparis", FUNCTIONAL, "2021-07", "contoh.kertas.lontar", "instagram", "agency_verified", null],
  ["Tali Jangkar Perunggu", "19870523", 1, "pns", "harbour", "Petugas syahbandar", FUNCTIONAL, "2012-08", "contoh.tali.jangkar", "facebook", "declared", null],
  ["Kerang Pasir Kencana", "19920214", 2, "pppk_part_time", "harbour", "Petugas loket", CLERK, "2024-03", "contoh.kerang.kencana", "tiktok", "declared", null],
  ["Melati Kabut Halus", "19860830", 2, "pns", "hospital", "Apoteker", HEALTH, "2011-06", "contoh.melati.kabut", "instagram facebook", "agency_verified", 1],
  ["Kapur Sirih Gading", "19941209", 1, "pppk", "hospital", "Perawat", HEALTH, "2022-02", "contoh.kapur.sirih", "facebook", "declared", 2],
  ["Kerikil Sungai Dangkal", "19850717", 1, "pns", "roads", "Juru ukur", FUNCTIONAL, "2010-10", "contoh.kerikil.sungai", "facebook", "declared", 3],
  ["Mentari Buluh Perindu", "19900428", 2, "pns", "province", "Perencana", FUNCTIONAL, "2015-01", "contoh.mentari.buluh", "x", "declared", null],
  ["Serai Madu Hutan", "19960903", 2, "pppk", "province", "Analis data", FUNCTIONAL, "2023-03", "contoh.serai.madu", "instagram", "declared", null],
  ["Nangka Perahu Kertas", "19880106", 1, "pns", "harbour", "Pengelola aset", CLERK, "2013-04", "contoh.nangka.perahu", "facebook", "inferred", null],
  ["Salam Dahan Patah", "19910519", 1, "pppk", "library", "Pramubakti", CLERK, "2022-05", "contoh.salam.dahan", "x", "inferred", null],
];

export const PEOPLE: readonly DemoPerson[] = ROWS.map(
  ([name, born, sex, kind, agency, position, roleClass, since, handle, platforms, link, speaksFor]) => ({
    name,
    born,
    sex,
    kind,
    agency,
    position,
    roleClass,
    since,
    handle,
    platforms: platforms.split(" ") as Platform[],
    link,
    speaksFor,
  }),
);
