import type { Overview } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./bars.module.css";
import card from "./card.module.css";
import { AsTable, Card } from "./card.tsx";
import { Figure, NoList } from "./figure.tsx";
import ink from "./ink.module.css";

/** What became of flags since the determination, the most frequent first: most are not partisan, and it says so. */
export function Outcomes({ contest, named }: { contest: Overview["contests"][number]; named: boolean }) {
  const { say, format } = useWords();
  const title = named ? `${say("over.outcomes")} · ${contest.title}` : say("over.outcomes");
  const rows = contest.outcomes.toSorted((a, b) => b.decided.value - a.decided.value);
  const most = Math.max(1, ...rows.map(({ decided }) => decided.value));
  const total = rows.reduce((sum, { decided }) => sum + decided.value, 0);
  return (
    <Card title={title} by={say("over.outcomes_by")} aside={<p className={card.aside}>{say("over.outcomes_total", { n: format.number(total) })}</p>}>
      {rows.length === 0 ? (
        <p>{say("over.not_determined")}</p>
      ) : (
        <>
          <ul className={style.bars}>
            {rows.map(({ outcome, decided }) => (
              <li key={outcome}>
                <span>{say(`over.outcome.${outcome}`)}</span>
                <svg className={style.bar} height="14" aria-hidden>
                  <rect x="0" y="0" width={`${(decided.value / most) * 100}%`} height="14" rx="2" className={ink.solid} />
                </svg>
                <b>
                  <Figure number={decided} what={say(`over.outcome.${outcome}`)} />
                </b>
              </li>
            ))}
          </ul>
          <NoList numbers={rows.map(({ decided }) => decided)} roles={["supervisor", "auditor"]} why />
          <AsTable
            name={title}
            head={[say("over.outcome"), say("over.decided")]}
            rows={rows.map(({ outcome, decided }) => ({
              key: outcome,
              cells: [say(`over.outcome.${outcome}`), <Figure key={outcome} number={decided} what={say(`over.outcome.${outcome}`)} />],
            }))}
          />
        </>
      )}
    </Card>
  );
}
