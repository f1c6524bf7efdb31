import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { parse } from "yaml";
import { PROJECT_ROOT } from "./config.ts";
import { ConfigError } from "./env.ts";

const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const Deadlines = Type.Array(
  Type.Object(
    {
      id: Type.Enum(["finding", "complaint", "act", "act_more", "verified"]),
      regimes: Type.Array(Type.Enum(["pemilu", "pilkada"]), { minItems: 1 }),
      origins: Type.Optional(Type.Array(Type.Enum(["own", "complaint", "tip", "transfer"]), { minItems: 1 })),
      bodies: Type.Optional(Type.Array(Type.String({ minLength: 2 }), { minItems: 1 })),
      starts: Type.Enum(["known", "registration", "referred"]),
      days: Type.Integer({ minimum: 1, maximum: 365 }),
      kind: Type.Enum(["calendar", "working"]),
      from: Day,
      to: Type.Optional(Day),
      source: Type.String({ minLength: 3 }),
    },
    { additionalProperties: false },
  ),
);
export type DeadlineRow = Static<typeof Deadlines>[number];

/** The time limits of the procedure, from `procedures/deadlines.yaml` in the order of the file. Throws ConfigError with the place that cannot be read. */
export function loadDeadlines(home = join(PROJECT_ROOT, "config")): readonly DeadlineRow[] {
  const parsed: unknown = parse(readFileSync(join(home, "procedures", "deadlines.yaml"), "utf8"), { schema: "core" });
  if (Value.Check(Deadlines, parsed)) return parsed;
  const [first] = Value.Errors(Deadlines, parsed);
  throw new ConfigError([
    `procedures/deadlines.yaml: entry ${first?.instancePath ?? ""} ${first?.message ?? "cannot be read"}; write it like its neighbours, with from (YYYY-MM-DD) and source`,
  ]);
}
