import { invalid } from "./errors.ts";
import { isWorkingDay, type WorkCalendar } from "./work-calendar.ts";

/** Hours of the office's day in which the morning mail goes: from the first, and no more from the last. A mail that comes after is no morning mail. */
export const DIGEST_HOURS = { from: 7, to: 12 } as const;

/**
 * The day whose morning mail is to go now, `YYYY-MM-DD` in the office's zone; null at the weekend, on a holiday of the whole country, and outside the morning. A regional holiday
 * stops nothing: an installation may serve several regions.
 */
export function digestDay(now: Date, zone: string, calendar: WorkCalendar): string | null {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      hourCycle: "h23",
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const hour = Number(parts.hour);
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  return hour >= DIGEST_HOURS.from && hour < DIGEST_HOURS.to && isWorkingDay(day, { calendar, regions: [] }) ? day : null;
}

/** One address, without a name beside it; nothing that could begin a second header line or a second recipient. */
const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/** An address of mail as it is kept, trimmed. Throws invalid `address-form`, which does not say the address. */
export function parseAddress(text: string): string {
  const address = text.trim();
  if (address.length > 254 || !ADDRESS.test(address)) throw invalid("address-form", "Give one address of mail, such as name@office.go.id.");
  return address;
}
