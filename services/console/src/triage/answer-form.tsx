import { Button, NativeSelect, Textarea } from "@mantine/core";
import type { NoteAnswer } from "@netra/service-api/contract";
import { useState } from "react";
import { noteAnswer } from "../day/day-api.ts";
import { newId } from "../new-id.ts";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./answer-form.module.css";

const FROM = ["agency", "superior", "employee", "office", "other"] as const satisfies readonly NoteAnswer["from"][];

/** The answer to a request, word for word, and who gave it by role. It is shown wherever the flag is shown, once it was read. */
export function AnswerForm({ flagId, onKept, onFailed }: { flagId: string; onKept: () => void; onFailed?: () => void }) {
  const { say } = useWords();
  const { online } = useConnection();
  const [key] = useState(newId);
  const [words, setWords] = useState("");
  const [from, setFrom] = useState<NoteAnswer["from"]>("agency");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const keep = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await noteAnswer(flagId, { idempotencyKey: key, words, from });
      onKept();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
      onFailed?.();
    }
  };
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <Textarea
        label={say("answer.words")}
        description={say("answer.verbatim")}
        autosize
        minRows={3}
        maxLength={4000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <NativeSelect
        label={say("answer.from")}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value as NoteAnswer["from"])}
        data={FROM.map((value) => ({ value, label: say(`answer.from.${value}`) }))}
      />
      <div>
        <Button type="submit" variant="default" loading={busy} disabled={words.trim() === "" || !online}>
          {say(online ? "answer.keep" : "offline.decide")}
        </Button>
      </div>
      {problem !== null && <Failed problem={problem} sentence={say("day.note_failed")} />}
    </form>
  );
}
