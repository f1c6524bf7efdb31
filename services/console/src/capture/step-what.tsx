import type { UrlGuess } from "@netra/service-api/contract";
import { IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { call } from "../api.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import type { StepProps } from "./capture-steps.tsx";
import { Choice } from "./choice.tsx";
import { applyGuess, isWebAddress, withScheme } from "./draft.ts";
import { FilePicker } from "./file-picker.tsx";
import { guessFromUrl } from "./guess-url.ts";

const KINDS = ["post", "comment", "photo", "video", "share", "like", "follow"] as const;
const GUESS_AFTER_MS = 500;

/** Step 1: files first (they upload while the rest is filled in), then the link, then what was done. */
export function StepWhat({ draft, shareRefused, onEnter, onChange, problems }: StepProps) {
  const { say, format } = useWords();
  const [duplicate, setDuplicate] = useState<UrlGuess["duplicate"]>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once per link; the answer must not ask again
  useEffect(() => {
    setDuplicate(null);
    if (!isWebAddress(draft.url)) return;
    onChange((now) => applyGuess(now, guessFromUrl(now.url)));
    let left = false;
    const timer = setTimeout(async () => {
      const answer = await call<UrlGuess>("POST", "/api/captures/guess", { url: withScheme(draft.url) }).catch(() => null);
      if (left || answer === null) return;
      onChange((now) => applyGuess(now, answer));
      setDuplicate(answer.duplicate);
    }, GUESS_AFTER_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [draft.url]);

  return (
    <>
      {draft.corrects !== null && (
        <div className={plain.note}>
          <div>
            <b>{say("cap.correcting", { no: draft.corrects.receiptNo })}</b>
            {draft.corrects.note !== null && (
              <p>
                <bdi>{draft.corrects.note}</bdi>
              </p>
            )}
          </div>
        </div>
      )}
      <FilePicker draft={draft} shareRefused={shareRefused} onChange={onChange} />
      <div className={plain.field}>
        <label className={plain.label} htmlFor="link">
          {say("cap.link")}
        </label>
        <div className={style.withClear}>
          <input
            id="link"
            className={plain.input}
            type="url"
            inputMode="url"
            autoComplete="off"
            maxLength={4000}
            aria-describedby="link-hint"
            aria-invalid={problems.includes("link_wrong")}
            value={draft.url}
            onChange={(event) => onEnter({ url: event.currentTarget.value })}
          />
          {draft.url !== "" && (
            <button type="button" className={style.clear} aria-label={say("cap.link_clear")} onClick={() => onEnter({ url: "" })}>
              <IconX size={20} aria-hidden />
            </button>
          )}
        </div>
        <p id="link-hint" className={plain.hint}>
          {say(draft.shared && draft.url !== "" ? "cap.link_shared" : "cap.link_hint")}
        </p>
        {duplicate !== null && (
          <p className={plain.note} role="status">
            {say("cap.duplicate", { jam: format.moment(duplicate.receivedAt), no: duplicate.receiptNo })}
          </p>
        )}
      </div>
      <Choice
        label={say("cap.kind")}
        value={draft.kind}
        options={KINDS.map((kind) => ({ value: kind, label: say(`kind.${kind}`) }))}
        onChange={(kind) => onEnter({ kind })}
      />
    </>
  );
}
