import { Button } from "@mantine/core";
import type { Day, DayWaiting } from "@netra/service-api/contract";
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Link, useNavigate } from "react-router";
import { serverNow } from "../session/use-session.ts";
import { AnswerForm } from "../triage/answer-form.tsx";
import word from "../triage/flag-words.module.css";
import { useWords } from "../words/words.tsx";
import style from "./day.module.css";
import { More, Part } from "./part.tsx";
import { Reminder } from "./reminder.tsx";
import { rereadDay } from "./use-day.ts";

const address = (flagId: string): string => `/triage/${flagId}?lane=needs_info`;

/** What the person asked others, answered first, then what was due first. */
export function WaitingOnOthers({ day }: { day: Day }) {
  const { say } = useWords();
  return (
    <Part title={say("day.waiting")} count={day.counts.waiting}>
      {day.waiting.length === 0 && <p className={style.sentence}>{say("day.waiting_none")}</p>}
      <ul className={style.list}>
        {day.waiting.map((flag) => (
          <Row key={flag.id} flag={flag} />
        ))}
      </ul>
      <More shown={day.waiting.length} count={day.counts.waiting} />
    </Part>
  );
}

function Row({ flag }: { flag: DayWaiting }) {
  const { say, format } = useWords();
  const client = useQueryClient();
  const go = useNavigate();
  const [open, setOpen] = useState<"reminder" | "answer" | null>(null);
  const panelId = useId();
  const toggle = (panel: "reminder" | "answer") => setOpen(open === panel ? null : panel);
  const answered = () => {
    void rereadDay(client);
    void go(address(flag.id), { state: { claim: true } });
  };

  return (
    <li className={style.row}>
      <div className={style.what}>
        <p className={style.question}>{flag.question}</p>
        <p className={style.meta}>
          <span className={style.number}>{flag.number}</span>
          <span>{say("day.asked", { kepada: flag.addressee, tgl: format.shortDay(flag.askedAt) })}</span>
          <DueWord due={flag.due} />
        </p>
        {flag.reminded !== null && (
          <p className={style.meta}>
            {say("day.reminded", { n: format.number(flag.reminders), tgl: format.moment(flag.reminded.at), nama: flag.reminded.by })}
          </p>
        )}
        {flag.answered !== null && (
          <p className={style.meta}>
            <b>{say("day.answered_by", { tgl: format.moment(flag.answered.at), nama: flag.answered.by })}</b>
          </p>
        )}
      </div>
      <div className={style.acts}>
        {flag.answered === null ? (
          <>
            <Button
              variant="default"
              size="sm"
              data-day-row
              aria-expanded={open === "reminder"}
              aria-controls={panelId}
              aria-label={say("day.remind_about", { nomor: flag.number })}
              onClick={() => toggle("reminder")}
            >
              {say("day.remind")}
            </Button>
            <Button
              variant="default"
              size="sm"
              aria-expanded={open === "answer"}
              aria-controls={panelId}
              aria-label={say("day.answered_about", { nomor: flag.number })}
              onClick={() => toggle("answer")}
            >
              {say("day.answered")}
            </Button>
          </>
        ) : (
          <Link
            data-day-row
            className={style.open}
            to={address(flag.id)}
            state={{ claim: true }}
            aria-label={say("day.read_on_about", { nomor: flag.number })}
          >
            {say("day.read_on")}
          </Link>
        )}
      </div>
      <div id={panelId} className={style.reminder} hidden={open === null}>
        {open === "reminder" && <Reminder flag={flag} onNoted={() => setOpen(null)} />}
        {open === "answer" && <AnswerForm flagId={flag.id} onKept={answered} onFailed={() => void rereadDay(client)} />}
      </div>
    </li>
  );
}

/** The day by which an answer was asked for, in words and by weight: late is filled, today and tomorrow are bold. */
function DueWord({ due }: { due: string }) {
  const { say, format } = useWords();
  const near = format.due(`${due}T00:00:00Z`, serverNow());
  const day = format.shortDay(`${due}T00:00:00Z`);
  const soon = near.kind === "late" || near.kind === "today" || near.kind === "tomorrow";
  const Icon = soon ? IconAlertTriangle : IconClock;
  return (
    <span className={`${word.word} ${style.due}`} data-weight={near.kind === "late" ? "late" : soon ? "near" : "later"}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>
        {near.kind === "late" ? `${say("deadline.late", { n: near.days })}, ` : near.kind === "date" ? "" : `${say(`deadline.${near.kind}`)}, `}
        {day}
      </span>
    </span>
  );
}
