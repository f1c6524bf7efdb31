import { Button } from "@mantine/core";
import type { Day } from "@netra/service-api/contract";
import { Link, useNavigate } from "react-router";
import { serverNow } from "../session/use-session.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useRowKeys } from "../shell/use-row-keys.ts";
import { useWords } from "../words/words.tsx";
import { Claims, claimAddress } from "./claims.tsx";
import style from "./day.module.css";
import { ForSupervisor } from "./for-supervisor.tsx";
import { Handover, UnreadNotes } from "./handover.tsx";
import { Lapsing } from "./lapsing.tsx";
import { Part } from "./part.tsx";
import { useDay, useHandovers } from "./use-day.ts";
import { WaitingOnOthers } from "./waiting-on-others.tsx";

/** Where the day starts: what I hold, whom I wait for, what comes to its end, and what the last shift left. Every number is counted by the server. */
export default function DayPage() {
  const { say, format } = useWords();
  const go = useNavigate();
  const day = useDay();
  const handovers = useHandovers();
  const first = day.data?.claims[0];
  /** What Enter does: on with what is held, else to the list; nothing where there is neither. */
  const starts = first !== undefined || (day.data?.lanes.open ?? 0) > 0;
  const start = () => {
    if (first === undefined) void go("/triage");
    else void go(claimAddress(first.id), { state: { claim: true } });
  };
  useRowKeys(() => document.querySelectorAll<HTMLElement>("[data-day-row]"));
  useKeys([starts && { keys: "Enter", label: say("keys.open"), group: "list", act: start }]);

  return (
    <div className={style.page}>
      <header className={style.header}>
        <div className={style.headWords}>
          <PageTitle>{say("nav.day")}</PageTitle>
          <p className={style.quiet}>
            {format.shortDay(serverNow())}
            {day.data !== undefined && ` · ${say("day.sum", { n: format.number(day.data.counts.notices) })}`}
          </p>
        </div>
        {starts && (
          <Button className={style.start ?? ""} onClick={start} rightSection={<KeyCap>Enter</KeyCap>} aria-keyshortcuts="Enter">
            {first === undefined ? say("day.start", { n: format.number(day.data?.lanes.open ?? 0) }) : say("day.go_on", { nomor: first.number })}
          </Button>
        )}
      </header>
      {handovers.data !== undefined && <UnreadNotes notes={handovers.data.notes} />}
      <div className={style.columns}>
        <div className={style.column}>
          {day.data === undefined ? (
            day.isError ? (
              <Failed problem={day.error} onRetry={() => void day.refetch()} />
            ) : (
              <Waiting rows={6} />
            )
          ) : (
            <Lists day={day.data} />
          )}
        </div>
        <div className={style.column}>
          {day.data?.supervisor && <ForSupervisor of={day.data.supervisor} />}
          {day.data !== undefined && <Lapsing day={day.data} />}
          {handovers.isError && handovers.data === undefined ? (
            <Failed problem={handovers.error} onRetry={() => void handovers.refetch()} />
          ) : (
            <Handover notes={handovers.data?.notes ?? []} />
          )}
        </div>
      </div>
    </div>
  );
}

function Lists({ day }: { day: Day }) {
  const { say } = useWords();
  const nothing = day.counts.claims + day.counts.waiting + day.counts.lapsing + day.intake.waiting === 0;
  return (
    <>
      {nothing && (
        <Part title={say("day.nothing_title")}>
          <p className={style.sentence}>
            {say("day.nothing")} <Link to="/status">{say("empty.triage_action")}</Link>
          </p>
        </Part>
      )}
      {!nothing && (
        <>
          <Claims day={day} />
          <WaitingOnOthers day={day} />
          <Inbox intake={day.intake} />
        </>
      )}
      <Queues lanes={day.lanes} />
    </>
  );
}

/** Captures that wait for a second person, and since when the oldest does. */
function Inbox({ intake }: { intake: Day["intake"] }) {
  const { say, format } = useWords();
  return (
    <Part title={say("day.intake")} count={intake.waiting} more={<Link to="/intake">{say("day.intake_open")}</Link>}>
      <p className={style.sentence}>
        {intake.oldestAt === null
          ? say("day.intake_none")
          : say("day.intake_oldest", { umur: format.lasting(hoursSince(intake.oldestAt)), jam: format.moment(intake.oldestAt) })}
      </p>
    </Part>
  );
}

const hoursSince = (at: string): number => Math.max(0, Math.floor((serverNow().getTime() - Date.parse(at)) / 3_600_000));

/** The lane that waits for a second person; where readers differ stands with what waits for a supervisor. */
function Queues({ lanes }: { lanes: Day["lanes"] }) {
  const { say, format } = useWords();
  if (lanes.second === 0) return null;
  return (
    <p className={style.queues}>
      <Link to="/triage?lane=second">
        {say("lane.second")} {format.number(lanes.second)}
      </Link>
    </p>
  );
}
