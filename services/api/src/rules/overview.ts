import { precisionOf } from "@netra/domain";
import type { PackStanding, ProposalRow } from "@netra/store";
import type { FoundTerms, ProposalView, RulesView, TermCategories, TermQuality } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn } from "../guard.ts";
import { livePack } from "./live-pack.ts";

type Deps = Pick<ApiDeps, "store">;

/** Versions and where they stand, what readers propose, and the draft that is worked on. */
export function readRules({ store }: Deps, person: SignedIn): Promise<RulesView> {
  return store.as(actorOf(person), async (tx) => {
    const packs = await tx.packs.list();
    const previous = await tx.packs.findPrevious();
    const draft = await tx.drafts.findWorking();
    const { lexicons } = await livePack(tx);
    return {
      packs: packs.map((pack) => ({
        ...{ hash: pack.hash, id: pack.packId, version: pack.version, state: standingOf(pack), by: pack.publisher, confirmedBy: pack.confirmer },
        publishedAt: pack.publishedAt.toISOString(),
        confirmedAt: pack.confirmedAt?.toISOString() ?? null,
      })),
      previous: previous ? { id: previous.packId, version: previous.version } : null,
      proposals: (await tx.terms.listProposals()).map(viewProposal),
      draft: draft ? { id: draft.id, state: draft.state as "open" | "offered", changes: (draft.changes as readonly unknown[]).length } : null,
      lexicons: lexicons.map(({ path, category, side, title, entries }) => ({ path, category, side, title, terms: entries.length })),
    };
  });
}

/** How a version is told to stand: a refused one is a draft that is not offered again. */
const standingOf = ({ state, refusedAt }: PackStanding): RulesView["packs"][number]["state"] =>
  state === "draft" && refusedAt !== null ? "refused" : state;

/** A proposal without who made it and where it was read. */
const viewProposal = ({ id, term, category, condition, note, state, role, at, reason }: ProposalRow): ProposalView => ({
  ...{ id, term, category, condition, note, state, role, reason },
  at: at.toISOString(),
});

/** Says no to a proposal, with the reason. */
export function declineProposal({ store }: Deps, on: { readonly person: SignedIn; readonly id: string; readonly reason: string }): Promise<void> {
  return store.as(actorOf(on.person), async (tx) => {
    const { state } = await tx.terms.lockProposal(on.id);
    if (state !== "waiting") return;
    await tx.terms.decideProposal(on.id, "declined", on.reason);
    await tx.audit.append({ act: "term.declined", objectType: "term-proposal", objectId: on.id, region: regionOf(on.person) });
  });
}

/** What a proposed word may do, as the pack in force has it. */
export function listCategories({ store }: Deps, person: SignedIn): Promise<TermCategories> {
  return store.as(actorOf(person), async (tx) => {
    const { id, version, lexicons, rules } = await livePack(tx);
    const seen = new Map(lexicons.map((lexicon) => [lexicon.category, lexicon]));
    return {
      pack: { id, version },
      categories: [...seen.values()].flatMap(({ category, side, title }) => {
        if (side === "context") return [];
        const rule = rules.find(({ on }) => on === category);
        return [{ id: category, side, title, needsCandidate: rule?.binds !== undefined && !rule.binds.includes("none") }];
      }),
    };
  });
}

const MOST_FOUND = 30;

/** Terms of the pack in force that hold these words, the closest first. */
export function lookupTerms({ store }: Deps, person: SignedIn, words: string): Promise<FoundTerms> {
  const wanted = words.trim().toLowerCase();
  return store.as(actorOf(person), async (tx) => {
    const { lexicons } = await livePack(tx);
    const found = lexicons.flatMap(({ path, entries }) =>
      entries.filter(({ term }) => term.toLowerCase().includes(wanted)).map(({ number: _, ...entry }) => ({ lexicon: path, ...entry })),
    );
    return { terms: found.sort((a, b) => a.term.length - b.term.length || (a.term < b.term ? -1 : 1)).slice(0, MOST_FOUND) };
  });
}

/** How terms and rules fare with readers, over the whole installation. */
export function readQuality({ store }: Deps, person: SignedIn): Promise<TermQuality> {
  return store.as(actorOf(person), async (tx) => ({
    rows: (await tx.terms.quality()).map((row) => ({ ...row, precision: precisionOf(row) })),
  }));
}
