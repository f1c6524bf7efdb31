import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import type { StepProps } from "./capture-steps.tsx";
import { Choice } from "./choice.tsx";

type Props = Pick<StepProps, "draft" | "onEnter"> & { readonly invalid: boolean };

/** Just now, or a time on this phone's clock. */
export function WhenSeen({ draft, invalid, onEnter }: Props) {
  const { say } = useWords();
  return (
    <Choice
      label={say("cap.seen_at")}
      value={draft.seenAt === null ? "now" : "picked"}
      options={[
        { value: "now", label: say("cap.now") },
        { value: "picked", label: say("cap.pick_time") },
      ]}
      onChange={(when) => onEnter({ seenAt: when === "now" ? null : draft.startedAt })}
    >
      {draft.seenAt !== null && (
        <input
          className={plain.input}
          type="datetime-local"
          aria-label={say("cap.seen_at")}
          aria-invalid={invalid}
          value={toLocalInput(draft.seenAt)}
          onChange={(event) => onEnter({ seenAt: fromLocalInput(event.currentTarget.value) })}
        />
      )}
    </Choice>
  );
}

/** `datetime-local` speaks the device's own time without a zone. An emptied field stays empty, and is asked for on the next step. */
function toLocalInput(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const fromLocalInput = (value: string): string => (value === "" ? "" : new Date(value).toISOString());
