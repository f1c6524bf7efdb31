import type { CsvCell } from "@netra/render";
import type { AuditFilter, ExportAsked, FlagForList, FlagListFilter, Store, Tx } from "@netra/store";

type Actor = Parameters<Store["as"]>[0];
type Row = Readonly<Record<string, CsvCell>>;

/** How a list is read and written: its columns, and its pages by a number that grows. */
export interface ExportList {
  readonly sheet: string;
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  /** Its rows of a stretch of numbers. */
  page(
    store: Store,
    actor: Actor,
    span: { readonly after: number; readonly upto: number; readonly keptFromNothing: boolean },
  ): Promise<readonly Row[]>;
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
  ...["posted_at", "time_trust", "opened_at", "first_act_at", "decided_at", "deadline_at", "changed_at", "agency", "agency_region", "employment"],
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
  // A million flags share a few contests: what their candidates' numbers are is worked out once.
  const known = new Map<string, string>();
  const numbersOf = ({ contest, candidate_ids }: FlagForList): string | null => {
    if (candidate_ids === null) return null;
    const key = `${contest} ${candidate_ids}`;
    const numbers =
      known.get(key) ??
      candidate_ids
        .split(" ")
        .map((id) => numberOf(contest, id) ?? "?")
        .join(" ");
    known.set(key, numbers);
    return numbers;
  };
  return {
    sheet: "flags",
    columns: titled(FLAG_COLUMNS),
    async page(store, actor, span) {
      const flags = await store.as(actor, (tx) => tx.exports.listFlags(filter, span));
      return flags.map((flag) => ({ ...flag, candidate_numbers: numbersOf(flag) }));
    },
  };
}

function actList(filter: AuditFilter): ExportList {
  return {
    sheet: "acts",
    columns: titled(ACT_COLUMNS),
    async page(store, actor, span) {
      const acts = await store.as(actor, (tx) => tx.exports.listActs(filter, span));
      return acts.map((act) => ({ ...act }));
    },
  };
}
