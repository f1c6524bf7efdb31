import {
  type Classification,
  type Classifier,
  type Contest,
  changePack,
  checkRulePack,
  compile,
  describeProblem,
  type RulePack,
  type TermChange,
} from "@netra/classifier";
import { can, conflict, coverPeople, decidePack, forbidden, mayAlso, notFound, WHOLE_COUNTRY } from "@netra/domain";
import { contentHash } from "@netra/evidence";
import type { Log } from "@netra/queue";
import type { PackSample, Packs } from "@netra/service-api";
import { type Actor, type DraftRow, type PackStanding, systemActor, type Tx } from "@netra/store";
import type { Context } from "../context.ts";
import { refuse, rereadSince } from "../publish.ts";

type Deps = Pick<Context, "store" | "clock"> & { readonly log: Log };
type Person = Parameters<Packs["approve"]>[0];

/** A pack is for the whole installation, whatever region the person works in. */
export const asPerson = ({ id, role }: Person): Actor => ({ process: "operator", kind: "person", id, role, regions: [WHOLE_COUNTRY] });

const auditPack = (tx: Tx, act: string, hash: string, reason: string): Promise<void> =>
  tx.audit.append({ act, objectType: "rule-pack", objectId: hash, region: WHOLE_COUNTRY, ...(reason === "" ? {} : { reason }) });

/**
 * Puts an offered version live in a person's name and has posts of the last 14 days read again; older ones keep their reading, and no flag is raised on them. The same from the console and the
 * command line. Under `lockPublishing`. Returns how many posts are read again.
 *
 * @throws forbidden `role-may-not`, `second-person-needed`, or `own-proposal` when it brings a word that this person ever proposed, by whatever way the
 *   version came; conflict `pack-state`, or `draft-stale` when its draft was made over a version that is no longer in force.
 */
export async function putLive(
  tx: Tx,
  version: PackStanding,
  person: Person,
  { now, note }: { readonly now: Date; readonly note: string },
): Promise<number> {
  decidePack(version, "approve", person);
  const draft = await tx.drafts.findByPack(version.hash);
  const live = await tx.packs.findLive();
  if (draft && draft.baseHash !== live?.hash)
    throw conflict("draft-stale", "Another version is in force by now: refuse this draft; the engineer saves it anew over that one and compares.");
  const proposals = ((draft?.changes ?? []) as readonly TermChange[]).flatMap((change) =>
    "proposalId" in change && change.proposalId ? [change.proposalId] : [],
  );
  const added = wordsAdded(live?.body as RulePack | undefined, (await tx.packs.get(version.hash)).body as RulePack);
  const own =
    (await tx.terms.findProposals(proposals)).some(({ proposedBy }) => proposedBy === person.id) ||
    (await tx.terms.listOwnTerms()).some((term) => added.has(plain(term)));
  const may = mayAlso(own ? ["propose_term"] : [], "approve_pack");
  if (!may.ok) throw forbidden(may.code, may.reason.en);
  if (draft) await tx.drafts.inForce(draft.id);
  await tx.terms.inForce(proposals);
  await tx.packs.approve(version.hash);
  const reread = await tx.posts.reopenSince(rereadSince(now), { posted: true });
  await auditPack(tx, "pack.approved", version.hash, note);
  return reread;
}

const plain = (term: string): string => term.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** Words that a file of a pack has and the same file of the version in force has not. */
function wordsAdded(live: RulePack | undefined, next: RulePack): ReadonlySet<string> {
  const wordsOf = (pack: RulePack | undefined): [string, string][] =>
    (pack?.lexicons ?? []).flatMap(({ path, entries }) => entries.map(({ term }): [string, string] => [`${path} ${plain(term)}`, plain(term)]));
  const known = new Set(wordsOf(live).map(([place]) => place));
  return new Set(wordsOf(next).flatMap(([place, word]) => (known.has(place) ? [] : [word])));
}

/** What changes the pack that everybody's posts are read with, for the API: under the operator's right, in a person's name, one publication at a time. */
export function packDesk({ store, log, clock }: Deps): Packs {
  const compiled = new Map<string, Classifier>();
  /** Compiling costs some 100 ms; the last few are kept. */
  const classifierOf = (key: string, pack: () => RulePack, contest: Contest): Classifier => {
    const known = compiled.get(key);
    if (known) return known;
    const made = compile(pack(), contest);
    if (compiled.size >= 8) compiled.clear();
    compiled.set(key, made);
    return made;
  };

  return {
    async offer(person, draftId, note) {
      const prepared = await store.as(asPerson(person), async (tx) => {
        const draft = await tx.drafts.get(draftId);
        const numbers = (await tx.packs.list()).filter(({ packId }) => packId === draft.basePack).map(({ version }) => version);
        const base = (await tx.packs.get(draft.baseHash)).body as RulePack;
        const contests = (await tx.contests.listLive()).map(({ body }) => body as Contest);
        return { draft, base, contests, version: Math.max(...numbers) + 1 };
      });
      const { pack, problems } = changePack({ ...prepared.base, version: prepared.version }, prepared.draft.changes as readonly TermChange[]);
      const errors = [...problems, ...checkRulePack(pack, prepared.contests)].filter(({ severity }) => severity === "error");
      refuse(`rule pack ${pack.id}`, errors.map(describeProblem));
      const hash = await contentHash(pack);
      await store.as(asPerson(person), async (tx) => {
        await tx.packs.lockPublishing();
        const draft = await tx.drafts.lock(draftId);
        if (draft.revision !== prepared.draft.revision) throw conflict("draft-changed", "Somebody changed this draft meanwhile: look at it again.");
        await requireLooked(tx, draft);
        const state = decidePack({ state: "draft", publishedBy: person.id }, "offer", person);
        await tx.packs.saveVersion({ packId: pack.id, version: pack.version, hash, body: pack, state: state as "shadow" });
        await tx.drafts.offered(draftId, hash, note);
        await auditPack(tx, "pack.shadow", hash, note);
      });
      log.info("pack.saved", { pack: pack.id, hash });
    },

    async approve(person, draftId, note) {
      const hash = await store.as(asPerson(person), async (tx) => {
        await tx.packs.lockPublishing();
        const version = await lockOffered(tx, draftId);
        await putLive(tx, version, person, { now: clock(), note });
        return version.hash;
      });
      log.info("pack.approved", { hash });
    },

    async refuse(person, draftId, reason) {
      await store.as(asPerson(person), async (tx) => {
        await tx.packs.lockPublishing();
        const version = await lockOffered(tx, draftId);
        decidePack(version, "refuse", person);
        await tx.packs.refuse(version.hash);
        await tx.drafts.refused(draftId, reason);
        await auditPack(tx, "pack.refused", version.hash, reason);
      });
    },

    async back(person, reason) {
      await store.as(asPerson(person), async (tx) => {
        await tx.packs.lockPublishing();
        const before = await tx.packs.findPrevious();
        if (before === undefined) throw notFound("earlier rule pack");
        decidePack(before, "back", person);
        await tx.packs.approve(before.hash);
        await tx.posts.reopenSince(rereadSince(clock()), { posted: true });
        await auditPack(tx, "pack.back", before.hash, reason);
      });
    },

    keptFrom: (person, comparisonId) => store.as(systemActor("operator"), (tx) => keptFrom(tx, person, comparisonId)),

    async sample(person, id) {
      const found = await store.as(systemActor("operator"), async (tx) => {
        const row = await tx.drafts.readSample(id);
        if ((await keptFrom(tx, person, row.comparisonId)).includes(id))
          throw conflict("sample-recused", "The recusal list keeps this text from you.");
        const draft = await tx.drafts.get(row.draftId);
        const contest = await tx.contests.findLive(row.contestId);
        return { row, draft, contest: contest?.body as Contest | undefined, base: (await tx.packs.get(draft.baseHash)).body as RulePack };
      });
      const { row, draft, contest, base } = found;
      if (row.text === null || contest === undefined) return null;
      const input = { text: row.text, postedAt: row.timeTrust === "unknown" ? null : row.postedAt, region: row.region };
      const key = `${draft.baseHash} ${contest.id}`;
      const before = classifierOf(key, () => base, contest).classify(input);
      const changed = (): RulePack => changePack(base, draft.changes as readonly TermChange[]).pack;
      const after = classifierOf(`${key} ${draft.id} ${draft.revision}`, changed, contest).classify(input);
      return {
        text: coverPeople(row.text, { names: [row.name], handles: row.handles }),
        before: saidOf(before),
        after: saidOf(after),
        marks: differences(before, after),
      };
    },
  };
}

/** Whoever reads flags is kept from samples of what the recusal list keeps from them; an engineer reads none and must open all. */
const keptFrom = async (tx: Tx, person: Person, comparisonId: string): Promise<readonly string[]> =>
  can(person.role, "flag.read") ? tx.recusals.listKeptSamples(person.id, comparisonId) : [];

async function lockOffered(tx: Tx, draftId: string): Promise<PackStanding> {
  const draft = await tx.drafts.lock(draftId);
  const version = draft.packVersion === null ? undefined : await tx.packs.lockVersion(draft.basePack, draft.packVersion);
  if (draft.state !== "offered" || version === undefined) throw conflict("draft-not-offered", "This draft is not offered for approval.");
  return version;
}

/** A draft is offered as it was compared, with every text opened that it would no longer find. */
async function requireLooked(tx: Tx, draft: DraftRow): Promise<void> {
  if (draft.state !== "open") throw conflict("draft-not-open", "This draft is offered or over: begin another.");
  if ((draft.changes as readonly unknown[]).length === 0) throw conflict("draft-empty", "The draft changes nothing.");
  if (draft.baseHash !== (await tx.packs.findLiveHash()))
    throw conflict("draft-stale", "Another version is in force by now: save the draft again, then compare.");
  const comparison = await tx.drafts.findComparison(draft.id);
  if (comparison?.state !== "done" || comparison.revision !== draft.revision)
    throw conflict("draft-not-compared", "See first what the draft would change: compare it as it stands.");
  const { unread, kept } = await tx.drafts.countSamples(comparison.id, "missed");
  const { labelled } = comparison.figures as { labelled: { lostRight: number } };
  if (unread > 0) throw conflict("missed-unread", "Open every text first that the draft would no longer find.", { unread });
  if (kept < labelled.lostRight)
    throw conflict("missed-too-many", "The draft would miss more than anybody can read one by one: change it.", { missed: labelled.lostRight });
}

const saidOf = ({ stance, flagged, scoreTenths }: Classification): PackSample["before"] => ({ stance, flagged, scoreTenths });

/** Words that only one of the two packs sees, by place. */
function differences(before: Classification, after: Classification): PackSample["marks"] {
  const nameOf = (one: Classification["signals"][number]): string => `${one.start}-${one.end} ${one.lexicon} ${one.term}`;
  const only = (these: Classification, those: Classification, by: "before" | "after") => {
    const known = new Set(those.signals.map(nameOf));
    return these.signals.filter((one) => one.side !== "context" && !known.has(nameOf(one))).map(({ start, end }) => ({ start, end, by }));
  };
  return [...only(before, after, "before"), ...only(after, before, "after")].sort((a, b) => a.start - b.start || a.end - b.end);
}
