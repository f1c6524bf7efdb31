import { conflict, forbidden } from "./errors.ts";
import { can, type Permission, type Role } from "./roles.ts";

/**
 * Where a version of a rule pack stands. Stored: never rename. `draft`: saved, for nobody yet; `shadow`: offered for trial and approval, flags nothing;
 * `live`: what posts are read with, one at a time; `retired`: was live.
 */
export const PACK_STATES = ["draft", "shadow", "live", "retired"] as const;
export type PackState = (typeof PACK_STATES)[number];

/**
 * `offer`: an engineer puts a draft up for approval. `approve`: a supervisor puts it live. `refuse`: a supervisor does not; it is a draft that is not offered again. `back`: a supervisor puts the
 * version live again that was before.
 */
export type PackAct = "offer" | "approve" | "refuse" | "back";

const STEPS: Readonly<
  Record<PackAct, { readonly from: PackState; readonly to: PackState; readonly permission: Permission; readonly remedy: string }>
> = {
  offer: { from: "draft", to: "shadow", permission: "pack.publish", remedy: "publish a version with a new number" },
  approve: { from: "shadow", to: "live", permission: "pack.approve", remedy: "an engineer offers it first, with `netra rules publish --shadow`" },
  refuse: { from: "shadow", to: "draft", permission: "pack.approve", remedy: "only what is offered can be refused" },
  back: { from: "retired", to: "live", permission: "pack.approve", remedy: "only a version that was live before can be gone back to" },
};

/**
 * The state a version comes to by an act, or why it may not.
 *
 * @throws forbidden `role-may-not`, or `second-person-needed` when the one who published it would also put it live; conflict `pack-state` from another state,
 *   `pack-refused` when a refused version is offered again.
 */
export function decidePack(
  version: { readonly state: PackState; readonly publishedBy: string | null; readonly refusedAt?: Date | null },
  act: PackAct,
  person: { readonly id: string; readonly role: Role },
): PackState {
  const step = STEPS[act];
  if (!can(person.role, step.permission)) throw forbidden("role-may-not", `The role ${person.role} may not ${act} a rule pack.`);
  if (version.state !== step.from)
    throw conflict("pack-state", `This version is ${version.state}, and only a ${step.from} can go ${step.to}: ${step.remedy}.`);
  if (act === "offer" && version.refusedAt)
    throw conflict("pack-refused", 'A supervisor refused this version: raise "version" in pack.yaml and publish it as a new one.');
  if (step.to === "live" && version.publishedBy === person.id)
    throw forbidden("second-person-needed", "Whoever published a version does not approve it: ask another supervisor.");
  return step.to;
}
