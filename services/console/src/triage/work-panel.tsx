import { Button } from "@mantine/core";
import type { ContestView, FlagDetail } from "@netra/service-api/contract";
import { IconArrowForwardUp, IconUserX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { Failed } from "../shell/states.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import type { AfterReading } from "./after-reading.ts";
import { AnswerCame } from "./answer-came.tsx";
import { EMPTY_FORM } from "./decision-form.ts";
import { followers } from "./followers.ts";
import { HiddenText } from "./hidden-text.tsx";
import { isOver, LookOn } from "./look-on.tsx";
import style from "./panel.module.css";
import { needsTarget, ReadingPanel } from "./reading-panel.tsx";
import { useDecide } from "./use-decide.ts";
import { type FlagWork, flagKey, type Lost } from "./use-flag.ts";
import type { FlagList } from "./use-flag-list.ts";
import type { OwnWork } from "./work.ts";

const PassOn = lazy(() => import("./pass-on.tsx"));

interface Props {
  readonly flag: FlagDetail;
  readonly contest: ContestView | null;
  readonly work: FlagWork;
  readonly own: OwnWork;
  /** The second step, once it is here. */
  readonly decision: AfterReading["DecisionPanel"] | null;
  readonly list: FlagList;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

/** The right-hand column: claim, then reading, then decision. Each step has its own keys; a key of the second does nothing in the first but say so. */
export function WorkPanel({ flag, contest, work, own, decision: DecisionPanel, list, onNext, onBack }: Props) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const me = useMe();
  const announce = useAnnounce();
  const client = useQueryClient();
  const decide = useDecide(work);
  const [hint, setHint] = useState(false);
  const [passing, setPassing] = useState(false);
  const holds = work.fence !== null && work.lost === null;
  const step = flag.myReading === null ? 1 : 2;
  const mayDecide = me.may("flag.decide");

  const tooEarly = () => {
    setHint(true);
    announce(say("read.first"));
  };
  useKeys([
    !holds && flag.canClaim.ok && { keys: "c", label: say("act.claim"), group: "decide", act: () => void work.claim() },
    holds && { keys: "Shift+c", label: say("act.release"), group: "decide", act: () => void work.release() },
    holds && { keys: "h", label: say("keys.pass_on"), group: "decide", act: () => setPassing(true) },
    holds && step === 1 && !own.work.fast && { keys: ["n", "e", "s", "y", "i", "[", "]"], group: "decide", act: tooEarly },
    // Once it is asked whom the text is about, a number answers that.
    holds && step === 1 && !own.work.fast && !needsTarget(own.work.reading) && { keys: ["1", "2", "3", "4", "5"], group: "decide", act: tooEarly },
  ]);

  const save = async (form: typeof own.work.form, withReading: boolean) => {
    own.change({ form, fast: false }); // Kept, so that an undo brings it back as it was.
    if (await decide(form, { withReading, together: withReading ? [] : followers(form, own.work) })) onNext();
  };
  const recuse = async (lasting: boolean) => {
    if (!(await work.recuse(lasting))) return;
    announce(say(lasting ? "recuse.lasting_done" : "recuse.done"));
    // What comes next may be the same person's: the list is asked anew.
    if (lasting) onBack();
    else onNext();
    // Nothing of it stays here, once the page is left.
    setTimeout(() => client.removeQueries({ queryKey: flagKey(flag.id) }), 0);
  };
  if (!mayDecide || isOver(flag)) return <LookOn flag={flag} work={work} />;
  const title = flag.readerNo === 3 && step === 2 ? say("decide.settle") : say(step === 1 ? "read.step" : "decide.step");

  return (
    <aside className={style.panel} aria-labelledby="panel-title" data-step={step} data-route={own.work.form.route ?? "none"}>
      <header className={style.panelHead}>
        <h2 id="panel-title" tabIndex={-1}>
          {title}
        </h2>
        <span>{say("read.step_of", { n: step })}</span>
      </header>
      {step === 1 && <p className={style.prompt}>{say("read.prompt")}</p>}
      {flag.readerNo === 3 && step === 2 && <p className={style.prompt}>{say("decide.settle_note")}</p>}
      {work.lost !== null && <LostNote lost={work.lost} read={flag.myReading !== null} />}
      {holds && <HandedNote handed={flag.lease?.handed ?? null} />}
      {!holds && <ClaimBox flag={flag} work={work} />}
      {flag.state === "needs_info" && <AnswerCame flagId={flag.id} />}
      {hint && step === 1 && holds && (
        <p className={style.missing} role="status">
          {say("read.first")}
        </p>
      )}
      {holds && step === 1 && (
        <ReadingPanel
          flag={flag}
          contest={contest}
          work={own.work}
          busy={work.busy}
          change={own.change}
          onRead={(reading, targetId) => void work.read({ reading, targetId })}
          onReadAndClose={(reason) => void save({ ...EMPTY_FORM, route: "close", outcome: "not_partisan", reason }, true)}
        />
      )}
      {holds && step === 2 && DecisionPanel !== null && (
        <DecisionPanel
          flag={flag}
          contest={contest}
          form={own.work.form}
          changeForm={own.changeForm}
          own={own.work}
          list={list}
          busy={work.busy}
          onSave={() => void save(own.work.form, false)}
        />
      )}
      {work.problem !== null && <Failed problem={work.problem} sentence={say(step === 1 ? "err.save" : "err.server")} />}
      {holds && (
        <div className={style.recuses}>
          <button type="button" className={style.recuse} onClick={() => setPassing(true)} aria-keyshortcuts={shortcut("H")}>
            <IconArrowForwardUp size={16} aria-hidden /> {say("keys.pass_on")} <KeyCap>H</KeyCap>
          </button>
          <button type="button" className={style.recuse} onClick={() => void recuse(false)}>
            <IconUserX size={16} aria-hidden /> {say("recuse")}
          </button>
          <button type="button" className={style.recuse} onClick={() => void recuse(true)}>
            {say("recuse.lasting")}
          </button>
        </div>
      )}
      {passing && holds && (
        <Suspense fallback={null}>
          <PassOn flags={[{ id: flag.id, number: flag.number, text: "" }]} onClose={() => setPassing(false)} onStart={onBack} openFlag={flag.id} />
        </Suspense>
      )}
    </aside>
  );
}

/** Who passed the flag on. What they wrote opens with the signals: it could sway a reading. */
function HandedNote({ handed }: { handed: NonNullable<FlagDetail["lease"]>["handed"] }) {
  const { say, format } = useWords();
  if (handed == null) return null;
  const { by: nama, note, hasNote } = handed;
  return (
    <div className={style.handed}>
      <p>{say("handed.by", { nama, jam: format.moment(handed.at) })}</p>
      {note !== null ? (
        <p dir="auto">
          <b>{say("handed.note", { nama })}</b>: <HiddenText text={note} />
        </p>
      ) : (
        hasNote && <p>{say("handed.later", { nama })}</p>
      )}
    </div>
  );
}

function LostNote({ lost, read }: { lost: NonNullable<Lost>; read: boolean }) {
  const { say, format } = useWords();
  if (lost === "lapsed") return <p className={style.lost}>{say("err.lease_lapsed")}</p>;
  return <p className={style.lost}>{say(read ? "err.lease" : "err.lease_unread", { nama: lost.holder, jam: format.clockWithZone(lost.at) })}</p>;
}

/** Before a claim: the one button to take the flag, or why it cannot be taken. */
function ClaimBox({ flag, work }: { flag: FlagDetail; work: FlagWork }) {
  const { say, sayData } = useWords();
  const shortcut = useShortcut();
  if (flag.canClaim.ok || work.lost === "lapsed")
    return (
      <Button
        size="lg"
        className={style.save ?? ""}
        loading={work.busy}
        onClick={() => void work.claim()}
        rightSection={<KeyCap>C</KeyCap>}
        aria-keyshortcuts={shortcut("C")}
      >
        {say(work.lost === null ? "act.claim_to_read" : "act.claim_again")}
      </Button>
    );
  const code = flag.lease === null ? flag.canClaim.code : "already-claimed";
  return <p className={style.prompt}>{sayData(`claim.${code}`, say("claim.other"))}</p>;
}
