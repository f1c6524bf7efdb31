import type { Candidate, Classification, Contest } from "@netra/classifier";

/** Who takes whose place: candidate id → the id that what it has goes to. Every id of the contest occurs once on either side. */
export type Renaming = ReadonlyMap<string, string>;

/** All exchanges of two candidates, and a turn of all when there are more than two. */
export function renamings(ids: readonly string[]): Renaming[] {
  const exchanges = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => new Map(ids.map((id) => [id, id === a ? b : id === b ? a : id]))));
  return ids.length > 2 ? [...exchanges, new Map(ids.map((id, i) => [id, ids[(i + 1) % ids.length] as string]))] : exchanges;
}

/** The contest with candidates exchanged in the file: each id keeps its place and gets all that another had. */
export function swapCandidates(contest: Contest, renaming: Renaming): Contest {
  const from = new Map([...renaming].map(([old, fresh]) => [fresh, old]));
  const byId = new Map(contest.candidates.map((candidate) => [candidate.id, candidate]));
  return {
    ...contest,
    candidates: contest.candidates.map(({ id }): Candidate => ({ ...(byId.get(from.get(id) ?? id) as Candidate), id })),
  };
}

/** A classification with candidates renamed, in a form that compares: orders that follow the file's are made one. */
export function canonical(
  got: Classification,
  renaming: Renaming | null,
): Record<"verdict" | "score" | "targets" | "contributions" | "signals", string> {
  const rename = (id: string | null): string | null => (id === null ? null : (renaming?.get(id) ?? id));
  const signals = got.signals.map((signal) => JSON.stringify({ ...signal, candidateId: rename(signal.candidateId) }));
  return {
    verdict: `${got.stance} ${got.flagged}`,
    score: String(got.scoreTenths),
    targets: got.targets.map(rename).sort().join("+"),
    contributions: JSON.stringify(
      got.contributions
        .map(({ ruleId, tenths, reason, signals: from }) => JSON.stringify([ruleId, tenths, reason, from.map((i) => signals[i]).sort()]))
        .sort(),
    ),
    signals: JSON.stringify([...signals].sort()),
  };
}
