import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { useWords } from "../words/words.tsx";
import { AnswerForm } from "./answer-form.tsx";
import style from "./panel.module.css";

/** Beside a flag that waits for information: whoever receives the answer writes it down, and whoever asked sees on their day that it came. */
export function AnswerCame({ flagId }: { flagId: string }) {
  const { say } = useWords();
  const [state, setState] = useState<"idle" | "writing" | "noted">("idle");
  const formId = useId();
  if (state === "noted")
    return (
      <p className={style.small} role="status">
        {say("day.answer_noted")}
      </p>
    );
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-expanded={state === "writing"}
        aria-controls={formId}
        onClick={() => setState(state === "idle" ? "writing" : "idle")}
      >
        {say("day.answer_came")}
      </Button>
      <div id={formId}>{state === "writing" && <AnswerForm flagId={flagId} onKept={() => setState("noted")} />}</div>
    </>
  );
}
