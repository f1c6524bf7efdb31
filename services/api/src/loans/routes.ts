import { Type } from "typebox";
import { LoanList, LoanView, MakeLoan } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { endLoan, listLoans, makeLoan } from "./loans.ts";

const tags = ["loans"];
const config = { permission: "loan.manage" } as const;

/** Readers who are lent to another region for a while. */
export function loanRoutes(app: Server, deps: ApiDeps): void {
  app.get("/api/loans", { config, schema: { tags, summary: "Readers lent to the own regions", response: { 200: LoanList } } }, (request) =>
    listLoans(deps, personOf(request)),
  );
  app.post("/api/loans", { config, schema: { tags, summary: "Lend a reader", body: MakeLoan, response: { 200: LoanView } } }, (request) =>
    makeLoan(deps, { person: personOf(request), given: request.body }),
  );
  app.post(
    "/api/loans/:id/end",
    { config, schema: { tags, summary: "End a loan early", params: One, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await endLoan(deps, { person: personOf(request), loanId: request.params.id });
      return reply.code(204).send(null);
    },
  );
}
