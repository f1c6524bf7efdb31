import type { BothNames } from "./skb-forms.ts";

const KINDS: Readonly<Record<string, BothNames>> = {
  pilpres: { id: "Pilpres", en: "Presidential election" },
  pileg: { id: "Pileg", en: "Legislative election" },
  "pilkada-gubernur": { id: "Pilgub", en: "Governor election" },
  "pilkada-bupati": { id: "Pilbup", en: "Regent election" },
  "pilkada-walikota": { id: "Pilwalkot", en: "Mayor election" },
};

/** What the office that a contest is about is called; the kind itself where it is not known. */
export const contestKindName = (kind: string): BothNames => KINDS[kind] ?? { id: kind, en: kind };

/** What a contest is called: as its own file says, in both languages; else its office, its region without its rank, and the year of the vote: `Pilbup Belitung Timur 2029`. `region` null: the whole country. */
export function contestName(of: {
  readonly title: string | undefined;
  readonly kind: string;
  readonly region: string | null;
  readonly vote: string;
}): BothNames {
  const { title, kind, vote } = of;
  if (title !== undefined) return { id: title, en: title };
  const region = of.region?.replace(/^(?:Provinsi|Kabupaten|Kota) /, "") ?? null;
  const named = (lang: "id" | "en"): string => [contestKindName(kind)[lang], region, vote.slice(0, 4)].filter((part) => part !== null).join(" ");
  return { id: named("id"), en: named("en") };
}
