import type { Role } from "@netra/domain";
import { endLoan, makeLoan } from "@netra/service-api";
import { systemActor } from "@netra/store";
import type { Context } from "../context.ts";
import { findSupervisor } from "./find-supervisor.ts";

type Deps = Pick<Context, "store">;

const lender = async (store: Context["store"], username: string) => {
  const person = await findSupervisor(store, { username, permission: "loan.manage", deed: "lend a reader" });
  return { ...person, role: person.role as Role };
};

/** `netra users lend`: an analyst reads in another region until a day, in the name of a supervisor who sees both. */
export async function lendReader(
  { store }: Deps,
  on: { readonly user: string; readonly region: string; readonly until: string; readonly by: string; readonly reason: string },
): Promise<string> {
  const { user: username, region, until, reason } = on;
  const loan = await makeLoan({ store }, { person: await lender(store, on.by), given: { username, region, until, reason } });
  return `${loan.username} reads in ${loan.region} too, to the end of ${until}. To end it earlier: netra users lending-end ${loan.id} --by USERNAME`;
}

/** `netra users lendings`: who is or was lent where, newest first. */
export async function listLendings({ store }: Deps): Promise<string[]> {
  const loans = await store.as(systemActor("operator"), (tx) => tx.loans.list());
  if (loans.length === 0) return ["Nobody is lent to another region."];
  return loans.map(({ id, username, region, at, until, endedAt, running }) =>
    [id, username.padEnd(20), region.padEnd(8), day(at), day(until), running ? "running" : endedAt ? `ended ${day(endedAt)}` : "over"].join("  "),
  );
}

/** `netra users lending-end ID --by USERNAME`. */
export async function endLending({ store }: Deps, on: { readonly id: string; readonly by: string }): Promise<string> {
  await endLoan({ store }, { person: await lender(store, on.by), loanId: on.id });
  return "The loan has ended; the next request of that person sees it.";
}

/** A day in Jakarta; a loan ends with the midnight that follows its last day. */
const day = (time: Date): string => new Date(time.getTime() + 7 * 3_600_000 - 1).toISOString().slice(0, 10);
