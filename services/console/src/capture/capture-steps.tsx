import { lazy, Suspense, useEffect, useState } from "react";
import { useConnection } from "../shell/connection.ts";
import plain from "../shell/plain.module.css";
import type { WordKey } from "../words/id.ts";
import { useWords } from "../words/words.tsx";
import type { Refused } from "./accepted-files.ts";
import style from "./capture.module.css";
import { CaptureFrame } from "./capture-frame.tsx";
import { isLasting } from "./device-store.ts";
import { type Draft, type DraftProblem, type Entry, enter, problemsOf } from "./draft.ts";
import { laterSteps } from "./later.ts";
import { post } from "./outbox.ts";
import { StepWhat } from "./step-what.tsx";
import { ensureUploaded } from "./uploads.ts";
import { type NextDraft, useDraft } from "./use-draft.ts";

const StepWho = lazy(async () => ({ default: (await laterSteps).StepWho }));
const StepCheck = lazy(async () => ({ default: (await laterSteps).StepCheck }));

export interface StepProps {
  readonly draft: Draft;
  readonly problems: readonly DraftProblem[];
  /** Shared files that could not be taken. */
  readonly shareRefused: readonly Refused[];
  readonly onEnter: (entry: Entry) => void;
  readonly onChange: (next: NextDraft) => void;
}

interface Props {
  readonly step: 1 | 2 | 3;
  readonly userId: string;
  readonly goTo: (next: { step: 1 | 2 | 3 } | { receipt: string } | null) => void;
  readonly onPosted: () => void;
}

const STEPS = { 1: StepWhat, 2: StepWho, 3: StepCheck } as const;
const PROBLEM_WORDS = {
  link_wrong: "cap.link_wrong",
  need_something: "cap.need_something",
  platform_missing: "cap.platform_missing",
  handle_missing: "cap.handle_missing",
  parent_wrong: "cap.parent_wrong",
  transcript_time: "cap.transcript_time",
  friends_only: "err.friends_only",
  time_missing: "cap.time_missing",
} as const satisfies Record<DraftProblem, WordKey>;

/** The three steps. The button is never dead: pressed too early, it says what is missing and leads there. */
export function CaptureSteps({ step, userId, goTo, onPosted }: Props) {
  const { say } = useWords();
  const { online } = useConnection();
  const { draft, refused, setDraft, startAnew } = useDraft(userId);
  const [asked, setAsked] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step begins at its top, with its title read out
  useEffect(() => {
    window.scrollTo(0, 0);
    document.getElementById("capture-title")?.focus({ preventScroll: true });
    setAsked(false);
  }, [step]);

  const files = draft?.files;
  // In the background, on every step; a lost line only pauses it.
  useEffect(() => {
    if (online) for (const file of files ?? []) ensureUploaded(file.id).catch(() => {}); // The outbox asks again before it sends.
  }, [online, files]);

  if (draft === null) return null;
  const problems = problemsOf(draft, step, new Date());
  const Step = STEPS[step];

  const forward = async () => {
    if (problems.length > 0) {
      setAsked(true);
      requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus());
      return;
    }
    if (step < 3) return goTo({ step: (step + 1) as 2 | 3 });
    await post(userId, draft, new Date());
    startAnew(); // The files stay: they belong to the parcel now.
    goTo({ receipt: draft.clientId });
    onPosted();
  };
  return (
    <CaptureFrame
      title={say("cap.title")}
      onBack={() => goTo(step === 1 ? null : { step: (step - 1) as 1 | 2 })}
      aside={<span className={style.headAside}>{say("cap.step_of", { n: step })}</span>}
      foot={
        <>
          {asked && problems.length > 0 && (
            <div role="alert">
              {problems.map((problem) => (
                <p key={problem} className={plain.error}>
                  {say(PROBLEM_WORDS[problem])}
                </p>
              ))}
            </div>
          )}
          <button type="button" className={`${plain.primary} ${plain.wide}`} onClick={() => void forward()}>
            {say(step < 3 ? "cap.next" : online ? "cap.send" : "cap.send_offline")}
          </button>
          {step === 3 && <span className={plain.hint}>{say("cap.own_note")}</span>}
        </>
      }
    >
      <div className={style.steps} aria-hidden>
        {[1, 2, 3].map((n) => (
          <span key={n} className={style.step} data-done={n <= step} />
        ))}
      </div>
      <h2 className="visually-hidden">{say(`cap.step${step}`)}</h2>
      {!isLasting() && <p className={plain.note}>{say("cap.no_store")}</p>}
      <Suspense fallback={null}>
        <Step
          draft={draft}
          problems={asked ? problems : []}
          shareRefused={refused}
          onEnter={(entry) => setDraft((now) => enter(now, entry))}
          onChange={setDraft}
        />
      </Suspense>
    </CaptureFrame>
  );
}
