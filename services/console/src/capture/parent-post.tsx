import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import type { StepProps } from "./capture-steps.tsx";

type Props = Pick<StepProps, "draft" | "onEnter"> & { readonly invalid: boolean };

/** What a comment answers: without it "setuju, lanjutkan!" says nothing to a second person. */
export function ParentPost({ draft, invalid, onEnter }: Props) {
  const { say } = useWords();
  const guessed = draft.parentUrl !== "" && !draft.touched.includes("parentUrl");
  return (
    <fieldset className={plain.field} aria-describedby="parent-hint">
      <legend className={plain.label}>
        {say("cap.parent")} <span className={plain.optional}>{say("app.optional")}</span>
      </legend>
      <p id="parent-hint" className={plain.hint}>
        {say("cap.parent_hint")}
      </p>
      <label className={plain.label} htmlFor="parent-link">
        {say("cap.parent_link")}
      </label>
      <input
        id="parent-link"
        className={plain.input}
        type="url"
        inputMode="url"
        autoComplete="off"
        maxLength={4000}
        aria-invalid={invalid}
        aria-describedby={guessed ? "parent-guessed" : undefined}
        value={draft.parentUrl}
        onChange={(event) => onEnter({ parentUrl: event.currentTarget.value })}
      />
      {guessed && (
        <p id="parent-guessed" className={plain.hint}>
          {say("cap.parent_guessed")}
        </p>
      )}
      <label className={plain.label} htmlFor="parent-text">
        {say("cap.parent_text")}
      </label>
      <textarea
        id="parent-text"
        className={plain.input}
        rows={3}
        maxLength={100_000}
        value={draft.parentText}
        onChange={(event) => onEnter({ parentText: event.currentTarget.value })}
      />
    </fieldset>
  );
}
