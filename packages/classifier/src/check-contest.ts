import type { Candidate, Contest } from "./contest.ts";
import type { Problem } from "./read-yaml.ts";

type Thing = keyof NonNullable<Candidate["lacks"]>;

/**
 * What every candidate is to have in comparable count. Missing altogether is an error, since texts about that side would be found less easily; terms against a
 * candidate come from others, and aliases are as people use them, so those only warn.
 */
const LISTS: readonly { readonly thing: Exclude<Thing, "number">; readonly missing: Problem["severity"] }[] = [
  { thing: "hashtags", missing: "error" },
  { thing: "slogans", missing: "error" },
  { thing: "accounts", missing: "error" },
  { thing: "against", missing: "warning" },
  { thing: "aliases", missing: "warning" },
];

/** Counts are comparable while the smaller is at least half the larger, or they differ by one. */
const isFarLess = (count: number, most: number): boolean => most - count > 1 && count * 2 < most;

interface Standing {
  readonly candidate: Candidate;
  /** 1-based place in the file. */
  readonly entry: number;
}

/**
 * Symmetry lint: what one candidate has and another lacks would tilt the reading.
 *
 * Each candidate has names, a number once numbers are drawn, hashtags, slogans, accounts and terms against it in comparable count, or a written reason under
 * `lacks`. Errors: no names, something missing altogether without a reason, one name for two people. Warnings: far fewer than others, terms against missing,
 * words shared by two candidates, a reason for what is not lacking. Legislative lists (`pileg`) are read by names and by party, list number and district; their other lists are
 * summed up in one warning each. The empty box is left out. Returns [] for a well-balanced contest.
 */
export function checkContest(contest: Contest): Problem[] {
  const standing = contest.candidates
    .map((candidate, index): Standing => ({ candidate, entry: index + 1 }))
    .filter(({ candidate }) => !candidate.empty_box);
  const problems: Problem[] = [];
  const add = (severity: Problem["severity"], entry: number, message: string): void => {
    problems.push({ severity, path: contest.id, entry, message });
  };
  for (const { candidate, entry } of standing)
    if (candidate.people.length === 0 && candidate.aliases.length === 0) add("error", entry, `${candidate.id} has no names; add "people"`);
  if (contest.kind === "pileg") {
    problems.push(...summaries(contest.id, standing));
    checkPlaces(standing, add);
  } else {
    checkNumbers(standing, add);
    for (const list of LISTS) checkList(standing, list, add);
  }
  checkOwners(standing, add);
  return problems;
}

type Add = (severity: Problem["severity"], entry: number, message: string) => void;

function checkNumbers(standing: readonly Standing[], add: Add): void {
  const drawn = standing.some(({ candidate }) => candidate.number !== null);
  for (const { candidate, entry } of standing) {
    const reason = candidate.lacks?.number;
    if (candidate.number === null && drawn && reason === undefined)
      add(
        "error",
        entry,
        `${candidate.id} has no "number" while others do; add it, remove the others until the draw, or say why in "lacks: { number: … }"`,
      );
    if (reason !== undefined && (candidate.number !== null || !drawn)) add("warning", entry, spare(candidate, "number"));
  }
}

function checkList(standing: readonly Standing[], { thing, missing }: (typeof LISTS)[number], add: Add): void {
  const [richest] = [...standing].sort((a, b) => b.candidate[thing].length - a.candidate[thing].length);
  if (richest === undefined) return;
  const most = richest.candidate[thing].length;
  for (const { candidate, entry } of standing) {
    const count = candidate[thing].length;
    const reason = candidate.lacks?.[thing];
    const isMissing = count === 0 && most > 0;
    if (reason !== undefined) {
      if (!isMissing && !isFarLess(count, most)) add("warning", entry, spare(candidate, thing));
      continue;
    }
    const remedy = `add them, or say why in "lacks: { ${thing}: … }"; posts about one side are found more easily`;
    if (isMissing) add(missing, entry, `${candidate.id} has no "${thing}" while ${richest.candidate.id} has ${most}; ${remedy}`);
    else if (isFarLess(count, most))
      add("warning", entry, `${candidate.id} has ${count} "${thing}" while ${richest.candidate.id} has ${most}; ${remedy}`);
  }
}

const spare = ({ id }: Candidate, thing: Thing): string => `${id} says why it lacks "${thing}" but does not lack it; remove the reason`;

/** Hundreds of candidates: one line a list, not one a candidate. */
function summaries(path: string, standing: readonly Standing[]): Problem[] {
  return LISTS.flatMap(({ thing }) => {
    const having = standing.filter(({ candidate }) => candidate[thing].length > 0 || candidate.lacks?.[thing] !== undefined).length;
    if (having === 0 || having === standing.length) return [];
    return [{ severity: "warning", path, message: `${having} of ${standing.length} candidates have "${thing}"; give them to all, or to none` }];
  });
}

/** A place on a legislative list is one person's. */
function checkPlaces(standing: readonly Standing[], add: Add): void {
  const holders = new Map<string, string>();
  for (const { candidate, entry } of standing) {
    const { id, party, list_number: number, district } = candidate;
    if (number !== undefined && party === undefined) add("error", entry, `${id} has a "list_number" but no "party"; add it`);
    if (number === undefined || party === undefined) continue;
    const place = `number ${number} of ${party}${district === undefined ? "" : ` in ${district}`}`;
    const holder = holders.get(place);
    if (holder !== undefined) add("error", entry, `${holder} and ${id} both hold ${place}; correct one "list_number"`);
    holders.set(place, id);
  }
}

function checkOwners(standing: readonly Standing[], add: Add): void {
  const owners = new Map<string, string>();
  for (const { candidate, entry } of standing) {
    const words = [...candidate.people, ...candidate.aliases.map((alias) => alias.text), ...candidate.slogans, ...candidate.hashtags];
    for (const word of new Set(words.map((text) => text.toLowerCase()))) {
      const owner = owners.get(word);
      if (owner !== undefined && owner !== candidate.id) {
        const isPerson = candidate.people.some((person) => person.toLowerCase() === word);
        add(isPerson ? "error" : "warning", entry, `"${word}" belongs to ${owner} and to ${candidate.id}; it points to neither while both have it`);
      }
      owners.set(word, candidate.id);
    }
  }
}
