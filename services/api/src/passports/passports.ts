import type { MakePassport } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { flagNumber } from "../triage/flag-view.ts";

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
  const { bytes, number } = await make(deps, "flag", asked);
  return { bytes, name: `${flagNumber(number)}.passport.zip` };
}

/** The passport of a case, for whoever already sees all of every flag in it. */
export async function makeCasePassport(deps: ApiDeps, asked: Asked): Promise<PassportFile> {
  const { bytes, number } = await make(deps, "case", asked);
  return { bytes, name: `case-${number}.passport.zip` };
}

const make = (deps: ApiDeps, kind: "flag" | "case", { person, id, given }: Asked) =>
  deps.passports.make(actorOf(person), { kind, which: { id }, ...given });
