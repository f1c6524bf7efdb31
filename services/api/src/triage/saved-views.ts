import { can, forbidden, invalid, notFound } from "@netra/domain";
import type { SavedViewRow, Tx } from "@netra/store";
import type { KeepView, SavedView, SavedViews } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn, sees } from "../guard.ts";

interface On {
  readonly person: SignedIn;
  readonly id: string;
}

/** Views of the asker's team; a supervisor sees those of every team in the own regions, since a supervisor may take them away. */
export async function listViews({ store }: ApiDeps, person: SignedIn): Promise<SavedViews> {
  const rows = await store.as(actorOf(person), (tx) => tx.savedViews.list(tidies(person) ? null : person.role));
  return { views: rows.filter(({ region }) => sees(person, region)).map((row) => viewOf(row, person)) };
}

/** Keeps filters under a name, for everybody of the asker's role in the asker's first region. */
export async function keepView({ store }: ApiDeps, person: SignedIn, { name, filters }: KeepView): Promise<SavedView> {
  const view = { region: regionOf(person), role: person.role, name: parseName(name), filters };
  return viewOf(await store.as(actorOf(person), (tx) => tx.savedViews.add(view)), person);
}

export function renameView({ store }: ApiDeps, { person, id, name }: On & { readonly name: string }): Promise<void> {
  return store.as(actorOf(person), async (tx) => tx.savedViews.rename(await requireOwn(tx, { person, id }), parseName(name)));
}

export function removeView({ store }: ApiDeps, on: On): Promise<void> {
  return store.as(actorOf(on.person), async (tx) => tx.savedViews.remove((await requireOwn(tx, on)).id));
}

async function requireOwn(tx: Tx, { person, id }: On): Promise<SavedViewRow> {
  const row = await tx.savedViews.lock(id);
  if (!row || !sees(person, row.region) || (row.role !== person.role && !tidies(person))) throw notFound("view");
  if (!mayChange(row, person)) throw forbidden("view-not-yours", "Only who made this view, or a supervisor, may change it.");
  return row;
}

const tidies = (person: SignedIn): boolean => can(person.role, "flag.settle");
const mayChange = (row: SavedViewRow, person: SignedIn): boolean => row.createdBy === person.id || tidies(person);

function parseName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw invalid("view-name-missing", "Name: still empty. Write what the view is for.");
  return trimmed;
}

const viewOf = (row: SavedViewRow, person: SignedIn): SavedView => ({
  id: row.id,
  name: row.name,
  region: row.region,
  role: row.role as SavedView["role"],
  filters: row.filters as SavedView["filters"],
  mayChange: mayChange(row, person),
});
