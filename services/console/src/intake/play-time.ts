import type { Locale } from "../words/format.ts";

/** Seconds in a recording as people write them: `0.39` and `1.02.05` in Indonesian, `0:39` and `1:02:05` in English. */
export function playTime(seconds: number, locale: Locale): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, "0"))).join(locale === "id" ? "." : ":");
}
