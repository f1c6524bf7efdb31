import type { FlagDetail } from "@netra/service-api/contract";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useContests } from "../shell/contests.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { CompareStrip } from "./compare-strip.tsx";
import { DiffView } from "./diff-view.tsx";
import { Facts } from "./facts.tsx";
import { Files } from "./files.tsx";
import style from "./flag.module.css";
import { useActWords } from "./flag-words.tsx";
import { Folds } from "./folds.tsx";
import { IdentityStrip } from "./identity-strip.tsx";
import { LeaseLine } from "./lease-line.tsx";
import { ReaderBanner, TwoReaders } from "./settlement.tsx";
import { Signals } from "./signals.tsx";
import { SourceAddress, SourceNote } from "./source.tsx";
import type { FlagWork } from "./use-flag.ts";
import type { FlagList } from "./use-flag-list.ts";
import { flaggedOf, inOrder, latestOf, Versions } from "./versions.tsx";
import { WorkPanel } from "./work-panel.tsx";

interface Props {
  readonly flag: FlagDetail;
  readonly work: FlagWork;
  readonly list: FlagList;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

/** Three layers in order: the text and neutral facts; the signals, once a reading is saved; the person, once somebody says why. */
export function FlagView({ flag, work, list, onNext, onBack }: Props) {
  const { say, format } = useWords();
  const act = useActWords();
  const { contests } = useContests();
  const contest = contests.find((one) => one.id === flag.contestId) ?? null;
  const [shown, setShown] = useState(flaggedOf(flag).id);
  const [lit, setLit] = useState<number | null>(null);
  const [loaded, setLoaded] = useState(false);
  const [summed, setSummed] = useState(false);
  const [sourced, setSourced] = useState(false);
  const { machine } = flag;
  const latest = latestOf(flag);

  const walk = (by: 1 | -1) => {
    const order = machine?.signals.map((signal) => signal.n) ?? [];
    const at = lit === null ? (by === 1 ? -1 : order.length) : order.indexOf(lit);
    const next = order[at + by] ?? null;
    setLit(next);
    setShown(flaggedOf(flag).id);
    if (next !== null) document.querySelector<HTMLElement>(`#signal-${CSS.escape(String(next))} summary`)?.focus();
  };
  useKeys([
    latest !== null && { keys: "v", label: say("keys.versions"), group: "look", act: () => setShown(shown === "diff" ? flaggedOf(flag).id : "diff") },
    { keys: "o", label: say("keys.source"), group: "look", act: () => setSourced(!sourced) },
    flag.files.length > 0 && !loaded && { keys: "m", label: say("keys.files"), group: "look", act: () => setLoaded(true) },
    machine !== null && { keys: "]", label: say("keys.signal_next"), group: "look", repeats: true, act: () => walk(1) },
    machine !== null && { keys: "[", label: say("keys.signal_previous"), group: "look", repeats: true, act: () => walk(-1) },
    machine?.reading && { keys: "y", label: say("keys.why"), group: "look", act: () => setSummed(!summed) },
  ]);

  return (
    <>
      <article className={style.article} aria-labelledby="flag-number">
        <header className={style.head}>
          <button type="button" className={style.back} onClick={onBack} aria-label={say("triage.back")}>
            <IconArrowLeft size={20} aria-hidden />
          </button>
          <h1 id="flag-number" className={style.number}>
            {flag.number}
          </h1>
          <span className={style.act}>{act(flag)}</span>
          <LeaseLine work={work} />
          {flag.lease?.mine && (
            <button type="button" className={style.release} onClick={() => void work.release()} aria-keyshortcuts="Shift+C">
              {say("act.release")}
            </button>
          )}
        </header>
        <div className={style.body}>
          <ReaderBanner flag={flag} />
          <Versions flag={flag} shown={shown} onShow={setShown} lit={lit} onLight={setLit} />
          {flag.readerNo === 3 && flag.myReading !== null && <TwoReaders flag={flag} contest={contest} />}
          {machine !== null && (
            <>
              <Signals machine={machine} lit={lit} onLight={setLit} />
              <CompareStrip flag={flag} machine={machine} contest={contest} summed={summed} onSum={() => setSummed(!summed)} />
            </>
          )}
          <SourceNote flag={flag} />
          {machine !== null && latest !== null && shown !== "diff" && (
            <section className={style.card}>
              <h2>{say("version.diff_title", { a: Math.min(flaggedOf(flag).seq, latest.seq), b: Math.max(flaggedOf(flag).seq, latest.seq) })}</h2>
              <DiffView {...inOrder(flaggedOf(flag), latest)} />
            </section>
          )}
          <Files flag={flag} loaded={loaded} onLoad={() => setLoaded(true)} />
          {machine === null ? (
            <section className={style.factSection}>
              <h2 className={style.sectionTitle}>
                {say("facts.title", { tgl: format.day(flag.postedAt) })} <span>{say("facts.note")}</span>
              </h2>
              <Facts flag={flag} />
            </section>
          ) : (
            <Folds flag={flag} postedDay={format.day(flag.postedAt)} />
          )}
          {sourced && <SourceAddress flag={flag} />}
          {machine !== null && <IdentityStrip flagId={flag.id} />}
        </div>
        <KeyHints signals={machine !== null} versions={latest !== null} />
      </article>
      <WorkPanel flag={flag} contest={contest} work={work} list={list} onNext={onNext} />
    </>
  );
}

function KeyHints({ signals, versions }: { signals: boolean; versions: boolean }) {
  const { say } = useWords();
  const hints = [
    [["J", "K"], "keys.move"],
    ...(versions ? ([[["V"], "keys.versions"]] as const) : []),
    ...(signals ? ([[["[", "]"], "keys.signals"]] as const) : []),
    [["O"], "keys.source"],
    [["?"], "keys.all"],
  ] as const;
  return (
    <footer className={style.hints} aria-hidden>
      {hints.map(([keys, word]) => (
        <span key={word} className={style.hint}>
          {keys.map((key) => (
            <KeyCap key={key}>{key}</KeyCap>
          ))}
          {say(word)}
        </span>
      ))}
    </footer>
  );
}
