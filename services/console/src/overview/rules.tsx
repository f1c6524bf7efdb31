import type { Overview } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import { AsTable, Card } from "./card.tsx";
import { Figure, NoList } from "./figure.tsx";
import ink from "./ink.module.css";
import style from "./intervals.module.css";
import { type IntervalRow, Intervals, useShareWords } from "./intervals.tsx";

type Rule = NonNullable<Overview["rules"]>[number];
type Row = Omit<Rule, "name"> & IntervalRow;

/** How often people escalated what a rule spoke for, by its name; under too few decisions no share is said, and those rules are folded away under one line. */
export function RulePrecision({ rules, least }: { rules: readonly Rule[]; least: number }) {
  const { say, locale, format } = useWords();
  const words = useShareWords();
  const rows = rules.map((rule): Row => {
    const named = rule.name === null ? { name: rule.rule } : { name: rule.name[locale], code: rule.rule };
    return { ...rule, ...named, key: rule.rule, instead: rule.enough ? null : say("over.not_enough"), counts: null };
  });
  const counts = (row: Row) => (
    <>
      <Figure number={row.escalated} what={say("over.escalated_of", { nama: row.name })} /> {say("over.of")}{" "}
      <Figure number={row.judged} what={say("over.judged_of", { nama: row.name })} /> {say("over.judged_count")}
    </>
  );
  const [enough, few] = [rows.filter((row) => row.enough), rows.filter((row) => !row.enough)];
  return (
    <Card title={say("over.rules")} by={say("over.rules_by")}>
      {rows.length === 0 ? (
        <p>{say("over.rules_none")}</p>
      ) : (
        <>
          {enough.length > 0 && <Intervals rows={enough.map((row) => ({ ...row, counts: counts(row) }))} />}
          {few.length > 0 && (
            <details className={style.few}>
              <summary>{say("over.rules_few", { n: format.number(few.length), batas: format.number(least) })}</summary>
              <ul>
                {few.map((row) => (
                  <li key={row.key}>
                    {row.name} {row.code !== undefined && <code className={ink.code}>{row.code}</code>}
                    <span className={ink.small}> {counts(row)}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <p className={ink.small}>{say("over.judged_means")}</p>
          <NoList numbers={rows.map(({ judged }) => judged)} roles={["supervisor", "auditor"]} why={false} />
          <AsTable
            name={say("over.rules")}
            head={[say("over.rule"), say("over.judged"), say("over.escalated_column"), say("over.share_column")]}
            rows={rows.map((row) => ({
              key: row.key,
              cells: [
                <span key="name">
                  {row.name} {row.code !== undefined && <code className={ink.code}>{row.code}</code>}
                </span>,
                <Figure key="judged" number={row.judged} what={say("over.judged_of", { nama: row.name })} />,
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
