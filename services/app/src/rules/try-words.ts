/** The words of `netra rules try`, in the reader's language. */
export interface TryWords {
  readonly text: string;
  readonly result: string;
  readonly stance: Readonly<Record<"support" | "oppose" | "neutral", string>>;
  readonly leans: Readonly<Record<"support" | "oppose", string>>;
  readonly nobody: string;
  readonly flagged: (points: string, threshold: string) => string;
  readonly notFlagged: (points: string, threshold: string) => string;
  readonly adds: string;
  readonly takes: string;
  readonly sum: string;
  readonly none: string;
  readonly context: string;
  readonly notFound: string;
  readonly forms: string;
  readonly formsNeedTime: string;
  readonly formsNone: string;
  readonly without: (what: readonly string[]) => string;
}

export const TRY_WORDS: Readonly<Record<"id" | "en", TryWords>> = {
  id: {
    text: "Teks",
    result: "Hasil",
    stance: { support: "mendukung", oppose: "merugikan", neutral: "netral" },
    leans: { support: "condong mendukung", oppose: "condong merugikan" },
    nobody: "peserta yang tidak disebut",
    flagged: (points, threshold) => `ditandai: ${points} poin, ambang ${threshold}`,
    notFlagged: (points, threshold) => `tidak ditandai: ${points} poin, ambang ${threshold}`,
    adds: "Yang menambah",
    takes: "Yang mengurangi",
    sum: "jumlah",
    none: "tidak ada",
    context: "Konteks tanpa poin",
    notFound: "Dicari dan tidak ditemukan",
    forms: "Bentuk SKB 2022 yang mungkin relevan, bukan temuan",
    formsNeedTime: "perlu --posted-at",
    formsNone: "tidak ada",
    without: (what) => `Dibaca tanpa ${what.join(" dan ")}; angka saja menjadi lebih lemah.`,
  },
  en: {
    text: "Text",
    result: "Result",
    stance: { support: "supports", oppose: "harms", neutral: "neutral" },
    leans: { support: "leans to supporting", oppose: "leans to harming" },
    nobody: "a contestant who is not named",
    flagged: (points, threshold) => `flagged: ${points} points, threshold ${threshold}`,
    notFlagged: (points, threshold) => `not flagged: ${points} points, threshold ${threshold}`,
    adds: "What adds",
    takes: "What takes away",
    sum: "sum",
    none: "nothing",
    context: "Context without points",
    notFound: "Looked for and not found",
    forms: "Forms of SKB 2022 that may be relevant, not a finding",
    formsNeedTime: "needs --posted-at",
    formsNone: "none",
    without: (what) => `Read without ${what.join(" and ")}; a number alone is weaker then.`,
  },
};
