import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../words/words.tsx";
import style from "./rules.module.css";
import { RulesProblem } from "./rules-frame.tsx";

interface Props {
  readonly label: string;
  readonly yes: string;
  /** Said above the field: what follows from it. */
  readonly follows?: string;
  /** A note may stay empty; a reason may not. */
  readonly optional?: boolean;
  readonly onYes: (words: string) => Promise<unknown>;
  readonly onCancel: () => void;
}

const SHORTEST = 3;

/** A few words that an act is recorded with, and the act. */
export function AskReason({ label, yes, follows, optional = false, onYes, onCancel }: Props) {
  const { say } = useWords();
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const act = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onYes(words.trim());
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={style.ask}
      onSubmit={(event) => {
        event.preventDefault();
        void act();
      }}
    >
      {follows !== undefined && <p className={style.small}>{follows}</p>}
      <TextInput label={label} value={words} maxLength={500} onChange={(event) => setWords(event.currentTarget.value)} autoFocus />
      <div className={style.row}>
        <Button type="submit" loading={busy} disabled={!optional && words.trim().length < SHORTEST}>
          {yes}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {say("app.back")}
        </Button>
      </div>
      <RulesProblem problem={problem} />
    </form>
  );
}
