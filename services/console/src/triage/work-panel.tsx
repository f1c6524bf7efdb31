import { Button } from "@mantine/core";
import type { ContestView, FlagDetail } from "@netra/service-api/contract";
import { IconUserX } from "@tabler/icons-react";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { Failed } from "../shell/states.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { AnswerCame } from "./answer-came.tsx";
import { EMPTY_FORM } from "./decision-form.ts";
import { DecisionPanel } from "./decision-panel.tsx";
import { isOver, LookOn } from "./look-on.tsx";
import style from "./panel.module.css";
import { ReadingPanel } from "./reading-panel.tsx";
import { useDecide } from "./use-decide.ts";
import type { FlagWork, Lost } from "./use-flag.ts";
import type { FlagList } from "./use-flag-list.ts";
import { useWork } from "./work.ts";

interface Props {
  readonly flag: FlagDetail;
  readonly contest: ContestView | null;
  readonly work: FlagWork;
  readonly list: FlagList;
  readonly onNext: () => void;
}

/** The right-hand column: claim, then reading, then decision. Each step has its own keys; a key of the second does nothing in the first but say so. */
export function WorkPanel({ flag, contest, work, list, onNext }: Props) {
  const { say } = useWords();
  const me = useMe();
  const announce = useAnnounce();
  const own = useWork(flag.id);
  const decide = useDecide(work);
  const [hint, setHint] = useState(false);
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
    holds && step === 1 && !own.work.fast && { keys: ["1", "2", "3", "4", "5", "n", "e"], group: "decide", act: tooEarly },
  ]);

  const save = async (form: typeof own.work.form, withReading: boolean) => {
    own.change({ form, fast: false }); // Kept, so that an undo brings it back as it was.
    if (await decide(form, withReading)) onNext();
  };
  const recuse = async () => {
    if (!(await work.recuse())) return;
    announce(say("recuse.done"));
    onNext();
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
      {holds && step === 2 && (
        <DecisionPanel
          flag={flag}
          contest={contest}
          form={own.work.form}
          changeForm={own.changeForm}
          list={list}
          busy={work.busy}
          onSave={() => void save(own.work.form, false)}
        />
      )}
      {work.problem !== null && <Failed problem={work.problem} sentence={say(step === 1 ? "err.save" : "err.server")} />}
      {holds && (
        <button type="button" className={style.recuse} onClick={() => void recuse()}>
          <IconUserX size={16} aria-hidden /> {say("recuse")}
        </button>
      )}
    </aside>
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
  if (flag.canClaim.ok || work.lost === "lapsed")
    return (
      <Button
        size="lg"
        className={style.save ?? ""}
        loading={work.busy}
        onClick={() => void work.claim()}
        rightSection={<KeyCap>C</KeyCap>}
        aria-keyshortcuts="C"
      >
        {say(work.lost === null ? "act.claim_to_read" : "act.claim_again")}
      </Button>
    );
  const code = flag.lease === null ? flag.canClaim.code : "already-claimed";
  return <p className={style.prompt}>{sayData(`claim.${code}`, say("claim.other"))}</p>;
}
