export type Locale = "id" | "en";

const ZONES: Record<string, string> = { "Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT" };
const TAG = { id: "id-ID", en: "en-GB" } as const;
const DAY_MS = 86_400_000;
const DAY_HOURS = 24;

export type Due = { readonly kind: "late"; readonly days: number } | { readonly kind: "today" | "tomorrow" | "after" | "date" };

/**
 * Numbers and times as the office writes them, in its own zone whatever the device thinks:
 * id `7,4` · `18.204` · `20.10 WIB` · `Sel 23 Okt`; en `7.4` · `18,204` · `20:10 WIB` · `Tue 23 Oct`.
 */
export function makeFormat(locale: Locale, zone: string) {
  const tag = TAG[locale];
  const parts = (at: string | Date, options: Intl.DateTimeFormatOptions): Record<string, string> =>
    Object.fromEntries(
      new Intl.DateTimeFormat(tag, { timeZone: zone, ...options })
        .formatToParts(typeof at === "string" ? new Date(at) : at)
        .map((part) => [part.type, part.value]),
    );
  const zoneName = (at: string | Date): string => ZONES[zone] ?? parts(at, { timeZoneName: "short" }).timeZoneName ?? zone;

  const clock = (at: string | Date): string => {
    const time = parts(at, { hour: "2-digit", minute: "2-digit", hour12: false });
    return `${time.hour}${locale === "id" ? "." : ":"}${time.minute}`;
  };
  const shortDay = (at: string | Date): string => {
    const day = parts(at, { weekday: "short", day: "numeric", month: "short" });
    return `${day.weekday} ${day.day} ${day.month}`;
  };
  const day = (at: string | Date): string => {
    const date = parts(at, { day: "numeric", month: "short", year: "numeric" });
    return `${date.day} ${date.month} ${date.year}`;
  };
  /** Calendar day in the zone, `2029-10-23`. */
  const isoDay = (at: string | Date): string => {
    const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    return date.format(typeof at === "string" ? new Date(at) : at);
  };

  const unit = (name: "day" | "hour", value: number): string =>
    new Intl.NumberFormat(tag, { style: "unit", unit: name, unitDisplay: "long", maximumFractionDigits: 1 }).format(value);

  return {
    locale,
    zone,
    number: (value: number): string => new Intl.NumberFormat(tag).format(value),
    /** Tenths of a point: 74 → `7,4`. */
    tenths: (value: number): string => new Intl.NumberFormat(tag, { minimumFractionDigits: 1 }).format(value / 10),
    /** The same with its sign, and a true minus: `+2,5`, `−0,6`. */
    signedTenths: (value: number): string =>
      `${value < 0 ? "−" : "+"}${new Intl.NumberFormat(tag, { minimumFractionDigits: 1 }).format(Math.abs(value) / 10)}`,
    /** How long something took or waits, in hours below a day, in days and whole hours from then on: `6,2 jam` · `3 hari 1 jam` · `2 hari`. */
    lasting: (hours: number): string => {
      const tenths = Math.round(hours * 10) / 10;
      if (tenths < DAY_HOURS) return unit("hour", tenths);
      const whole = Math.round(tenths);
      const [days, rest] = [Math.floor(whole / DAY_HOURS), whole % DAY_HOURS];
      return rest === 0 ? unit("day", days) : `${unit("day", days)} ${unit("hour", rest)}`;
    },
    bytes: (value: number): string => {
      const size = (n: number, digits: number) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits }).format(n);
      return value < 1_000_000 ? `${size(Math.ceil(value / 1000), 0)} kB` : `${size(value / 1_000_000, 1)} MB`;
    },
    clock,
    clockWithZone: (at: string | Date): string => `${clock(at)} ${zoneName(at)}`,
    shortDay,
    day,
    isoDay,
    moment: (at: string | Date): string => `${shortDay(at)}, ${clock(at)} ${zoneName(at)}`,
    longMoment: (at: string | Date): string => `${day(at)}, ${clock(at)} ${zoneName(at)}`,
    year: (at: string): string => /^\d{4}/.exec(at)?.[0] ?? at,
    /** How near a deadline is, in calendar days of the zone. */
    due: (deadline: string, now: Date): Due => {
      const days = Math.round((Date.parse(isoDay(deadline)) - Date.parse(isoDay(now))) / DAY_MS);
      if (days < 0) return { kind: "late", days: -days };
      return { kind: (["today", "tomorrow", "after"] as const)[days] ?? "date" };
    },
  };
}

export type Format = ReturnType<typeof makeFormat>;
