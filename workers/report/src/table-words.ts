type Table = { readonly heading: string; readonly note?: string };

/** What each table is called, and what stands beneath it. */
export const TABLES: Readonly<Record<"id" | "en", Readonly<Record<string, Table>>>> = {
  id: {
    overview: {
      heading: "Minggu ini dalam angka",
      note: "Hari terakhir berakhir tengah malam, keadaan (belum diputus) diambil enam jam kemudian, pukul 06.00 WIB: bendera yang dibuka atau diputus dalam enam jam itu sudah masuk keadaan, tetapi baru dihitung pada hari-hari berikutnya, sehingga yang belum diputus sebelumnya, ditambah dibuka, dikurangi diputus dan ditarik, tidak selalu sama dengan yang belum diputus.",
    },
    weeks: {
      heading: "Dibuka dan diputus per minggu",
      note: "Semua minggu menurut yang diketahui saat laporan dihitung: putusan yang sejak itu ditarik kembali tidak dihitung. Tanpa angka: tidak ada yang terpantau dalam minggu itu. Jam tanpa pengambilan: dari platform mana pun; tanpa angka di mana jam belum dicatat waktu itu.",
    },
    week_by_region: { heading: "Per wilayah" },
    week_by_contest: { heading: "Per pemilihan" },
    week_by_stage: { heading: "Per tahapan" },
    week_by_agency: {
      heading: "Per instansi, menurut abjad",
      note: "Urutan abjad, bukan peringkat. Instansi dengan banyak akun terdaftar tampak lebih sering.",
    },
    week_by_employment: { heading: "Per jenis kepegawaian" },
    week_by_platform: { heading: "Per platform" },
    week_by_origin: { heading: "Per asal" },
    since_by_region: {
      heading: "Sejak penetapan, per wilayah",
      note: "Kiriman dan akun terpantau tidak terikat satu pemilihan: dihitung sejak penetapan yang paling awal. Akun terpantau: diambil sedikitnya sekali sejak itu, juga yang kemudian dicabut.",
    },
    since_by_contest: { heading: "Sejak penetapan, per pemilihan" },
    since_by_stage: { heading: "Sejak penetapan, per tahapan" },
    since_by_agency: { heading: "Sejak penetapan, per instansi, menurut abjad" },
    since_by_employment: { heading: "Sejak penetapan, per jenis kepegawaian" },
    since_by_platform: {
      heading: "Sejak penetapan, per platform",
      note: "Kiriman dan akun terpantau tidak terikat satu pemilihan: dihitung sejak penetapan yang paling awal. Akun terpantau: diambil sedikitnya sekali sejak itu, juga yang kemudian dicabut.",
    },
    since_by_origin: {
      heading: "Sejak penetapan, per asal",
      note: "Kiriman tidak terikat satu pemilihan: dihitung sejak penetapan yang paling awal.",
    },
    outcomes_week: { heading: "Hasil putusan minggu ini" },
    outcomes_since: { heading: "Hasil putusan sejak penetapan" },
    week_by_candidate: { heading: "Bendera minggu ini per peserta, urut nomor" },
    equal_treatment: {
      heading: "Perlakuan setara antarpeserta, sejak penetapan",
      note: "Diputus menurut isi: dieskalasi, atau ditutup sebagai bukan keberpihakan; penutupan lain tidak berkata apa-apa tentang isinya. Rentang 95% (Wilson). Angka kecil belum dapat dibedakan dari kebetulan. Hanya putusan yang masih berlaku: bendera yang kemudian ditarik atau dibaca ulang tidak dihitung.",
    },
    backlog: { heading: "Bendera belum diputus, semua minggu" },
    time: {
      heading: "Waktu",
      note: "Tindakan pertama: bendera ditutup, ditanyakan, atau diusulkan untuk dieskalasi oleh pembaca pertama; yang diurungkan tidak dihitung.",
    },
    time_since: {
      heading: "Waktu, sejak penetapan",
      note: "Sampai ditangkap: unggahan sejak penetapan yang paling awal. Sampai tindakan pertama: bendera yang tindakan pertamanya sejak penetapan pemilihannya.",
    },
    agreement: { heading: "Kesepakatan dua pembaca, dua belas minggu" },
    precision_by_rule: {
      heading: "Ketepatan per aturan, sejak penetapan",
      note: "Bagian bendera yang dieskalasi dari yang diputus menurut isi: dieskalasi, atau ditutup sebagai bukan keberpihakan. Hanya putusan yang masih berlaku: bendera yang kemudian ditarik atau dibaca ulang tidak dihitung.",
    },
    decided_by_form: {
      heading: "Bendera diputus menurut isi, per bentuk SKB yang mungkin",
      note: "Bentuk yang mungkin terkait, bukan temuan. Dihitung seperti ketepatan aturan.",
    },
    coverage_accounts: { heading: "Yang tidak dapat kami lihat: akun", note: "Tidak terlihat bukan berarti tidak ada unggahan." },
    coverage_hours: {
      heading: "Yang tidak dapat kami lihat: jam tanpa pengambilan",
      note: "Semua: pengambilan dari platform mana pun. Tanpa angka: jam belum dicatat waktu itu.",
    },
    coverage_since: {
      heading: "Yang tidak dapat kami lihat, sejak penetapan",
      note: "Satu baris per platform untuk setiap hari penetapan. Jam dan minggu dihitung setelah lewat; minggu yang hanya sebagian di dalam waktu itu dihitung dengan bagian itu. Semua: pengambilan dari platform mana pun.",
    },
  },
  en: {
    overview: {
      heading: "The week in figures",
      note: "The last day ends at midnight, how things stood (not decided yet) is taken six hours later, at 06:00 WIB: flags opened or decided in those six hours are in how things stood already but count in the days after, so that what was not decided before, and opened, less decided and withdrawn, is not always what is not decided yet.",
    },
    weeks: {
      heading: "Opened and decided by week",
      note: "All weeks by what was known when the report was counted: a decision that was taken back since does not count. Without a figure: nothing was watched in that week. Hours without a fetch: of any platform; without a figure where hours were not recorded then.",
    },
    week_by_region: { heading: "By region" },
    week_by_contest: { heading: "By contest" },
    week_by_stage: { heading: "By stage" },
    week_by_agency: {
      heading: "By agency, in alphabetical order",
      note: "Alphabetical, not a ranking. An agency with many registered accounts shows up more often.",
    },
    week_by_employment: { heading: "By kind of employment" },
    week_by_platform: { heading: "By platform" },
    week_by_origin: { heading: "By origin" },
    since_by_region: {
      heading: "Since determination, by region",
      note: "Captures and accounts belong to no contest: they count since the first determination. Accounts watched: fetched at least once since then, those too that were revoked later.",
    },
    since_by_contest: { heading: "Since determination, by contest" },
    since_by_stage: { heading: "Since determination, by stage" },
    since_by_agency: { heading: "Since determination, by agency, in alphabetical order" },
    since_by_employment: { heading: "Since determination, by kind of employment" },
    since_by_platform: {
      heading: "Since determination, by platform",
      note: "Captures and accounts belong to no contest: they count since the first determination. Accounts watched: fetched at least once since then, those too that were revoked later.",
    },
    since_by_origin: {
      heading: "Since determination, by origin",
      note: "Captures belong to no contest: they count since the first determination.",
    },
    outcomes_week: { heading: "Outcomes of the week" },
    outcomes_since: { heading: "Outcomes since determination" },
    week_by_candidate: { heading: "Flags of the week by contestant, in ballot order" },
    equal_treatment: {
      heading: "Equal treatment of contestants, since determination",
      note: "Decided on content: escalated, or closed as not partisan; any other closing says nothing of the content. 95% intervals (Wilson). Small numbers cannot be told from chance. Only decisions that still stand: flags that were withdrawn since, or are read again, do not count.",
    },
    backlog: { heading: "Flags not decided yet, all weeks" },
    time: {
      heading: "Time",
      note: "First act: a flag is closed, asked about, or proposed for escalation by its first reader; what was taken back does not count.",
    },
    time_since: {
      heading: "Time, since determination",
      note: "To capture: posts since the first determination. To the first act: flags whose first act came since the determination of their contest.",
    },
    agreement: { heading: "Agreement of two readers, twelve weeks" },
    precision_by_rule: {
      heading: "Precision by rule, since determination",
      note: "Flags that were escalated, of those decided on content: escalated, or closed as not partisan. Only decisions that still stand: flags that were withdrawn since, or are read again, do not count.",
    },
    decided_by_form: {
      heading: "Flags decided on content, by form of the SKB that may be concerned",
      note: "Forms that may be concerned, not findings. Counted as the precision of rules is.",
    },
    coverage_accounts: { heading: "What we could not see: accounts", note: "Not seen does not mean that there were no posts." },
    coverage_hours: {
      heading: "What we could not see: hours without a fetch",
      note: "All: a fetch of any platform. Without a figure: hours were not recorded then.",
    },
    coverage_since: {
      heading: "What we could not see, since determination",
      note: "A row by platform for each day of determination. Hours and weeks count once they are over; a week that lies in that time only in part counts with that part. All: a fetch from any platform at all.",
    },
  },
};
