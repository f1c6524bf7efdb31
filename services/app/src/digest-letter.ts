import type { DayCounts } from "@netra/store";

/** The words of the morning mail: how much waits, and where. No text, name, handle, region or number of a flag. */
export function digestLetter({ locale, counts, url }: { readonly locale: "id" | "en"; readonly counts: DayCounts; readonly url: string }): {
  readonly subject: string;
  readonly text: string;
} {
  const { subject, lead, lines, day, off } = WORDS[locale];
  const told = lines.filter(([key]) => counts[key] > 0).map(([key, words]) => `- ${words}: ${counts[key]}`);
  return { subject, text: [lead, told.join("\n"), `${day}\n${url}/day`, `${off}\n${url}/settings/me`, ""].join("\n\n") };
}

type Lines = readonly (readonly [keyof Omit<DayCounts, "notices">, string])[];
const ID: Lines = [
  ["claims", "Sedang Anda pegang"],
  ["waiting", "Menunggu jawaban atas pertanyaan Anda"],
  ["overdue", "di antaranya lewat waktunya"],
  ["answered", "di antaranya sudah dijawab"],
  ["lapsing", "Tenggat yang hampir habis atau lewat di wilayah Anda"],
];
const EN: Lines = [
  ["claims", "Held by you"],
  ["waiting", "Waiting for an answer to a question of yours"],
  ["overdue", "of these, overdue"],
  ["answered", "of these, answered"],
  ["lapsing", "Deadlines in your regions that are over or end soon"],
];

const WORDS = {
  id: {
    subject: "Netra: ada yang menunggu Anda",
    lead: "Selamat pagi. Keadaan pagi ini:",
    lines: ID,
    day: "Selengkapnya di Hari saya:",
    off: "Surel ini dikirim mesin pada pagi hari kerja, hanya bila ada yang menunggu. Hentikan di Setelan:",
  },
  en: {
    subject: "Netra: something waits for you",
    lead: "Good morning. As of this morning:",
    lines: EN,
    day: "More under My day:",
    off: "A machine sends this mail on mornings of working days, only when something waits. Stop it under Settings:",
  },
} as const;
