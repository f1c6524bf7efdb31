import type { FlagDetail, JudgeSpans, SignalView } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { Failed } from "../shell/states.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { judgeSpans } from "./flag-api.ts";
import { HiddenText } from "./hidden-text.tsx";
import style from "./teach.module.css";
import { flagKey, setFlag } from "./use-flag.ts";

type Verdict = NonNullable<JudgeSpans["verdict"]>;
type Spans = SignalView["judged"];

export interface Judging {
  readonly problem: unknown;
  /** Says of these spans whether they fit; the same again takes it back. */
  readonly judge: (signal: SignalView, spans: Spans, verdict: Verdict) => Promise<void>;
}

/** A reader's word on single signals, after the own reading. It moves no score. */
export function useJudging(flag: FlagDetail): Judging {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { say } = useWords();
  const [problem, setProblem] = useState<unknown>(null);
  const judge = async (signal: SignalView, spans: Spans, verdict: Verdict): Promise<void> => {
    if (flag.machine === null || spans.length === 0) return;
    const next = spans.every(({ own }) => own === verdict) ? null : verdict;
    const said: JudgeSpans = {
      classificationId: flag.machine.classificationId,
      ruleId: signal.ruleId,
      spans: spans.map(({ start, end }) => ({ start, end })),
      verdict: next,
    };
    setProblem(null);
    try {
      setFlag(client, await judgeSpans(flag.id, said));
      announce(say(next === null ? "teach.taken_back" : `teach.saved_${next}`));
    } catch (failure) {
      setProblem(failure);
      if (failure instanceof ApiProblem && failure.code === "reading-changed") void client.invalidateQueries({ queryKey: flagKey(flag.id) });
    }
  };
  return { problem, judge };
}

/** What went wrong with a verdict, in words. */
export function JudgeProblem({ problem }: { problem: unknown }) {
  const { say } = useWords();
  if (problem === null) return null;
  const changed = problem instanceof ApiProblem && problem.code === "reading-changed";
  return <Failed problem={problem} sentence={say(changed ? "teach.changed" : "err.save")} />;
}

interface Props {
  readonly signal: SignalView;
  /** Null where the asker may only look. */
  readonly judging: Judging | null;
}

/** Two buttons for each span of a signal; for an auditor, how many readers say what. */
export function JudgedSpans({ signal, judging }: Props) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const many = signal.judged.length > 1;
  const counted = signal.judged.some(({ counts }) => counts !== null);
  if (signal.judged.length === 0 || (judging === null && !counted)) return null;
  return (
    <ul className={style.spans}>
      {signal.judged.map((span) => (
        <li key={`${span.start}-${span.end}`} className={style.span}>
          {many && (
            <b className={style.spanWords}>
              <HiddenText text={span.words} />
            </b>
          )}
          {judging !== null && (
            <fieldset className={style.pair}>
              <legend className="visually-hidden">{say("teach.of", { kata: span.words })}</legend>
              {(["fits", "not"] as const).map((verdict) => (
                <button
                  key={verdict}
                  type="button"
                  className={style.verdict}
                  aria-pressed={span.own === verdict}
                  aria-label={say(verdict === "fits" ? "teach.right" : "teach.wrong")}
                  aria-keyshortcuts={shortcut(verdict === "fits" ? "=" : "-")}
                  onClick={() => void judging.judge(signal, [span], verdict)}
                >
                  <KeyCap>{verdict === "fits" ? "=" : "−"}</KeyCap>
                  {say(verdict === "fits" ? "teach.right_short" : "teach.wrong_short")}
                </button>
              ))}
            </fieldset>
          )}
          {span.counts !== null && (
            <span className={style.counts}>
              {say("teach.counts", { ya: format.number(span.counts.fits), tidak: format.number(span.counts.unfit) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
