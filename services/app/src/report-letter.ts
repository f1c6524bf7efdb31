/** The words of the notice that a scheduled report's draft is there: which week, and where. No figure, region, name or file. */
export function reportLetter({
  locale,
  week,
  reportId,
  url,
}: {
  readonly locale: "id" | "en";
  readonly week: string;
  readonly reportId: string;
  readonly url: string;
}): { readonly subject: string; readonly text: string } {
  const { subject, lead, next, off } = WORDS[locale];
  return { subject: subject(week), text: [lead(week), `${next}\n${url}/reports/${reportId}`, `${off}\n${url}/settings/me`, ""].join("\n\n") };
}

const WORDS = {
  id: {
    subject: (week: string) => `Netra: draf laporan ${week} siap diperiksa`,
    lead: (week: string) => `Draf laporan mingguan ${week} sudah dibuat.`,
    next: "Periksa, beri catatan bila perlu, lalu nyatakan final:",
    off: "Surel ini dikirim mesin sekali untuk setiap laporan terjadwal. Hentikan di Setelan:",
  },
  en: {
    subject: (week: string) => `Netra: the draft report of ${week} is ready to look through`,
    lead: (week: string) => `The draft of the weekly report of ${week} has been made.`,
    next: "Look through it, add a note if need be, and make it final:",
    off: "A machine sends this mail once for each scheduled report. Stop it under Settings:",
  },
} as const;
