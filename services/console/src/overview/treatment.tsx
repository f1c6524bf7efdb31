import type { Overview } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import { useBallotName } from "./ballot-name.ts";
import { AsTable, Card } from "./card.tsx";
import { Figure, NoList } from "./figure.tsx";
import ink from "./ink.module.css";
import style from "./intervals.module.css";
import { Intervals, useShareWords } from "./intervals.tsx";

type Contest = Overview["contests"][number];

/** How candidates fare: what people escalated of what they decided on content, in ballot order and one ink, and whether a difference may be chance. */
export function Treatment({ contest, named, least }: { contest: Contest; named: boolean; least: number }) {
  const { say, format } = useWords();
  const words = useShareWords();
  const title = named ? `${say("over.treatment")} · ${contest.title}` : say("over.treatment");
  const name = useBallotName();
  const rows = contest.candidates.map((candidate) => ({ key: candidate.id, name: name(candidate), instead: null, ...candidate }));
  return (
    <Card title={title} by={say("over.treatment_by")}>
      {rows.length === 0 ? (
        <p>{say("over.not_determined")}</p>
      ) : (
        <>
          <Intervals
            rows={rows.map((row) => ({
              ...row,
              counts: (
                <>
                  <Figure number={row.escalated} what={say("over.escalated_of", { nama: row.name })} /> {say("over.of")}{" "}
                  <Figure number={row.judged} what={say("over.judged_of", { nama: row.name })} /> {say("over.judged_count")}
                </>
              ),
            }))}
          />
          {contest.rates !== null && <p className={style.verdict}>{say(`over.rates.${contest.rates}`, { n: format.number(least) })}</p>}
          <p className={ink.small}>{say("over.judged_means")}</p>
          <NoList numbers={rows.map(({ judged }) => judged)} roles={["supervisor", "auditor"]} why />
          <AsTable
            name={title}
            head={[say("over.candidate"), say("over.judged"), say("over.escalated_column"), say("over.share_column")]}
            rows={rows.map((row) => ({
              key: row.key,
              cells: [
                row.name,
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
