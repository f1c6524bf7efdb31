import { isAlike } from "@netra/classifier";
import { apartWhy, forbidden, mayFollow } from "@netra/domain";
import type { AlikeRow, FlagRead } from "@netra/store";
import type { AlikeFlag, AlikeList } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { canClaim, flagNumber, sightOn } from "./flag-view.ts";
import { readSeen } from "./read.ts";

/** More than a person compares. */
const MOST = 200;

/** Other flags of a cluster, for whoever has read this one. How they went is told to whoever has decided it. */
export function listAlike({ store }: ApiDeps, on: { readonly person: SignedIn; readonly flagId: string }): Promise<AlikeList> {
  const { person } = on;
  return store.as(actorOf(person), async (tx) => {
    const flag = await readSeen(tx, on);
    const sight = sightOn(flag, person);
    if (!sight.signals) throw forbidden("reading-first", "Save your reading before you look at posts that say the same.");
    const others = await tx.likeness.listOthers(flag.id);
    const shingles = (await tx.likeness.findShingles(flag.id)) ?? [];
    const letter = lettersFrom(flag.accountId);
    const told = mayBeTold(flag, person);
    return {
      flags: others.slice(0, MOST).map((other) => viewAlike(other, { flag, person, shingles, letter, told })),
      more: others.length > MOST,
    };
  });
}

function viewAlike(
  other: AlikeRow,
  given: {
    readonly flag: FlagRead;
    readonly person: SignedIn;
    readonly shingles: readonly number[];
    readonly letter: (accountId: string) => string;
    readonly told: boolean;
  },
): AlikeFlag {
  const { flag, person, told } = given;
  const mine = other.lease?.userId === person.id;
  const may = !mayFollow(other)
    ? ({ ok: false, code: "not-first-reading" } as const)
    : other.lease !== null && !mine
      ? ({ ok: false, code: "already-claimed" } as const)
      : canClaim(other, person);
  return {
    flag: may.ok || told ? { id: other.id, number: flagNumber(other.number) } : null,
    text: other.text,
    account: given.letter(other.accountId),
    postedAt: other.postedAt.toISOString(),
    timeKnown: other.timeTrust !== "unknown",
    roleClass: other.roleClass,
    state: may.code === "not-first-reading" || may.code === "already-claimed" ? "elsewhere" : mine ? "mine" : "open",
    may,
    apart: apartWhy(actOf(flag), other, { isAlike: isAlike(other, given) }),
    decided: told ? { state: other.state, outcome: other.outcome } : null,
  };
}

const actOf = ({ roleClass, postedAt, classification }: FlagRead) => ({ roleClass, postedAt, targets: classification.targets });

/** An auditor, who never reads; whoever looks back at a flag that is over; whoever decided it themselves, and it was not reopened since. */
function mayBeTold(flag: FlagRead, person: SignedIn): boolean {
  if (person.role === "auditor" || flag.state === "closed" || flag.state === "escalated" || flag.state === "withdrawn") return true;
  const standing = flag.decisions.filter(({ undoneAt }) => undoneAt === null);
  const reopened = standing.findLastIndex(({ act }) => act === "reopen");
  return standing.slice(reopened + 1).some(({ act, userId }) => userId === person.id && (act === "close" || act === "escalate"));
}

const LETTERS = 26;

/** Names accounts by letters in the order in which they come: A, B … Z, AA, AB. */
function lettersFrom(first: string): (accountId: string) => string {
  const known = new Map([[first, 0]]);
  return (accountId) => {
    const at = known.get(accountId) ?? known.size;
    known.set(accountId, at);
    const last = String.fromCharCode(65 + (at % LETTERS));
    return at < LETTERS ? last : String.fromCharCode(64 + Math.floor(at / LETTERS)) + last;
  };
}
