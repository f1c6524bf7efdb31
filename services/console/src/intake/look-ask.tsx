import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./look.module.css";

interface Props {
  readonly question: string;
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** The one question before an act that cannot be taken back, where the button was. */
export function LookAsk({ question, busy, onYes, onNo }: Props) {
  const { say } = useWords();
  const group = useRef<HTMLFieldSetElement>(null);
  // A layer of its own, so that Escape closes the question and not the page.
  useKeys([{ keys: "Escape", group: "all", inFields: true, act: onNo }]);
  useEffect(() => {
    group.current?.focus();
    group.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <fieldset ref={group} tabIndex={-1} className={style.ask}>
      <legend>{question}</legend>
      <Button size="md" loading={busy} onClick={onYes} rightSection={<KeyCap>Ctrl Enter</KeyCap>} aria-keyshortcuts="Control+Enter">
        {say("look.yes")}
      </Button>
      <Button size="md" variant="default" disabled={busy} onClick={onNo} rightSection={<KeyCap>Esc</KeyCap>} aria-keyshortcuts="Escape">
        {say("look.no")}
      </Button>
    </fieldset>
  );
}
