/** A name in both languages. */
export interface BothNames {
  readonly id: string;
  readonly en: string;
}

/**
 * Short names of the forms of SKB 2022 (Lampiran II) that a public text can itself be. The codes are Netra's, by part (A: kode etik, worded for bakal calon; B: disiplin, worded for calon) and place in
 * its list; they are stored with readings: never rename. A form that may be concerned is no finding.
 */
export const SKB_FORMS: Readonly<Record<string, BothNames>> = {
  "KE-2": { id: "Sosialisasi atau kampanye daring bakal calon", en: "Promoting a prospective candidate online" },
  "KE-4": {
    id: "Unggahan, komentar, atau berbagi bagi pemenangan bakal calon",
    en: "Posting, commenting or sharing for a prospective candidate's team",
  },
  "PD-2": { id: "Sosialisasi atau kampanye daring calon", en: "Promoting a candidate online" },
  "PD-6": {
    id: "Unggahan, komentar, atau berbagi bagi pemenangan atau calon",
    en: "Posting, commenting or sharing for a candidate or a candidate's team",
  },
  "PD-8": { id: "Ajakan, imbauan, atau seruan yang berpihak", en: "A partisan call, appeal or exhortation" },
};
