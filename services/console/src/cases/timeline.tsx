import type { CaseDetail, CaseEvent } from "@netra/service-api/contract";
import {
  IconArrowBackUp,
  IconArrowUpRight,
  IconBell,
  IconCamera,
  IconEye,
  IconFileCertificate,
  IconFlag,
  IconFolderPlus,
  IconFolderSymlink,
  IconGavel,
  IconGitMerge,
  IconQuote,
  IconUnlink,
  IconUserCheck,
  IconVersions,
} from "@tabler/icons-react";
import { Link } from "react-router";
import { useDecisionWords } from "../triage/decision-words.ts";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";

const ICONS = {
  captured: IconCamera,
  version: IconVersions,
  source_gone: IconUnlink,
  flagged: IconFlag,
  reading: IconUserCheck,
  decision: IconArrowUpRight,
  reminded: IconBell,
  answered: IconQuote,
  joined: IconFolderPlus,
  left: IconFolderSymlink,
  identity: IconEye,
  passport: IconFileCertificate,
  step: IconGavel,
  correction: IconArrowBackUp,
  reply: IconQuote,
  grouped: IconGitMerge,
  left_group: IconGitMerge,
} as const satisfies Record<CaseEvent["kind"], unknown>;

/** Everything that happened, newest first; what people wrote is given as they wrote it. */
export function Timeline({ of }: { of: CaseDetail }) {
  const { say, format } = useWords();
  const hidden = of.flags.filter(({ seen }) => !seen).length;
  return (
    <section className={style.card} aria-labelledby="case-timeline">
      <h2 id="case-timeline">{say("case.timeline")}</h2>
      {hidden > 0 && <p className={style.quiet}>{say("case.hidden", { n: format.number(hidden) })}</p>}
      <ol className={style.timeline}>
        {of.timeline.map((event, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no id, and the list is replaced whole
          <Event key={at} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Event({ event }: { event: CaseEvent }) {
  const { say, sayData, format, locale } = useWords();
  const title = useTitle(event);
  const Icon = ICONS[event.kind];
  const reason =
    event.kind === "identity" || event.kind === "passport"
      ? sayData(
          `${event.kind === "identity" ? "unmask" : "passport"}.${event.kind === "passport" ? "reason_" : ""}${event.reason}`,
          event.reason ?? "",
        )
      : event.reason;
  return (
    <li>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div>
        <p>
          <b>{title}</b>
          {event.flag !== null && (
            <>
              {" · "}
              <Link to={`/triage/${event.flag.id}`}>{event.flag.number}</Link>
            </>
          )}
        </p>
        <p className={style.quiet}>
          {[event.by, format.longMoment(event.at), event.undone === true ? say("history.undone") : null].filter((part) => part !== null).join(" · ")}
        </p>
        {event.plenary !== undefined && (
          <p>{say("case.plenary_of", { nomor: event.plenary.number, tgl: format.day(`${event.plenary.on}T05:00:00Z`) })}</p>
        )}
        {event.referredTo !== undefined && (
          <p>
            {event.referredTo === null
              ? say("case.referred_unsaid")
              : say("case.referred_to", { daftar: event.referredTo.map(({ name }) => name[locale]).join(", ") })}
          </p>
        )}
        {event.question != null && (
          <p>
            {event.addressee != null && `${event.addressee}: `}
            {event.question}
          </p>
        )}
        {reason != null && reason !== "" && <p>{reason}</p>}
        <Said event={event} />
      </div>
    </li>
  );
}

/** Words of people, as they were given; or that there are none, and why. */
function Said({ event }: { event: CaseEvent }) {
  const { say } = useWords();
  if (event.words === undefined) return null;
  return (
    <>
      {event.from != null && <p className={style.quiet}>{say("answer.given_by", { siapa: say(`answer.from.${event.from}`) })}</p>}
      {event.words !== null ? (
        <blockquote className={style.said} dir="auto">
          {event.words}
        </blockquote>
      ) : (
        <p className={style.quiet}>{say(event.purged === true ? "answer.purged" : "answer.no_words")}</p>
      )}
    </>
  );
}

function useTitle(event: CaseEvent): string {
  const { say, format } = useWords();
  const decisionWords = useDecisionWords();
  switch (event.kind) {
    case "decision":
      return event.act === undefined ? "" : decisionWords({ act: event.act, outcome: event.outcome ?? null, outOfScope: null });
    case "reading":
      return say("case.event.reading", { bacaan: event.reading === undefined ? "" : say(`read.${event.reading}`).toLowerCase() });
    case "version":
      return say("case.event.version", { n: event.seq ?? 0 });
    case "step":
    case "correction":
      return say(`case.event.${event.kind}`, { keadaan: event.state === undefined ? "" : say(`case_state.${event.state}`).toLowerCase() });
    case "reply":
      return say("case.event.reply", { tgl: event.givenOn === undefined ? "" : format.day(`${event.givenOn}T05:00:00Z`) });
    case "reminded":
    case "answered":
      return say(`history.${event.kind}`);
    default:
      return say(`case.event.${event.kind}`);
  }
}
