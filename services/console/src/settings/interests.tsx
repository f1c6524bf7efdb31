import { Button } from "@mantine/core";
import type { InterestView } from "@netra/service-api/contract";
import { useState } from "react";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { useContests } from "../shell/contests.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./settings.module.css";
import { endInterest } from "./settings-api.ts";

interface Props {
  readonly interests: readonly InterestView[];
  /** Whose they are: for a team's list. */
  readonly withReader: boolean;
  readonly onEnded: () => void;
}

/** Entries that stand, and, folded, those that are over. */
export function Interests({ interests, withReader, onEnded }: Props) {
  const { say } = useWords();
  const standing = interests.filter((entry) => entry.standing !== "over");
  const over = interests.filter((entry) => entry.standing === "over");
  const list = (entries: readonly InterestView[]) => (
    <ul className={style.list}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} withReader={withReader} onEnded={onEnded} />
      ))}
    </ul>
  );
  return (
    <>
      {standing.length === 0 ? <p className={style.quiet}>{say("rec.none")}</p> : list(standing)}
      {over.length > 0 && (
        <details className={style.past}>
          <summary>{say("rec.past")}</summary>
          {list(over)}
        </details>
      )}
    </>
  );
}

function Entry({ entry, withReader, onEnded }: { entry: InterestView } & Pick<Props, "withReader" | "onEnded">) {
  const { say, format } = useWords();
  const announce = useAnnounce();
  const { online } = useConnection();
  const { contests } = useContests();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const what =
    entry.flagNumber !== null
      ? say("rec.of_flag", { nomor: entry.flagNumber })
      : entry.person !== null
        ? say("rec.of_person", { inisial: entry.person })
        : (entry.agency ?? contests.find(({ id }) => id === entry.contestId)?.title ?? entry.contestId ?? "");
  const when =
    entry.to === null ? say("rec.since", { tgl: format.day(entry.from) }) : say("rec.until", { a: format.day(entry.from), b: format.day(entry.to) });
  const end = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await endInterest(entry.id);
      announce(say("rec.ended"));
      onEnded();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const about = [
    when,
    say("rec.by", { nama: entry.by }),
    entry.standing === "coming" && say("rec.coming"),
    entry.endedAt !== null && say("rec.ended_by", { nama: entry.endedBy ?? "", tgl: format.shortDay(entry.endedAt) }),
    entry.mine && entry.standing !== "over" && !entry.mayEnd && say("rec.of_another"),
  ].filter((part) => part !== false);
  return (
    <li>
      <div className={style.what}>
        <b>{withReader ? `${entry.reader} · ${what}` : what}</b>
        <span>{about.join(" · ")}</span>
      </div>
      {entry.mayEnd && (
        <Button
          variant="default"
          size="sm"
          loading={busy}
          disabled={!online}
          aria-label={say("rec.end_of", { apa: what })}
          onClick={() => void end()}
        >
          {say("rec.end")}
        </Button>
      )}
      {problem !== null && <Failed problem={problem} sentence={say("rec.failed")} />}
    </li>
  );
}
