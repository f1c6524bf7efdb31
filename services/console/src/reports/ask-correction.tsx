import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";

const SHORTEST = 3;
const LONGEST = 1_000;

/** Why a final version is corrected, and the asking. */
export function AskCorrection({ onAsk }: { onAsk: (reason: string) => Promise<void> }) {
  const { say } = useWords();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onAsk(reason.trim());
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={style.words}
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Textarea
        label={say("rep.reason")}
        description={say("rep.reason_note")}
        value={reason}
        maxLength={LONGEST}
        autosize
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy} disabled={reason.trim().length < SHORTEST}>
        {say("rep.correct")}
      </Button>
      {problem !== null && <Failed problem={problem} sentence={say(sentenceOf(problem))} />}
    </form>
  );
}

/** What is said where a person's words or a report could not be taken. */
export function sentenceOf(problem: unknown): "rep.words_bad" | "rep.finalizing_now" | "rep.span_bad" | "err.save" {
  const code = problem instanceof ApiProblem ? problem.code : "";
  if (code.startsWith("words-")) return "rep.words_bad";
  if (code === "report-finalizing") return "rep.finalizing_now";
  return code.startsWith("span-") ? "rep.span_bad" : "err.save";
}
