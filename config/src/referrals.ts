import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { PROJECT_ROOT } from "./config.ts";
import { type FactProblem, isDay, readFacts } from "./dated-facts.ts";

const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const Both = Type.Object({ id: Type.String({ minLength: 3 }), en: Type.String({ minLength: 3 }) }, { additionalProperties: false });
/** The form of `procedures/referrals.yaml`. */
export const ReferralsSchema = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: "^[a-z][a-z0-9_]{1,30}$" }),
      name: Both,
      regimes: Type.Array(Type.Enum(["pemilu", "pilkada"]), { minItems: 1 }),
      from: Day,
      to: Type.Optional(Day),
      note: Type.Optional(Type.Enum(["required"])),
      source: Type.String({ minLength: 3 }),
    },
    { additionalProperties: false },
  ),
);
export type ReferralRow = Static<typeof ReferralsSchema>[number];

const PATH = "procedures/referrals.yaml";

/** To whom a plenary may refer a case, from `procedures/referrals.yaml` in the order of the file. Throws ConfigError with place and remedy. */
export const loadReferrals = (home = join(PROJECT_ROOT, "config")): readonly ReferralRow[] => parseReferrals(readFileSync(join(home, PATH), "utf8"));

/** The same from its text. */
export const parseReferrals = (text: string): readonly ReferralRow[] => readFacts(text, { path: PATH, schema: ReferralsSchema, check: problemsOf });

/** An id may come back for another regime or a later time, under the same name; never twice at once. */
function problemsOf(rows: readonly ReferralRow[]): FactProblem[] {
  return rows.flatMap((row, at) => {
    const problems: FactProblem[] = [];
    const days = [row.from, ...(row.to === undefined ? [] : [row.to])];
    for (const day of days.filter((one) => !isDay(one)))
      problems.push({ keys: [at, "from"], what: `${row.id}: ${day} is no day of the calendar; correct it` });
    if (row.to !== undefined && row.to < row.from)
      problems.push({ keys: [at, "to"], what: `${row.id}: ends before it begins; correct "from" or "to"` });
    const earlier = rows.slice(0, at).filter(({ id }) => id === row.id);
    if (earlier.some(({ name }) => name.id !== row.name.id || name.en !== row.name.en))
      problems.push({ keys: [at, "id"], what: `${row.id}: is another body's already; give this one an id of its own` });
    if (
      earlier.some((one) => one.regimes.some((regime) => row.regimes.includes(regime)) && one.from <= (row.to ?? "~") && row.from <= (one.to ?? "~"))
    )
      problems.push({ keys: [at, "from"], what: `${row.id}: stands twice for the same days; end the earlier entry with "to"` });
    return problems;
  });
}
