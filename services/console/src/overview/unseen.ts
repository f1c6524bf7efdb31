import type { OverviewNumber } from "@netra/service-api/contract";

/** A nought of a week in which no account was watched says that nobody looked: it is shown as not known. What was counted all the same (of what people sent) is. */
export const isUnseen = ({ value }: OverviewNumber, watched: number): boolean => watched === 0 && value === 0;
