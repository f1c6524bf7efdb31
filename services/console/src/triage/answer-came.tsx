import { Button } from "@mantine/core";
import { useState } from "react";
import { noteAnswer } from "../day/day-api.ts";
import { newId } from "../new-id.ts";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./panel.module.css";

/** Beside a flag that waits for information: whoever receives the answer says that it came, and whoever asked sees it on their day. */
export function AnswerCame({ flagId }: { flagId: string }) {
  const { say } = useWords();
  const { online } = useConnection();
  const [key] = useState(newId);
  const [state, setState] = useState<"idle" | "busy" | "noted">("idle");
  const [problem, setProblem] = useState<unknown>(null);
  const note = async () => {
    setState("busy");
    setProblem(null);
    try {
      await noteAnswer(flagId, key);
      setState("noted");
    } catch (failure) {
      setProblem(failure);
      setState("idle");
    }
  };
  if (state === "noted")
    return (
      <p className={style.small} role="status">
        {say("day.answer_noted")}
      </p>
    );
  return (
    <>
      <Button variant="default" size="sm" loading={state === "busy"} disabled={!online} onClick={() => void note()}>
        {say("day.answer_came")}
      </Button>
      {problem !== null && <Failed problem={problem} sentence={say("day.note_failed")} />}
    </>
  );
}
