import { Button, Textarea } from "@mantine/core";
import type { FlagDetail } from "@netra/service-api/contract";
import { useState } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import answerStyle from "./answers.module.css";
import type { Outcome } from "./decision-form.ts";
import { REASONS } from "./reasons.ts";
import routeStyle from "./routes.module.css";

interface Props {
  readonly flag: FlagDetail;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  /** Opens the list of sentences at once: then a number picks one. */
  readonly open: boolean;
}

/** A reason: a sentence from the list by its number, or words of one's own. While the list is open, numbers pick from it. */
export function ReasonPicker({ outcome, reason, onReason, open }: Props) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const [listed, setListed] = useState(open && reason === "");
  const sentences = REASONS[outcome].map((key) => say(key as "reason.pledge"));
  const pick = (sentence: string) => {
    onReason(sentence);
    setListed(false);
  };
  useKeys([
    !listed && { keys: "s", label: say("keys.templates"), group: "decide", act: () => setListed(true) },
    ...(listed
      ? sentences.map((sentence, at) => ({
          keys: String(at + 1),
          label: say("keys.reason", { n: at + 1 }),
          group: "decide" as const,
          act: () => pick(sentence),
        }))
      : []),
    listed && { keys: "Escape", group: "all", act: () => setListed(false) },
  ]);
  return (
    <div className={answerStyle.reasonField}>
      <div className={answerStyle.labelRow}>
        <label htmlFor="reason" className={answerStyle.groupLabel}>
          {say("reason.label")}
        </label>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => setListed(!listed)}
          aria-expanded={listed}
          aria-keyshortcuts={shortcut("S")}
          rightSection={<KeyCap>S</KeyCap>}
        >
          {say("reason.templates")}
        </Button>
      </div>
      {listed && (
        <ol className={routeStyle.sentences} aria-label={say("reason.pick")}>
          {sentences.map((sentence, at) => (
            <li key={sentence}>
              <button type="button" className={routeStyle.sentence} onClick={() => pick(sentence)} aria-keyshortcuts={shortcut(String(at + 1))}>
                <KeyCap>{String(at + 1)}</KeyCap>
                <span>{sentence}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      <Textarea id="reason" value={reason} onChange={(event) => onReason(event.currentTarget.value)} autosize={false} rows={3} maxLength={4000} />
    </div>
  );
}
