/**
 * An employee number of a civil servant. PNS: 18 digits, birth date (8), month of appointment (6), sex (1 or 2), sequence (3).
 * NI PPPK: birth date (8), year of appointment (4), contract code (2), sex, sequence. Source: Perka BKN 22/2007 and 43/2007.
 */
export type NipProblem = "not-18-digits" | "birth-date" | "appointment" | "under-18" | "sex";

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** Returns what is wrong with a number's form, or null. Spaces are allowed. It cannot say whether the number was ever issued. */
export function checkNip(raw: string, kind: "pns" | "pppk"): NipProblem | null {
  const nip = normalizeNip(raw);
  if (!/^\d{18}$/.test(nip)) return "not-18-digits";
  const [year, month, day] = [Number(nip.slice(0, 4)), Number(nip.slice(4, 6)), Number(nip.slice(6, 8))];
  if (!isDay(year, month, day)) return "birth-date";
  const appointed = Number(nip.slice(8, 12));
  if (appointed < 1950 || appointed > 2100) return "appointment";
  const appointedMonth = Number(nip.slice(12, 14));
  if (kind === "pns" && (appointedMonth < 1 || appointedMonth > 12)) return "appointment";
  if (appointed - year < 18 || (kind === "pns" && appointed - year === 18 && appointedMonth < month)) return "under-18";
  if (nip[14] !== "1" && nip[14] !== "2") return "sex";
  return null;
}

export const normalizeNip = (raw: string): string => raw.replace(/[\s.]/g, "");

/** The only part of a NIP that is ever shown. */
export const nipEnd = (nip: string): string => normalizeNip(nip).slice(-4);
