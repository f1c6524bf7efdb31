import { NativeSelect, Radio } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ContestView } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import { candidateName } from "./flag-words.tsx";
import style from "./panel.module.css";

/** A value for the last answer to "who": no candidate of the contest. */
const NOBODY = "-";
/** The id of the answers, where the focus goes after a reading by key. */
export const TARGETS = "reading-targets";

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
      <div className={style.targets} id={TARGETS}>
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
