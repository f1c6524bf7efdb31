import { Button, Textarea } from "@mantine/core";
import type { FlagDetail } from "@netra/service-api/contract";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import answerStyle from "./answers.module.css";
import style from "./panel.module.css";

interface Props {
  readonly flag: FlagDetail;
  readonly reason: string;
  readonly min: number;
  readonly onReason: (reason: string) => void;
}

/** The template is a frame with gaps, not a reason: what counts is what is written into it. */
export function EscalationReason({ flag, reason, min, onReason }: Props) {
  const { say, sayData, format } = useWords();
  const shortcut = useShortcut();
  const template = say("reason.escalate", {
    tgl: format.day(flag.postedAt),
    tahap: sayData(`stage.${flag.facts.stage}`, flag.facts.stage).toLowerCase(),
  });
  // The untouched template is as if nothing were written.
  const written = reason.trim() === template ? 0 : reason.trim().length;
  const insert = () => onReason(template);
  useKeys([reason === "" && { keys: "s", label: say("keys.templates"), group: "decide", act: insert }]);
  return (
    <div className={answerStyle.reasonField}>
      <div className={answerStyle.labelRow}>
        <label htmlFor="reason" className={answerStyle.groupLabel}>
          {say("reason.label")}
        </label>
        {reason === "" && (
          <Button variant="subtle" size="compact-sm" onClick={insert} aria-keyshortcuts={shortcut("S")} rightSection={<KeyCap>S</KeyCap>}>
            {say("reason.templates")}
          </Button>
        )}
      </div>
      <Textarea
        id="reason"
        rows={4}
        maxLength={4000}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
        aria-describedby="reason-length"
      />
      <p id="reason-length" className={style.small}>
        {say("reason.length", { n: written, min })}
      </p>
    </div>
  );
}
