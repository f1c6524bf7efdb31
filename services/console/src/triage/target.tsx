import { NativeSelect, Radio } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ContestView } from "@netra/service-api/contract";
import type { KeyboardEvent } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./answers.module.css";
import { candidateName } from "./flag-words.tsx";

/** A value for the last answer to "who": no candidate of the contest. */
const NOBODY = "-";
/** The id of the question's answers, which has the focus after a reading by key: none of them is chosen or nearer. */
export const TARGETS = "reading-targets";

/** The key of an answer: a ballot number, or nought for none of them, so that nobody is a stroke nearer than another. A number of two digits has none: there the arrows lead. */
export const targetKeys = (
  contest: ContestView | null,
): readonly { readonly key: string; readonly target: string | null; readonly name: string | null }[] => [
  ...(contest?.candidates ?? []).flatMap((candidate) =>
    candidate.number !== null && candidate.number > 0 && candidate.number < 10
      ? [{ key: String(candidate.number), target: candidate.id, name: candidateName(candidate) }]
      : [],
  ),
  { key: "0", target: null, name: null },
];

/** From the question itself an arrow leads to the first answer or the last; from an answer on, to its neighbours. */
function enterByArrow(event: KeyboardEvent<HTMLDivElement>): void {
  const at = { ArrowDown: 0, ArrowRight: 0, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (at === undefined || event.target !== event.currentTarget) return;
  event.preventDefault();
  const answer = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')].at(at);
  answer?.focus();
  answer?.click();
}

/** Whom a reading is about, in ballot order; a list of its own on a phone. */
export function Target({
  contest,
  target,
  onChange,
}: {
  contest: ContestView | null;
  target: string | null | undefined;
  onChange: (target: string | null) => void;
}) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const keys = targetKeys(contest);
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: no answer has the focus before one is chosen */}
      <div className={style.targets} id={TARGETS} tabIndex={-1} onKeyDown={enterByArrow}>
        {options.map((option) => {
          const key = keys.find(({ target }) => (target ?? NOBODY) === option.value)?.key;
          return (
            <Radio.Card
              key={option.value}
              value={option.value}
              className={style.target ?? ""}
              {...(key !== undefined && { "aria-keyshortcuts": shortcut(key) })}
            >
              <Radio.Indicator className={style.indicator ?? ""} />
              <span className={style.answerWord}>{option.label}</span>
              {key !== undefined && <KeyCap>{key}</KeyCap>}
            </Radio.Card>
          );
        })}
      </div>
    </Radio.Group>
  );
}
