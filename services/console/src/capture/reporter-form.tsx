import type { Reporter } from "@netra/service-api/contract";
import { IconLock } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import type { Draft } from "./draft.ts";
import { findReporter, forgetReporter, keepReporter, NOBODY } from "./reporter.ts";

/** Who told the office: folded until it is asked for, and folded again whenever one comes back, so that nobody reads it over a shoulder. */
export function ReporterForm({ draft }: { draft: Pick<Draft, "clientId"> }) {
  const { say } = useWords();
  const { clientId } = draft;
  const [reporter, setReporter] = useState<Reporter | null>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    let left = false;
    void findReporter({ clientId }).then((found) => {
      if (!left) setReporter(found);
    });
    return () => {
      left = true;
    };
  }, [clientId]);

  const enter = (field: keyof Reporter, words: string) => {
    const next = { ...(reporter ?? NOBODY), [field]: words };
    setReporter(next);
    void keepReporter({ clientId }, next);
  };
  const remove = () => {
    setReporter(null);
    setOpen(false);
    void forgetReporter({ clientId });
  };
  return (
    <fieldset className={plain.field}>
      <legend className={plain.label}>
        {say("cap.reporter")} <span className={plain.optional}>{say("app.optional")}</span>
      </legend>
      <p className={plain.note}>
        <IconLock size={20} aria-hidden />
        {say("cap.reporter_sealed")}
      </p>
      {!open && reporter !== null && <p role="status">{say("cap.reporter_kept")}</p>}
      {open && (
        <>
          <label className={plain.label} htmlFor="reporter-name">
            {say("cap.reporter_name")}
          </label>
          <input
            id="reporter-name"
            className={plain.input}
            autoComplete="off"
            maxLength={200}
            value={reporter?.name ?? ""}
            onChange={(event) => enter("name", event.currentTarget.value)}
          />
          <label className={plain.label} htmlFor="reporter-contact">
            {say("cap.reporter_contact")}
          </label>
          <input
            id="reporter-contact"
            className={plain.input}
            autoComplete="off"
            maxLength={300}
            value={reporter?.contact ?? ""}
            onChange={(event) => enter("contact", event.currentTarget.value)}
          />
          <label className={plain.label} htmlFor="reporter-note">
            {say("cap.reporter_note")}
          </label>
          <textarea
            id="reporter-note"
            className={plain.input}
            rows={2}
            maxLength={2000}
            value={reporter?.note ?? ""}
            onChange={(event) => enter("note", event.currentTarget.value)}
          />
        </>
      )}
      <div className={plain.choices}>
        {!open && (
          <button type="button" className={plain.secondary} onClick={() => setOpen(true)}>
            {say(reporter === null ? "cap.reporter_add" : "cap.reporter_change")}
          </button>
        )}
        {(open || reporter !== null) && (
          <button type="button" className={plain.secondary} onClick={remove}>
            {say("cap.reporter_remove")}
          </button>
        )}
      </div>
    </fieldset>
  );
}
