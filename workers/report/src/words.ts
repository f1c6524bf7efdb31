/** What a report says of itself, its figures and its limits. No word here or in the catalogues beside it names a person or a verdict; both languages carry the same caution. */
export const WORDS = {
  id: {
    title: (week: number, region: string) => `Laporan mingguan netralitas ASN, minggu ${week}, ${region}`,
    basis: (from: string, to: string) => `Senin ${from} s.d. Minggu ${to} (WIB).`,
    asOf: (at: string) => `Dihitung per ${at}.`,
    stood: (at: string) => `Keadaan (belum diputus, akun, kiriman menunggu) diambil per ${at}.`,
    summary: "Ringkasan satu menit",
    limits: "Batas laporan ini",
    inForce: "Aturan dan pemilihan yang berlaku",
    pack: (id: string, version: number, hash: string) => `Paket aturan ${id} versi ${version} (${hash}…).`,
    contest: (id: string, version: number, day: string) => `Pemilihan ${id} versi ${version}, penetapan peserta ${day}.`,
    knownSince: (at: string) => `tercatat sejak ${at}; angka sebelum itu terlalu kecil.`,
    hoursSince: (at: string) => `tercatat sejak ${at}; sebelum itu tidak diketahui.`,
    total: "Jumlah",
    all: "Semua",
    notKnown: "Tidak diketahui",
    hidden: "*",
    hiddenNote: (cells: number) => `* ${cells} sel disembunyikan: angka 1 sampai 4, atau angka yang dapat membukanya.`,
    countsBy: "Dihitung menurut",
    change: "Selisih minggu lalu",
  },
  en: {
    title: (week: number, region: string) => `Weekly report on civil-service neutrality, week ${week}, ${region}`,
    basis: (from: string, to: string) => `Monday ${from} to Sunday ${to} (WIB).`,
    asOf: (at: string) => `Counted as of ${at}.`,
    stood: (at: string) => `How things stood (not decided yet, accounts, captures waiting) is taken on ${at}.`,
    summary: "One-minute summary",
    limits: "Limits of this report",
    inForce: "Rules and contests in force",
    pack: (id: string, version: number, hash: string) => `Rule pack ${id} version ${version} (${hash}…).`,
    contest: (id: string, version: number, day: string) => `Contest ${id} version ${version}, candidates determined ${day}.`,
    knownSince: (at: string) => `recorded since ${at}; figures of before are too low.`,
    hoursSince: (at: string) => `recorded since ${at}; of before it is not known.`,
    total: "Total",
    all: "All",
    notKnown: "Not known",
    hidden: "*",
    hiddenNote: (cells: number) => `* ${cells} cells are hidden: counts from 1 to 4, or counts that would give one away.`,
    countsBy: "Counts by",
    change: "Change on last week",
  },
} as const;

/** Sunday first. */
export const WEEKDAYS: Readonly<Record<"id" | "en", readonly string[]>> = {
  id: ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
