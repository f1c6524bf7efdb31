import type { CsvCell } from "@netra/render";
import type { ActForList, AuditFilter, ExportAsked, FlagForList, FlagListFilter, Store, Tx } from "@netra/store";

type Actor = Parameters<Store["as"]>[0];
type Row = Readonly<Record<string, CsvCell>>;

/** How a list is read and written: its columns, and its pages by a number that grows. */
export interface ExportList {
  readonly sheet: string;
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  /** Rows behind `after`, and the number of the last of them. Fewer than `limit` when there are no more. */
  page(
    store: Store,
    actor: Actor,
    span: { readonly after: number; readonly upto: number; readonly limit: number },
  ): Promise<{ rows: Row[]; last: number }>;
}

const FLAG_COLUMNS = [
  ...[
    "number",
    "region",
    "contest",
    "platform",
    "kind",
    "origin",
    "raised_by",
    "state",
    "outcome",
    "machine_reading",
    "candidate_ids",
    "candidate_numbers",
    "rule_ids",
  ],
  ...["posted_at", "time_trust", "opened_at", "deadline_at", "changed_at", "agency", "agency_region", "employment"],
] as const;
const ACT_COLUMNS = ["id", "at", "actor_kind", "actor_id", "actor_role", "region", "act", "object_type", "object_id", "detail"] as const;

const titled = (keys: readonly string[]) => keys.map((key) => ({ key, title: key }));

/** The list of an export of rows. Columns are codes, figures, times (ISO 8601, UTC) and agencies: no name, handle, address or text of a post. */
export async function openList(asked: Extract<ExportAsked, { kind: "flags" | "audit" }>, read: Pick<Tx, "exports">): Promise<ExportList> {
  if (asked.kind === "audit") return actList(asked.filter);
  const ballots = new Map((await read.exports.listBallots()).map(({ contest, candidate, number }) => [`${contest} ${candidate}`, number]));
  return flagList(asked.filter, (contest, candidate) => ballots.get(`${contest} ${candidate}`) ?? null);
}

function flagList(filter: FlagListFilter, numberOf: (contest: string, candidate: string) => number | null): ExportList {
  return {
    sheet: "flags",
    columns: titled(FLAG_COLUMNS),
    async page(store, actor, span) {
      const flags = await store.as(actor, (tx) => tx.exports.listFlags(filter, span));
      return { rows: flags.map((flag) => flagRow(flag, numberOf)), last: flags.at(-1)?.number ?? span.after };
    },
  };
}

function flagRow(flag: FlagForList, numberOf: (contest: string, candidate: string) => number | null): Record<(typeof FLAG_COLUMNS)[number], CsvCell> {
  return {
    number: flag.number,
    region: flag.region,
    contest: flag.contest,
    platform: flag.platform,
    kind: flag.kind,
    origin: flag.origin,
    raised_by: flag.raisedBy,
    state: flag.state,
    outcome: flag.outcome,
    machine_reading: flag.stance,
    candidate_ids: flag.targets?.join(" ") ?? null,
    candidate_numbers: flag.targets?.map((id) => numberOf(flag.contest, id) ?? "?").join(" ") ?? null,
    rule_ids: flag.rules?.join(" ") ?? null,
    posted_at: flag.timeTrust === "unknown" ? null : flag.postedAt.toISOString(),
    time_trust: flag.timeTrust,
    opened_at: flag.openedAt.toISOString(),
    deadline_at: flag.deadlineAt.toISOString(),
    changed_at: flag.changedAt.toISOString(),
    agency: flag.agency,
    agency_region: flag.agencyRegion,
    employment: flag.employment,
  };
}

function actList(filter: AuditFilter): ExportList {
  return {
    sheet: "acts",
    columns: titled(ACT_COLUMNS),
    async page(store, actor, span) {
      const acts = await store.as(actor, (tx) => tx.exports.listActs(filter, span));
      return { rows: acts.map(actRow), last: acts.at(-1)?.id ?? span.after };
    },
  };
}

const actRow = (act: ActForList): Record<(typeof ACT_COLUMNS)[number], CsvCell> => ({
  id: act.id,
  at: act.at.toISOString(),
  actor_kind: act.actorKind,
  actor_id: act.actorId,
  actor_role: act.actorRole,
  region: act.region,
  act: act.act,
  object_type: act.objectType,
  object_id: act.objectId,
  detail: JSON.stringify(act.detail),
});
