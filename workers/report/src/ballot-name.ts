import type { ReportContest } from "@netra/domain";
import type { PageLanguage } from "@netra/render";

const EMPTY_BOX = { id: "Kolom kosong", en: "Empty box" };

/** How a candidate stands on the ballot: `2 · Bahar Tanjung – Ratih Kuala`. */
export const ballotName = ({ number, people, emptyBox }: ReportContest["candidates"][number], lang: PageLanguage): string =>
  [number === null ? null : String(number), emptyBox ? EMPTY_BOX[lang] : people.join(" – ")].filter((part) => part !== null).join(" · ");

/** The same by contest and id; the id where the contest does not have it any more. */
export function candidateName(
  contests: readonly ReportContest[],
  of: { readonly contest: string | null; readonly id: string; readonly lang: PageLanguage },
): string {
  const contest = contests.find(({ id }) => id === of.contest);
  const candidate = contest?.candidates.find(({ id }) => id === of.id);
  return candidate ? ballotName(candidate, of.lang) : of.id;
}
