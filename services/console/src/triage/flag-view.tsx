import type { FlagDetail } from "@netra/service-api/contract";
import { IconArrowLeft } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useContests } from "../shell/contests.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { shownAs } from "../shell/keys.ts";
import pieces from "../shell/pieces.module.css";
import { Failed } from "../shell/states.tsx";
import { useKeyboard, useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { useAfterReading } from "./after-reading.ts";
import { AlikeCount } from "./alike-count.tsx";
import { CompareStrip } from "./compare-strip.tsx";
import { DiffView } from "./diff-view.tsx";
import { Facts } from "./facts.tsx";
import { Files, type Loaded } from "./files.tsx";
import page from "./flag-page.module.css";
import shared from "./flag-parts.module.css";
import style from "./flag-view.module.css";
import { useActWords } from "./flag-words.tsx";
import { IdentityStrip } from "./identity-strip.tsx";
import { JudgeProblem, useJudging } from "./judge-spans.tsx";
import { LeaseLine } from "./lease-line.tsx";
import { Parents } from "./parents.tsx";
import { ReaderBanner, TwoReaders } from "./settlement.tsx";
import { Signals } from "./signals.tsx";
import { SourceAddress, SourceNote } from "./source.tsx";
import type { FlagWork } from "./use-flag.ts";
import type { FlagList } from "./use-flag-list.ts";
import { flaggedOf, inOrder, latestOf, Versions } from "./versions.tsx";
import { useWork } from "./work.ts";
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
  const shortcut = useShortcut();
  const act = useActWords();
  const { contests } = useContests();
  const contest = contests.find((one) => one.id === flag.contestId) ?? null;
  const [shown, setShown] = useState(flaggedOf(flag).id);
  const [lit, setLit] = useState<number | null>(null);
  const [loaded, setLoaded] = useState<Loaded>("none");
  const [summed, setSummed] = useState(false);
  const [sourced, setSourced] = useState(false);
  const [compared, setCompared] = useState(false);
  const own = useWork(flag.id);
  const [whole, setWhole] = useState(false);
  const announce = useAnnounce();
  const { may } = useMe();
  const words = useRef<HTMLDivElement>(null);
  const teaching = useJudging(flag);
  const { machine } = flag;
  const hasRead = flag.myReading !== null;
  const judging = may("term.judge") && hasRead ? teaching : null;
  const focused = machine?.signals.find((signal) => signal.n === lit) ?? null;
  const { parts, failed, again } = useAfterReading();
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
    {
      keys: "p",
      label: say("keys.parent"),
      group: "look",
      act: () =>
        flag.parents.length === 0 ? announce(say(flag.kind === "comment" ? "parent.missing_comment" : "parent.no_reply")) : setWhole(!whole),
    },
    flag.files.length > 0 &&
      loaded !== "whole" && {
        keys: "m",
        label: say(loaded === "none" ? "keys.files" : "keys.files_whole"),
        group: "look",
        act: () => setLoaded(loaded === "none" ? "small" : "whole"),
      },
    flag.alike > 0 && {
      keys: "l",
      label: say("keys.alike"),
      group: "look",
      act: () => (machine === null ? announce(`${say("chip.alike", { n: flag.alike })}. ${say("alike.before")}`) : setCompared(!compared)),
    },
    machine !== null && { keys: "]", label: say("keys.signal_next"), group: "look", repeats: true, act: () => walk(1) },
    machine !== null && { keys: "[", label: say("keys.signal_previous"), group: "look", repeats: true, act: () => walk(-1) },
    judging && focused && { keys: "=", label: say("teach.right"), group: "look", act: () => void judging.judge(focused, focused.judged, "fits") },
    judging &&
      focused && { keys: ["-", "−"], label: say("teach.wrong"), group: "look", act: () => void judging.judge(focused, focused.judged, "not") },
    machine?.reading && { keys: "y", label: say("keys.why"), group: "look", act: () => setSummed(!summed) },
  ]);

  return (
    <>
      <article className={page.article} aria-labelledby="flag-number">
        <header className={style.head}>
          <button type="button" className={`${pieces.back} ${style.back}`} onClick={onBack} aria-label={say("triage.back")}>
            <IconArrowLeft size={20} aria-hidden />
          </button>
          <h1 id="flag-number" className={style.number}>
            {flag.number}
          </h1>
          <span className={style.act}>{act(flag)}</span>
          <LeaseLine work={work} />
          {flag.lease?.mine && (
            <button type="button" className={style.release} onClick={() => void work.release()} aria-keyshortcuts={shortcut("Shift+C")}>
              {say("act.release")}
            </button>
          )}
        </header>
        <div className={style.body}>
          <ReaderBanner flag={flag} />
          <Parents flag={flag} whole={whole} onWhole={() => setWhole(!whole)} />
          <div ref={words}>
            <Versions flag={flag} shown={shown} onShow={setShown} lit={lit} onLight={setLit} />
          </div>
          {flag.readerNo === 3 && flag.myReading !== null && <TwoReaders flag={flag} contest={contest} />}
          {machine !== null && (
            <>
              <Signals machine={machine} lit={lit} onLight={setLit} judging={judging} />
              <JudgeProblem problem={teaching.problem} />
              <CompareStrip flag={flag} machine={machine} contest={contest} summed={summed} onSum={() => setSummed(!summed)} />
              {parts && may("term.propose") && hasRead && (
                <parts.ProposeTerm key={flag.id} flagId={flag.id} within={words} lit={focused?.judged[0]?.words ?? ""} />
              )}
            </>
          )}
          {flag.alike > 0 && machine === null && <AlikeCount n={flag.alike} />}
          <SourceNote flag={flag} />
          {machine !== null && latest !== null && shown !== "diff" && (
            <section className={shared.card}>
              <h2>{say("version.diff_title", { a: Math.min(flaggedOf(flag).seq, latest.seq), b: Math.max(flaggedOf(flag).seq, latest.seq) })}</h2>
              <DiffView {...inOrder(flaggedOf(flag), latest)} />
            </section>
          )}
          {parts && flag.alike > 0 && machine !== null && (
            <parts.Alike flag={flag} own={own} open={compared} onToggle={() => setCompared(!compared)} />
          )}
          <Files flag={flag} loaded={loaded} onLoad={() => setLoaded("small")} />
          {machine === null ? (
            <section>
              <h2 className={style.sectionTitle}>
                {say("facts.title", { tgl: format.day(flag.postedAt) })} <span>{say("facts.note")}</span>
              </h2>
              <Facts flag={flag} />
            </section>
          ) : (
            parts && <parts.Folds flag={flag} postedDay={format.day(flag.postedAt)} />
          )}
          {failed && machine !== null && <Failed problem={null} sentence={say("read.part_failed")} onRetry={again} />}
          {sourced && <SourceAddress flag={flag} />}
          {machine !== null && <IdentityStrip flagId={flag.id} />}
        </div>
        <KeyHints signals={machine !== null} versions={latest !== null} alike={machine !== null && flag.alike > 0} />
      </article>
      <WorkPanel
        flag={flag}
        contest={contest}
        work={work}
        own={own}
        decision={parts?.DecisionPanel ?? null}
        list={list}
        onNext={onNext}
        onBack={onBack}
      />
    </>
  );
}

function KeyHints({ signals, versions, alike }: { signals: boolean; versions: boolean; alike: boolean }) {
  const { say } = useWords();
  const { mode } = useKeyboard();
  const hints = [
    [["J", "K"], "keys.move"],
    ...(versions ? ([[["V"], "keys.versions"]] as const) : []),
    ...(signals
      ? ([
          [["[", "]"], "keys.signals"],
          [["=", "−"], "teach.right_or_wrong"],
        ] as const)
      : []),
    ...(alike ? ([[["L"], "keys.alike"]] as const) : []),
    [["P"], "parent.hint"],
    [["O"], "keys.source"],
    [["?"], "keys.all"],
  ] as const;
  return (
    <footer className={style.hints} aria-hidden>
      {hints
        .filter(([[key]]) => shownAs(key, mode) !== null)
        .map(([keys, word]) => (
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
