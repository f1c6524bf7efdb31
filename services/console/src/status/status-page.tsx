import type { Status } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api.ts";
import { serverNow } from "../session/use-session.ts";
import { useContests } from "../shell/contests.tsx";
import shell from "../shell/states.module.css";
import { Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { EvidenceCard } from "./evidence-card.tsx";
import { PackCard } from "./pack-card.tsx";
import style from "./status.module.css";
import { Numbers, Table } from "./status-parts.tsx";

const POLL_MS = 30_000;

/** Keadaan sistem: what is in force, what was seen, and above all what could not be seen. Numbers only, no names. */
export default function StatusPage() {
  const { say, format } = useWords();
  const status = useQuery({ queryKey: ["status"], queryFn: () => call<Status>("GET", "/api/status"), refetchInterval: POLL_MS });
  return (
    <div className={shell.page}>
      <header>
        <PageTitle>{say("status.title")}</PageTitle>
        <p className={style.small}>
          {say("status.lead")} {status.isSuccess && say("status.updated", { jam: format.clockWithZone(serverNow()) })}
        </p>
      </header>
      {status.isPending && <Waiting rows={5} />}
      {status.isError && <Failed problem={status.error} onRetry={() => void status.refetch()} />}
      {status.data !== undefined && <Parts status={status.data} />}
    </div>
  );
}

function Parts({ status }: { status: Status }) {
  const { say, sayData, format } = useWords();
  const { contests, known } = useContests();
  const notWatched = status.notWatched.reduce((sum, row) => sum + row.accounts, 0);
  return (
    <div className={style.cards}>
      <PackCard pack={status.pack} />
      <section className={style.card}>
        <h2>{say("status.contests")}</h2>
        {known && contests.length === 0 && <p>{say("empty.contest")}</p>}
        <ul className={style.contests}>
          {contests.map((contest) => (
            <li key={contest.id}>
              <b>{contest.title}</b>
              <span>{contest.open ? sayData(`stage.${contest.stage}`, contest.stage) : say("contest.closed")}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className={style.card}>
        <h2>{say("status.not_watched")}</h2>
        {notWatched === 0 ? (
          <p>{say("status.not_watched_none")}</p>
        ) : (
          <>
            <Table
              head={[say("status.why"), say("status.count")]}
              rows={status.notWatched.map((row) => [sayData(`status.why.${row.why}`, row.why), format.number(row.accounts)])}
            />
            <p className={style.small}>{say("status.not_watched_note")}</p>
          </>
        )}
      </section>
      <section className={style.card}>
        <h2>{say("status.posts")}</h2>
        <Numbers
          values={[
            [say("status.seen"), format.number(status.posts.seen)],
            [say("status.pending"), format.number(status.posts.pending)],
            [say("status.quarantined"), format.number(status.posts.quarantined)],
            [say("status.drift"), format.number(status.posts.drift)],
            [say("status.accounts"), format.number(status.accounts)],
            [say("status.last_fetch"), status.lastFetchAt === null ? say("status.never") : format.moment(status.lastFetchAt)],
            [
              say("status.address_checks"),
              status.addressChecks.map((platform) => say(`platform.${platform}`)).join(", ") || say("status.address_checks_none"),
            ],
          ]}
        />
        {status.posts.quarantined > 0 && <p className={style.small}>{say("status.quarantined_note")}</p>}
      </section>
      <EvidenceCard evidence={status.evidence} />
      <section className={style.card}>
        <h2>{say("status.queue")}</h2>
        <Table
          head={[say("status.queue_name"), say("status.waiting"), say("status.active"), say("status.failed")]}
          rows={status.queue.map((row) => [row.name, format.number(row.waiting), format.number(row.active), format.number(row.failed)])}
        />
        <p className={style.small}>
          {say("status.roles")}: {status.roles.join(", ")}
        </p>
      </section>
    </div>
  );
}
