import type { Overview, OverviewNumber } from "@netra/service-api/contract";

/** A nought of a week in which no account was watched says that nobody looked: it is shown as not known. What was counted all the same (of what people sent) is. */
export const isUnseen = ({ value }: OverviewNumber, watched: number): boolean => watched === 0 && value === 0;

/** The same of a week among the eight; null where it tells no figure. */
export const seenNumber = ({ opened, decided, seen }: Overview["weeks"][number], kind: "opened" | "decided"): OverviewNumber | null => {
  const number = kind === "opened" ? opened : decided;
  return number === null || isUnseen(number, seen === "none" ? 0 : 1) ? null : number;
};
