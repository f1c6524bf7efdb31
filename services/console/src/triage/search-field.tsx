import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./search.module.css";
import type { Search } from "./use-search.ts";

/** One field for a number, an address, a handle or words. It asks on Enter only: what is half typed goes nowhere. */
export function SearchField({ search }: { search: Search }) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(search.asked ?? "");
  const [near, setNear] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = typed.trim();
    if (words.length >= 2) search.ask(words);
    if (words === "") search.ask(null);
  };
  /** First out of the field; from outside it, out of the search. */
  const leave = () => {
    if (document.activeElement === field.current) field.current?.blur();
    else {
      setTyped("");
      search.ask(null);
    }
  };
  useKeys([
    { keys: "/", label: say("keys.search"), group: "list", act: () => field.current?.focus() },
    (near || search.asked !== null) && { keys: "Escape", label: say("keys.search_leave"), group: "list", inFields: true, act: leave },
  ]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element of the kind that browsers know
    <form role="search" className={style.form} onSubmit={submit}>
      <TextInput
        ref={field}
        type="search"
        aria-label={say("triage.search")}
        aria-keyshortcuts={shortcut("/")}
        placeholder={say("triage.search_hint")}
        value={typed}
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={<KeyCap>/</KeyCap>}
        aria-describedby="search-note"
        onFocus={() => setNear(true)}
        onBlur={() => setNear(false)}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p id="search-note" className={near ? style.note : "visually-hidden"}>
        {say("triage.search_note")}
      </p>
    </form>
  );
}
