import { checkLoan, DomainError, loanEnd, notFound } from "@netra/domain";
import type { LoanRow } from "@netra/store";
import type { LoanList, LoanView, MakeLoan } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { firstName } from "../triage/flag-view.ts";

type Deps = Pick<ApiDeps, "store">;

/** Lends a reader to another region until a day. The next request of that person sees it. */
export function makeLoan(
  { store }: Deps,
  on: { readonly person: Pick<SignedIn, "id" | "role" | "regions">; readonly given: MakeLoan },
): Promise<LoanView> {
  const { person, given } = on;
  return store.as(actorOf(person), async (tx) => {
    const reader = await tx.users.findByName(given.username);
    if (!reader) throw new DomainError("not-found", "user-not-found", "Nobody signs in under this name: check it.");
    checkLoan({ lender: person, reader, region: given.region, reason: given.reason });
    const until = loanEnd(given.until, await tx.status.now());
    const id = await tx.loans.add({ userId: reader.id, region: given.region, until, reason: given.reason.trim() });
    const entry = { objectType: "user", objectId: reader.id, region: given.region, reason: given.reason.trim() };
    await tx.audit.append({ ...entry, act: "loan.made", detail: { loanId: id, until: given.until } });
    const row = (await tx.loans.list()).find((loan) => loan.id === id);
    if (!row) throw new Error("a loan that was just made cannot be read");
    return viewLoan(row);
  });
}

/** Loans to the asker's regions, newest first. */
export async function listLoans({ store }: Deps, person: Pick<SignedIn, "id" | "role" | "regions">): Promise<LoanList> {
  const rows = await store.as(actorOf(person), (tx) => tx.loans.list());
  return { loans: rows.filter(({ region }) => sees(person, region)).map(viewLoan) };
}

/** Ends a loan before its day. */
export function endLoan({ store }: Deps, on: { readonly person: Pick<SignedIn, "id" | "role" | "regions">; readonly loanId: string }): Promise<void> {
  return store.as(actorOf(on.person), async (tx) => {
    const ended = await tx.loans.end(on.loanId);
    if (!ended) throw notFound("running loan");
    requireSight(on.person, ended.region, "running loan");
    await tx.audit.append({ act: "loan.ended", objectType: "user", objectId: ended.userId, region: ended.region, detail: { loanId: on.loanId } });
  });
}

const viewLoan = ({ id, region, username, name, lentBy, reason, at, until, endedAt, running }: LoanRow): LoanView => ({
  ...{ id, region, username, reason, running },
  name: firstName(name),
  by: firstName(lentBy),
  at: at.toISOString(),
  until: until.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});
