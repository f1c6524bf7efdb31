import type { CaseDetail, ContestView } from "@netra/service-api/contract";
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { serverNow } from "../session/use-session.ts";
import word from "../triage/flag-words.module.css";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";

/** The limits that run, each from every start that may count, with its days and its source. */
export function Clocks({ of, contest }: { of: CaseDetail; contest: ContestView | null }) {
  const { say, sayData } = useWords();
  return (
    <section className={style.card} aria-labelledby="case-clocks">
      <h2 id="case-clocks">{say("case.clocks")}</h2>
      {contest !== null && <p className={style.quiet}>{say("case.stage", { tahap: sayData(`stage.${contest.stage}`, contest.stage) })}</p>}
      {of.clocks.length === 0 && <p>{say("case.clocks_none")}</p>}
      <ul className={style.lines}>
        {of.clocks.map((clock) => (
          <li key={clock.id}>
            <p>
              <b>{sayData(`clock.${clock.id}`, clock.id)}</b>, {say(`clock.days_${clock.kind}`, { n: clock.days })}
            </p>
            {clock.ends.map((end) => (
              <Ends key={end.from} from={end.from} startedAt={end.startedAt} endsAt={end.endsAt} />
            ))}
            <Skipped days={clock.skipped} />
            {clock.unknownYears.length > 0 && <p>{say("clock.unknown", { tahun: clock.unknownYears.join(", ") })}</p>}
            <p className={style.quiet}>{clock.source}</p>
          </li>
        ))}
      </ul>
      {of.clocks.some(({ starts }) => starts === "known") && <p className={style.quiet}>{say("clock.both")}</p>}
      {of.clocks.some(({ kind }) => kind === "working") && <p className={style.quiet}>{say("clock.working")}</p>}
    </section>
  );
}

/** Holidays that the limit passes over, so that anybody can count it again. */
function Skipped({ days }: { days: CaseDetail["clocks"][number]["skipped"] }) {
  const { say, format } = useWords();
  if (days.length === 0) return null;
  const told = days.map(({ date, name, kind }) => say(`clock.skipped_${kind}`, { tgl: format.day(`${date}T05:00:00Z`), nama: name }));
  return <p className={style.quiet}>{say("clock.skipped", { daftar: told.join(", ") })}</p>;
}

function Ends({ from, startedAt, endsAt }: CaseDetail["clocks"][number]["ends"][number]) {
  const { say, format } = useWords();
  const near = format.due(endsAt, serverNow());
  const soon = near.kind === "late" || near.kind === "today" || near.kind === "tomorrow";
  const Icon = soon ? IconAlertTriangle : IconClock;
  return (
    <p className={style.ends}>
      <span className={`${word.word} ${style.due}`} data-weight={near.kind === "late" ? "late" : soon ? "near" : "later"}>
        <Icon size={16} stroke={1.75} aria-hidden />
        <span>
          {near.kind === "late" ? `${say("deadline.late", { n: near.days })}, ` : near.kind === "date" ? "" : `${say(`deadline.${near.kind}`)}, `}
          {format.shortDay(endsAt)}
        </span>
      </span>{" "}
      {say(`clock.from_${from}`, { tgl: from === "plenary" ? format.day(startedAt) : format.longMoment(startedAt) })}
    </p>
  );
}

/** When it happened, became known, and was captured: of the first flag; each flag has its own. */
export function ThreeTimes({ of }: { of: CaseDetail }) {
  const { say, format } = useWords();
  if (of.flags.length === 0) return null;
  const moment = (at: string | null) => (at === null ? say("facts.unknown") : format.longMoment(at));
  return (
    <section className={style.card} aria-labelledby="case-times">
      <h2 id="case-times">{say("case.times")}</h2>
      {of.flags.map((flag) => (
        <dl key={flag.id} className={style.facts} aria-label={flag.number}>
          {of.flags.length > 1 && <p className={style.quiet}>{flag.number}</p>}
          <div>
            <dt>{say("case.occurred")}</dt>
            <dd>{moment(flag.timeKnown ? flag.occurredAt : null)}</dd>
          </div>
          <div>
            <dt>{say("case.known")}</dt>
            <dd>{moment(flag.knownAt)}</dd>
          </div>
          <div>
            <dt>{say("case.captured")}</dt>
            <dd>{moment(flag.capturedAt)}</dd>
          </div>
        </dl>
      ))}
    </section>
  );
}
