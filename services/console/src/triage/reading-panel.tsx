import { Button, Radio } from "@mantine/core";
import type { ContestView, FlagDetail, ReadingView } from "@netra/service-api/contract";
import { IconEyeOff } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useConnection } from "../shell/connection.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import answerStyle from "./answers.module.css";
import { FastClose } from "./fast-close.tsx";
import style from "./panel.module.css";
import { TARGETS, Target, targetKeys } from "./target.tsx";
import type { Work } from "./work.ts";

const ANSWERS = [
  { reading: "neither", key: "t" },
  { reading: "support", key: "d" },
  { reading: "harm", key: "r" },
  { reading: "unclear", key: "b" },
] as const;

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

/** Whether it is asked next whom the text is about. */
export const needsTarget = (reading: Work["reading"]): boolean => reading === "support" || reading === "harm";

/** Step 1: one question, four answers, then whom it is about. Once saved, a reading stays. */
export function ReadingPanel({ flag, contest, work, busy, change, onRead, onReadAndClose }: Props) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const { online } = useConnection();
  const [asked, setAsked] = useState(false);
  const ready = work.reading !== null && (!needsTarget(work.reading) || work.target !== undefined);
  const fast = work.fast && work.reading === "neither";

  const choose = (reading: Work["reading"]) => change({ reading, fast: false, ...(needsTarget(reading) ? {} : { target: undefined }) });
  const save = () => {
    if (!ready || work.reading === null) setAsked(true);
    else onRead(work.reading, needsTarget(work.reading) ? (work.target ?? null) : null);
  };
  // Who is asked next, so the arrows belong there: only after a key, since a pointer knows its own way.
  const toTarget = useRef(false);
  useEffect(() => {
    if (!toTarget.current) return;
    toTarget.current = false;
    document.getElementById(TARGETS)?.focus();
  });

  useKeys([
    ...ANSWERS.map(({ reading, key }) => ({
      keys: key,
      label: say(`read.${reading}`),
      group: "read" as const,
      decision: true,
      act: () => {
        choose(reading);
        toTarget.current = needsTarget(reading);
      },
    })),
    ...(needsTarget(work.reading)
      ? targetKeys(contest).map(({ key, target, name }) => ({
          keys: key,
          label: name ?? say("read.target_none"),
          group: "read" as const,
          decision: true,
          act: () => change({ target }),
        }))
      : []),
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
        <div className={answerStyle.answers}>
          {ANSWERS.map(({ reading, key }) => (
            <Radio.Card key={reading} value={reading} className={answerStyle.answer ?? ""} aria-keyshortcuts={shortcut(key.toUpperCase())}>
              <Radio.Indicator className={answerStyle.indicator ?? ""} />
              <span className={answerStyle.answerWord}>{say(`read.${reading}`)}</span>
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
