import { Button, NativeSelect, Radio } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ContestView, FlagDetail, ReadingView } from "@netra/service-api/contract";
import { IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { useConnection } from "../shell/connection.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { candidateName } from "./flag-words.tsx";
import style from "./panel.module.css";
import { ReasonPicker } from "./reason-picker.tsx";
import type { Work } from "./work.ts";

const ANSWERS = [
  { reading: "neither", key: "t" },
  { reading: "support", key: "d" },
  { reading: "harm", key: "r" },
  { reading: "unclear", key: "b" },
] as const;
/** A value for the last answer to "who": no candidate of the contest. */
const NOBODY = "-";

interface Props {
  readonly flag: FlagDetail;
  readonly contest: ContestView | null;
  readonly work: Work;
  readonly busy: boolean;
  readonly change: (entry: Partial<Work>) => void;
  readonly onRead: (reading: ReadingView["reading"], target: string | null) => void;
  /** The quick way: takes no side, closed with this reason. */
  readonly onReadAndClose: (reason: string) => void;
}

const needsTarget = (reading: Work["reading"]): boolean => reading === "support" || reading === "harm";

/** Step 1: one question, four answers, then whom it is about. Once saved, a reading stays. */
export function ReadingPanel({ flag, contest, work, busy, change, onRead, onReadAndClose }: Props) {
  const { say } = useWords();
  const { online } = useConnection();
  const [asked, setAsked] = useState(false);
  const ready = work.reading !== null && (!needsTarget(work.reading) || work.target !== undefined);
  const fast = work.fast && work.reading === "neither";

  const choose = (reading: Work["reading"]) => change({ reading, fast: false, ...(needsTarget(reading) ? {} : { target: undefined }) });
  const save = () => {
    if (!ready || work.reading === null) setAsked(true);
    else onRead(work.reading, needsTarget(work.reading) ? (work.target ?? null) : null);
  };
  useKeys([
    ...ANSWERS.map(({ reading, key }) => ({
      keys: key,
      label: say(`read.${reading}`),
      group: "read" as const,
      decision: true,
      act: () => choose(reading),
    })),
    !fast && { keys: "Enter", label: say("read.save"), group: "read", decision: true, act: save },
    work.reading === "neither" && {
      keys: "Shift+Enter",
      label: say("read.save_close"),
      group: "read",
      decision: true,
      act: () => change({ fast: true }),
    },
  ]);

  return (
    <>
      <Radio.Group
        value={work.reading ?? ""}
        onChange={(value) => choose(ANSWERS.find(({ reading }) => reading === value)?.reading ?? null)}
        aria-label={say("read.prompt")}
      >
        <div className={style.answers}>
          {ANSWERS.map(({ reading, key }) => (
            <Radio.Card key={reading} value={reading} className={style.answer ?? ""} aria-keyshortcuts={key.toUpperCase()}>
              <Radio.Indicator className={style.indicator ?? ""} />
              <span className={style.answerWord}>{say(`read.${reading}`)}</span>
              <KeyCap>{key.toUpperCase()}</KeyCap>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {needsTarget(work.reading) && <Target contest={contest} target={work.target} onChange={(target) => change({ target })} />}
      {asked && !ready && (
        <p className={style.missing} role="alert">
          {say(work.reading === null ? "read.first" : "read.target_missing")}
        </p>
      )}
      {fast ? (
        <FastClose
          flag={flag}
          busy={busy}
          reason={work.form.reason}
          onReason={(reason) => change({ form: { ...work.form, reason } })}
          onLook={save}
          onSave={onReadAndClose}
        />
      ) : (
        <div className={style.saves}>
          <Button
            size="lg"
            className={style.save ?? ""}
            loading={busy}
            disabled={!online}
            onClick={save}
            rightSection={<KeyCap>Enter</KeyCap>}
            aria-keyshortcuts="Enter"
          >
            {say(online ? "read.save" : "offline.decide")}
          </Button>
          {work.reading === "neither" && (
            <Button
              size="md"
              variant="default"
              disabled={!online}
              onClick={() => change({ fast: true })}
              rightSection={<KeyCap>Shift Enter</KeyCap>}
              aria-keyshortcuts="Shift+Enter"
            >
              {say("read.save_close")}
            </Button>
          )}
        </div>
      )}
      <div className={style.hiddenNote}>
        <IconEyeOff size={18} aria-hidden />
        <p>
          <b>{say("read.hidden_title")}</b>
          <span>{say("read.hidden")}</span>
        </p>
      </div>
    </>
  );
}

function Target({
  contest,
  target,
  onChange,
}: {
  contest: ContestView | null;
  target: string | null | undefined;
  onChange: (target: string | null) => void;
}) {
  const { say } = useWords();
  const narrow = useMediaQuery("(max-width: 899px)");
  const options = [
    ...(contest?.candidates ?? []).map((candidate) => ({ value: candidate.id, label: candidateName(candidate) })),
    { value: NOBODY, label: say("read.target_none") },
  ];
  const value = target === undefined ? "" : (target ?? NOBODY);
  const pick = (picked: string) => {
    if (picked !== "") onChange(picked === NOBODY ? null : picked);
  };
  if (narrow)
    return (
      <NativeSelect
        aria-label={say("read.target")}
        size="lg"
        value={value}
        data={[{ value: "", label: say("read.target"), disabled: true }, ...options]}
        onChange={(event) => pick(event.currentTarget.value)}
      />
    );
  return (
    <Radio.Group label={say("read.target")} value={value} onChange={pick} classNames={{ label: style.groupLabel ?? "" }}>
      <div className={style.targets}>
        {options.map((option) => (
          <Radio.Card key={option.value} value={option.value} className={style.target ?? ""}>
            <Radio.Indicator className={style.indicator ?? ""} />
            <span className={style.answerWord}>{option.label}</span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

interface FastProps {
  readonly flag: FlagDetail;
  readonly busy: boolean;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onLook: () => void;
  readonly onSave: (reason: string) => void;
}

/** Reading and closing in one: only a reason is still needed, or a look at the signals first. The machine does not plead here. */
function FastClose({ flag, busy, reason, onReason, onLook, onSave }: FastProps) {
  const { say } = useWords();
  const { online } = useConnection();
  const [asked, setAsked] = useState(false);
  const save = () => (reason.trim() === "" ? setAsked(true) : onSave(reason));
  useKeys([{ keys: "Ctrl+Enter", label: say("keys.submit"), group: "read", inFields: true, decision: true, act: save }]);
  return (
    <>
      <ReasonPicker flag={flag} outcome="not_partisan" reason={reason} onReason={onReason} open />
      {asked && reason.trim() === "" && (
        <p className={style.missing} role="alert">
          {say("missing.reason")}
        </p>
      )}
      <div className={style.saves}>
        <Button
          size="lg"
          className={style.save ?? ""}
          loading={busy}
          disabled={!online}
          onClick={save}
          rightSection={<KeyCap>Ctrl Enter</KeyCap>}
          aria-keyshortcuts="Control+Enter"
        >
          {say(online ? "read.save_close" : "offline.decide")}
        </Button>
        <Button size="md" variant="default" disabled={!online} onClick={onLook}>
          {say("read.look_first")}
        </Button>
      </div>
    </>
  );
}
