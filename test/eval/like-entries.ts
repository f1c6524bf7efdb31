import type { Candidate, Classifier } from "@netra/classifier";

/** Lists of a candidate in which a like entry is looked for. */
export type EntryKind = "name" | "slogan" | "hashtag" | "account" | "against" | "party";

/** Finds for an entry of one candidate the like entry of another. */
export interface LikeEntries {
  /** The entry of `to` that reads alone as `text` does for `from`; undefined when there is none. */
  find(kind: EntryKind, text: string, from: Candidate, to: Candidate): string | undefined;
  isLike(kind: EntryKind, one: { text: string; owner: Candidate }, other: { text: string; owner: Candidate }): boolean;
  /** A name for all entries that are like this one. */
  groupOf(kind: EntryKind, text: string, owner: Candidate): string;
  /** How many like entries another has. */
  countLike(kind: EntryKind, text: string, from: Candidate, to: Candidate): number;
  /** Every entry of a kind, longest first; "Pak Ahok" is left out where "Ahok" is one. */
  list(kind: EntryKind, of: Candidate): readonly string[];
}

const HONORIFIC = /^(pak|bapak|bu|ibu|bang|abang|mas|mbak|kak|mpok|gus|cak|kang|haji|hj|h|prof|dr|kh|kiai|kyai)\b\.?\s+/i;

type Probe = (entry: string, name: string, number: number | null) => string;

/** Sentences in which like entries must count alike: alone, beside words for and against, and where the author's own voice matters. */
const PROBES: readonly Probe[] = [
  (entry) => entry,
  (entry) => entry.toLowerCase(),
  (entry, _, number) => `${entry} nomor ${number ?? 1}`,
  (entry) => `pilih ${entry} https://contoh.example`,
  (entry) => `${entry} memang pembohong dan gagal, kata warga yang datang.`,
];

/** What is not a name may hold words of the pack, which show only beside one. */
const PROBES_BESIDE_A_NAME: readonly Probe[] = [
  (entry, name) => `${name} ${entry}`,
  (entry, name) => `bismillah ${entry} ${name}`,
  (entry, name) => `pilih ${name} ${entry.toLowerCase()} https://contoh.example`,
  (entry, name) => `${name} memang pembohong dan gagal, kata warga yang datang. ${entry}`,
];

/** Entries by likeness: of one kind and shape (one word or more, everyday word, capitals), and counting alike in a handful of sentences under the pack. */
export function likeEntries(classifier: Classifier): LikeEntries {
  const profiles = new Map<string, string>();
  const profile = (kind: EntryKind, text: string, owner: Candidate): string => {
    const key = `${kind}|${owner.id}|${text}`;
    const known = profiles.get(key);
    if (known !== undefined) return known;
    const probes = kind === "name" || kind === "account" ? PROBES : [...PROBES, ...PROBES_BESIDE_A_NAME];
    const seen = probes.map((probe) => {
      const got = classifier.classify({ text: probe(text, owner.people[0] ?? "", owner.number), postedAt: null, region: null });
      return [
        got.signals.map(({ side, category, candidateId }) => `${side} ${category} ${candidateId === owner.id}`).sort(),
        got.contributions.map(({ ruleId, tenths }) => `${ruleId} ${tenths}`).sort(),
      ];
    });
    const made = JSON.stringify([shape(kind, text, owner), seen]);
    profiles.set(key, made);
    return made;
  };
  return {
    find: (kind, text, from, to) => {
      const wanted = profile(kind, text, from);
      const place = entriesOf(kind, from)
        .filter((entry) => profile(kind, entry, from) === wanted)
        .indexOf(text);
      const likes = entriesOf(kind, to).filter((entry) => profile(kind, entry, to) === wanted);
      return likes[Math.max(0, place) % Math.max(1, likes.length)];
    },
    isLike: (kind, one, other) => profile(kind, one.text, one.owner) === profile(kind, other.text, other.owner),
    groupOf: profile,
    countLike: (kind, text, from, to) => {
      const wanted = profile(kind, text, from);
      return entriesOf(kind, to).filter((entry) => profile(kind, entry, to) === wanted).length;
    },
    list: (kind, of) => {
      const all = entriesOf(kind, of);
      return all.filter((entry) => withoutHonorific(entry) === entry || !all.includes(withoutHonorific(entry))).sort((a, b) => b.length - a.length);
    },
  };
}

function entriesOf(kind: EntryKind, candidate: Candidate): readonly string[] {
  switch (kind) {
    case "name": {
      // "Pak Basuki" is read though only "Basuki Tjahaja" is written in the contest.
      const firsts = candidate.people.flatMap((person) => (person.includes(" ") ? [person.split(" ")[0] as string] : []));
      return [...new Set([...candidate.people, ...[...candidate.aliases, ...candidate.titles].map(({ text }) => text), ...firsts])];
    }
    case "slogan":
      return candidate.slogans;
    case "hashtag":
      return candidate.hashtags;
    case "account":
      return candidate.accounts;
    case "against":
      return candidate.against;
    case "party":
      return candidate.parties;
  }
}

/** The honorific stays in the text when what follows is an entry of its own. */
const withoutHonorific = (entry: string): string => entry.replace(HONORIFIC, "");

function shape(kind: EntryKind, text: string, owner: Candidate): unknown {
  if (kind === "party") return [text === text.toUpperCase(), text.length >= 4];
  if (kind !== "name" && kind !== "slogan") return text.startsWith("#");
  const words = text.split(/[\s-]+/).length;
  const listed = [...owner.aliases, ...owner.titles].find((alias) => alias.text === text);
  return [
    words === 1,
    words === 1 && text === text.toUpperCase(),
    words === 1 && text.length <= 2,
    listed?.ambiguous === true,
    HONORIFIC.test(text),
    // "Bupati" is who holds the office: nobody else's mention is like it.
    listed?.from !== undefined || listed?.to !== undefined || owner.titles.some((title) => title.text === text),
    // A first name that only an honorific makes a name.
    listed === undefined && !owner.people.includes(text),
  ];
}
