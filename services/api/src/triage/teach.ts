import type { Classification, Contest } from "@netra/classifier";
import { checkProposal, conflict, invalid } from "@netra/domain";
import type { FlagRead, JudgedSpan, Tx } from "@netra/store";
import type { FlagDetail, JudgeSpans, ProposeTerm } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { livePack } from "../rules/live-pack.ts";
import { auditFlag } from "./act.ts";
import { sightOn } from "./flag-view.ts";
import { findContest, readSeen, showFlag } from "./read.ts";
import { judgedOf } from "./signal-views.ts";

type On<G> = { readonly person: SignedIn; readonly flagId: string; readonly given: G };

/** What a reader says of signals, after the own reading: added beside earlier words, never an edit, and no score moves. */
export function judgeSpans({ store }: ApiDeps, { person, flagId, given }: On<JudgeSpans>): Promise<FlagDetail> {
  return store.as(actorOf(person), async (tx) => {
    const flag = await requireOwnReading(tx, { person, flagId });
    const { classificationId, detail } = flag.classification;
    if (classificationId !== given.classificationId)
      throw conflict("reading-changed", "The machine has read this flag anew: look at its signals again.");
    const spans = given.spans.flatMap(({ start, end }) => spansAt(detail as Classification | null, { ruleId: given.ruleId, start, end }));
    if (spans.length === 0) throw invalid("no-such-signal", "Choose a signal of this flag.");
    await tx.terms.judge(flag, { classificationId, spans, verdict: given.verdict });
    await auditFlag(tx, flag, { act: "signal.judged", detail: { ruleId: given.ruleId, verdict: given.verdict ?? "taken-back" } });
    return showFlag(tx, person, flag);
  });
}

/** Hands words of a flag to the engineer of rules. The flag stays behind; words that lead to a person are refused. */
export function proposeTerm({ store }: ApiDeps, { person, flagId, given }: On<ProposeTerm>): Promise<void> {
  return store.as(actorOf(person), async (tx) => {
    const flag = await requireOwnReading(tx, { person, flagId });
    const proposal = checkProposal(given);
    const { lexicons } = await livePack(tx);
    if (!lexicons.some(({ category, side }) => category === proposal.category && side !== "context"))
      throw invalid("category-unknown", "Choose one of the categories of the pack in force.");
    if (namesCandidate([proposal.term, proposal.condition, proposal.note], await findContest(tx, flag.contestId)))
      throw invalid("proposal-candidate", "This names somebody who stands: a word counts for everybody alike, so leave the name out.");
    const named = await tx.terms.namesSomebody([proposal.term, proposal.condition, proposal.note].join(" \n "), flagId);
    if (named === "handle") throw invalid("proposal-handle", "This holds the handle of a registered account: leave it out.");
    if (named === "person") throw invalid("proposal-person", "This holds a registered person's name: leave it out.");
    const id = await tx.terms.propose(flag, proposal);
    await auditFlag(tx, flag, { act: "term.proposed", detail: { proposalId: id, category: proposal.category } });
  });
}

/** Whoever has read it, and sees its signals because of that. */
async function requireOwnReading(tx: Tx, on: { readonly person: SignedIn; readonly flagId: string }): Promise<FlagRead> {
  const flag = await readSeen(tx, on);
  if (!sightOn(flag, on.person).signals || !flag.readings.some(({ userId }) => userId === on.person.id))
    throw conflict("reading-first", "Save your reading first.");
  return flag;
}

/** The terms that a rule counted at a place. What is no word of a pack is judged as a rule alone, so that nothing of the text is copied. */
function spansAt(detail: Classification | null, at: Pick<JudgedSpan, "ruleId" | "start" | "end">): JudgedSpan[] {
  const counted = (detail?.contributions ?? []).filter(({ ruleId }) => ruleId === at.ruleId).flatMap(({ signals }) => signals);
  const here = judgedOf(counted.flatMap((index) => detail?.signals[index] ?? [])).filter(({ start, end }) => start === at.start && end === at.end);
  const words = here.map(({ lexicon, term }) => (lexicon.startsWith("lexicons/") ? { lexicon, term } : { lexicon: "", term: "" }));
  const distinct = new Map(words.map((word) => [`${word.lexicon} ${word.term}`, word]));
  return [...distinct.values()].map((word) => ({ ...at, ...word }));
}

const plain = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;

/** By full names, and by aliases that are nobody's else. */
function namesCandidate(texts: readonly string[], contest: Contest | null): boolean {
  const names = (contest?.candidates ?? []).flatMap(({ people, aliases }) => [
    ...people,
    ...aliases.filter(({ ambiguous }) => !ambiguous).map(({ text }) => text),
  ]);
  return texts.some((text) => names.some((name) => plain(name).trim() !== "" && plain(text).includes(plain(name))));
}
