import { forbidden } from "@netra/domain";
import type { Tx } from "@netra/store";
import type { MakePassport } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn } from "../guard.ts";
import { flagNumber, sightOn } from "../triage/flag-view.ts";
import { readSeen } from "../triage/read.ts";

interface Asked {
  readonly person: SignedIn;
  readonly id: string;
  readonly given: MakePassport;
}

/** A passport as a file. */
export interface PassportFile {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** The passport of a flag, for whoever already sees all that it holds. */
export async function makeFlagPassport(deps: ApiDeps, asked: Asked): Promise<PassportFile> {
  await deps.store.as(actorOf(asked.person), (tx) => requireAllSeen(tx, asked.person, asked.id));
  const { bytes, number } = await make(deps, "flag", asked);
  return { bytes, name: `${flagNumber(number)}.passport.zip` };
}

/** The passport of a case, for whoever already sees all of every flag in it. */
export async function makeCasePassport(deps: ApiDeps, asked: Asked): Promise<PassportFile> {
  await deps.store.as(actorOf(asked.person), async (tx) => {
    const { region, flags } = await tx.passports.readCase({ id: asked.id });
    requireSight(asked.person, region, "case");
    for (const { id } of flags) await requireAllSeen(tx, asked.person, id);
  });
  const { bytes, number } = await make(deps, "case", asked);
  return { bytes, name: `case-${number}.passport.zip` };
}

const make = (deps: ApiDeps, kind: "flag" | "case", { person, id, given }: Asked) =>
  deps.passports.make(actorOf(person), {
    kind,
    which: { id },
    withPeople: given.withPeople,
    withoutFiles: given.withoutFiles,
    reason: given.reason,
  });

/** A passport shows the machine's reading and every decision: nobody gets one past their own reading, or while a second reader must not know the first. */
async function requireAllSeen(tx: Tx, person: SignedIn, flagId: string): Promise<void> {
  const sight = sightOn(await readSeen(tx, { person, flagId }), person);
  if (!sight.machine || sight.decisions !== "all" || sight.masked)
    throw forbidden(
      "reading-first",
      "A passport shows the machine's reading and all decisions: save your own reading first, or wait until the flag is decided.",
    );
}
