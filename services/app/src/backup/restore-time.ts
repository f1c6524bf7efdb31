import { invalid } from "@netra/domain";

/** A moment to go back to. */
export interface RestoreTime {
  /** As it was written, with Postgres' precision. */
  readonly text: string;
  readonly at: Date;
}

const FORM = /^(\d{4}-\d{2}-(\d{2}))[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:\d{2})$/;
const EXAMPLE = "2029-10-23T09:41:00+07:00";

/** Reads the moment of `--to`. Throws invalid `restore-time` for another form, one without an offset, a day that does not exist, or the future. */
export function parseRestoreTime(text: string, now: Date): RestoreTime {
  const [, date, day, time, offset] = FORM.exec(text.trim()) ?? [];
  if (!date || !time || !offset) {
    const bare = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text.trim());
    throw refuse(text, bare ? "says no offset, and could mean any hour of the day" : "is not a time that can be read", `write it like ${EXAMPLE}`);
  }
  // Postgres reads this setting before it knows the letter.
  const written = `${date}T${time}${offset === "Z" ? "+00:00" : offset}`;
  const at = new Date(written);
  // A day that the month does not have would be taken for one of the next month.
  if (Number.isNaN(at.getTime()) || new Date(`${date}T00:00:00Z`).getUTCDate() !== Number(day))
    throw refuse(text, "is no day and hour of the calendar", `write it like ${EXAMPLE}`);
  if (at > now)
    throw refuse(text, `lies in the future (now it is ${now.toISOString()})`, "write a time that has passed, or none for the newest state");
  return { text: written, at };
}

const refuse = (text: string, what: string, remedy: string) => invalid("restore-time", `--to ${JSON.stringify(text)} ${what}: ${remedy}.`);
