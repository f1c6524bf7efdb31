import type { Overview } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import { AsTable, Card } from "./card.tsx";
import { Figure, NoList } from "./figure.tsx";
import { Intervals, useShareWords } from "./intervals.tsx";

/** How often people escalated what a rule spoke for, by its id; under twenty decisions no share is said. */
export function RulePrecision({ rules }: { rules: NonNullable<Overview["rules"]> }) {
  const { say } = useWords();
  const words = useShareWords();
  const rows = rules.map((row) => ({ key: row.rule, name: row.rule, instead: row.enough ? null : say("over.not_enough"), ...row }));
  return (
    <Card title={say("over.rules")} by={say("over.rules_by")}>
      {rows.length === 0 ? (
        <p>{say("over.rules_none")}</p>
      ) : (
        <>
          <Intervals
            rows={rows.map((row) => ({
              ...row,
              counts: (
                <>
                  <Figure number={row.escalated} what={say("over.escalated_of", { nama: row.name })} /> {say("over.of_decided")}{" "}
                  <Figure number={row.decided} what={say("over.decided_of", { nama: row.name })} /> {say("over.decided_count")}
                </>
              ),
            }))}
          />
          <NoList numbers={rows.map(({ decided }) => decided)} roles={["supervisor", "auditor"]} why={false} />
          <AsTable
            name={say("over.rules")}
            head={[say("over.rule"), say("over.decided"), say("over.escalated_column"), say("over.share_column")]}
            rows={rows.map((row) => ({
              key: row.key,
              cells: [
                row.name,
                <Figure key="decided" number={row.decided} what={say("over.decided_of", { nama: row.name })} />,
                <Figure key="escalated" number={row.escalated} what={say("over.escalated_of", { nama: row.name })} />,
                words(row),
              ],
            }))}
          />
        </>
      )}
    </Card>
  );
}
