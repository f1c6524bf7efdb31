import { Button, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { serverNow } from "../session/use-session.ts";
import pieces from "../shell/pieces.module.css";
import { useWords } from "../words/words.tsx";
import { latestDue, proposedDue } from "./decision-form.ts";
import type { RouteProps } from "./decision-panel.tsx";
import style from "./panel.module.css";
import routeStyle from "./routes.module.css";

const TEMPLATES = ["needs.employment", "needs.link", "needs.event"] as const;

/** Ask before judging: a question, who is asked, and by when. The message to copy holds no name and no account. */
export function NeedsInfoRoute({ flag, form, changeForm }: RouteProps) {
  const { say, format } = useWords();
  const postedDay = format.day(flag.postedAt);
  const today = format.isoDay(serverNow());

  // biome-ignore lint/correctness/useExhaustiveDependencies: proposed once, when the route is opened and nothing stands there
  useEffect(() => {
    if (form.due === "") changeForm({ due: proposedDue(today, format.isoDay(flag.deadline)) });
  }, []);

  return (
    <>
      <div>
        <Textarea
          label={say("needs.question")}
          description={say("needs.question_hint")}
          rows={3}
          maxLength={2000}
          value={form.question}
          onChange={(event) => changeForm({ question: event.currentTarget.value })}
        />
        <div className={routeStyle.templates}>
          {TEMPLATES.map((key) => {
            const sentence = say(key as "needs.employment", { tgl: postedDay });
            return (
              <button key={key} type="button" className={pieces.readySentence} onClick={() => changeForm({ question: sentence })}>
                {sentence}
              </button>
            );
          })}
        </div>
      </div>
      <div className={routeStyle.pair}>
        <TextInput
          label={say("needs.addressee")}
          maxLength={200}
          value={form.addressee}
          onChange={(event) => changeForm({ addressee: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={say("needs.due")}
          min={today}
          max={latestDue(today)}
          value={form.due}
          onChange={(event) => changeForm({ due: event.currentTarget.value })}
        />
      </div>
      <p className={style.small}>{say("needs.due_note", { tgl: format.shortDay(flag.deadline) })}</p>
      <Textarea
        id="reason"
        label={`${say("reason.label")} (${say("app.optional")})`}
        rows={2}
        maxLength={4000}
        value={form.reason}
        onChange={(event) => changeForm({ reason: event.currentTarget.value })}
      />
      <CopyMessage
        text={say("needs.message_text", { nomor: flag.number, pertanyaan: form.question.trim(), tgl: form.due === "" ? "…" : format.day(form.due) })}
      />
    </>
  );
}

function CopyMessage({ text }: { text: string }) {
  const { say } = useWords();
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    setCopied(text);
  };
  return (
    <Button variant="default" size="sm" onClick={() => void copy()} aria-live="polite">
      {say(copied === text ? "app.copied" : "needs.message")}
    </Button>
  );
}
