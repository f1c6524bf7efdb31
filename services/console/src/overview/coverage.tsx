import type { Overview } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./bars.module.css";
import { AsTable, Card } from "./card.tsx";
import { Figure, NoList } from "./figure.tsx";
import { useHatch } from "./hatch.tsx";
import ink from "./ink.module.css";

type Row = Overview["coverage"][number];

/** Of the registered accounts, those that were watched this week, and why the others were not. Silence is not compliance. */
export function Coverage({ rows, asOf }: { rows: readonly Row[]; asOf: string }) {
  const { say, sayData, format } = useWords();
  const platformOf = ({ platform }: Row): string => sayData(`platform.${platform}`, platform);
  const hours = ({ hours }: Row): string | null =>
    hours === null
      ? null
      : hours.over === 0
        ? say("over.hours_none_over")
        : say("over.hours_without", { n: format.number(hours.without), jumlah: format.number(hours.over) });
  const watched = (row: Row) => <Figure key="watched" number={row.watched} what={say("over.watched_on", { platform: platformOf(row) })} />;
  const registered = (row: Row) => (
    <Figure key="registered" number={row.registered} what={say("over.registered_on", { platform: platformOf(row) })} />
  );
  const unwatched = (row: Row) =>
    row.unwatched.map(({ standing, accounts }, at) => {
      const sebab = say(`over.standing.${standing}`);
      return (
        <span key={standing}>
          {at > 0 && "; "}
          <Figure number={accounts} what={say("over.unwatched_on", { sebab, platform: platformOf(row) })} /> {sebab}
        </span>
      );
    });
  if (rows.length === 0)
    return (
      <Card title={say("over.coverage")} by={say("over.coverage_by")}>
        <p>{say("over.coverage_none", { waktu: format.moment(asOf) })}</p>
      </Card>
    );
  return (
    <Card title={say("over.coverage")} by={say("over.coverage_by")}>
      <ul className={style.platforms}>
        {rows.map((row) => (
          <li key={row.platform}>
            <b className={ink.rowName}>{platformOf(row)}</b>
            <WatchedBar share={row.registered.value === 0 ? 0 : row.watched.value / row.registered.value} />
            <p>
              {watched(row)} {say("over.of")} {registered(row)} {say("over.registered")} {say("over.watched")}
              {row.unwatched.length > 0 && <span className={style.under}>{unwatched(row)}</span>}
              {hours(row) !== null && <span className={style.under}>{hours(row)}</span>}
            </p>
          </li>
        ))}
      </ul>
      {rows.some((row) => row.hours !== null) && <p className={ink.small}>{say("over.hours_note")}</p>}
      <NoList numbers={rows.map(({ registered }) => registered)} roles={["supervisor", "auditor"]} why={false} />
      <AsTable
        name={say("over.coverage")}
        head={[say("over.platform"), say("over.registered"), say("over.watched"), say("over.unwatched")]}
        rows={rows.map((row) => ({
          key: row.platform,
          cells: [platformOf(row), registered(row), watched(row), <span key="why">{unwatched(row)}</span>],
        }))}
      />
    </Card>
  );
}

function WatchedBar({ share }: { share: number }) {
  const hatch = useHatch();
  return (
    <svg className={style.bar} height="14" aria-hidden>
      {hatch.definition}
      <rect x="0" y="0" width="100%" height="14" fill={hatch.fill} className={style.unseen} />
      <rect x="0" y="0" width={`${share * 100}%`} height="14" className={ink.solid} />
      <rect x="0.5" y="0.5" width="100%" height="13" className={style.edge} />
    </svg>
  );
}
