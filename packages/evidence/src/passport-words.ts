/** A sentence in both languages of Netra. */
export interface Sentence {
  readonly id: string;
  readonly en: string;
}
/** What became of a check: `ok` is null where it was not made, and the sentence says why. */
export interface Finding {
  readonly ok: boolean | null;
  readonly sentence: Sentence;
}

export const holdsTrue = (id: string, en: string): Finding => ({ ok: true, sentence: { id, en } });
export const refused = (id: string, en: string): Finding => ({ ok: false, sentence: { id, en } });
export const notMade = (id: string, en: string): Finding => ({ ok: null, sentence: { id, en } });

/** For every check that stands on one that was refused. */
export const NOT_REACHED: Finding = notMade(
  "Tidak diperiksa, karena pemeriksaan sebelumnya ditolak.",
  "Not checked, because an earlier check was refused.",
);
