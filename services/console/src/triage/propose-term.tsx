import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { TermCategories } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useState } from "react";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { listCategories, proposeTerm } from "./flag-api.ts";
import parts from "./flag-parts.module.css";
import teach from "./teach.module.css";

const LONGEST = 80;

interface Props {
  readonly flagId: string;
  /** Where words can be selected. */
  readonly within: RefObject<HTMLElement | null>;
  /** Words of the signal that is lit, for who selects nothing. */
  readonly lit: string;
}

/** Hands words to the engineer of rules: those that are selected in the text, or those of a signal, or typed ones. Without flag, name or account. */
export function ProposeTerm({ flagId, within, lit }: Props) {
  const { say } = useWords();
  const selected = useSelectedWords(within);
  const [open, setOpen] = useState<string | null>(null);
  const [sent, setSent] = useState<string | null>(null);
  const words = selected === "" ? lit : selected;
  return (
    <section className={`${parts.card} ${teach.propose}`} aria-label={say("teach.propose")}>
      {open === null ? (
        <Button
          variant="default"
          // Pressing it must not take the selection away before it is read.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            setSent(null);
            setOpen(words);
          }}
        >
          {words === "" ? say("teach.propose") : say("teach.propose_these", { kata: words })}
        </Button>
      ) : (
        <Form
          flagId={flagId}
          first={open}
          onSent={(term) => {
            setSent(term);
            setOpen(null);
          }}
          onCancel={() => setOpen(null)}
        />
      )}
      {sent !== null && <p className={teach.small}>{say("teach.sent", { kata: sent })}</p>}
    </section>
  );
}

function Form({ flagId, first, onSent, onCancel }: { flagId: string; first: string; onSent: (term: string) => void; onCancel: () => void }) {
  const { say, sayData } = useWords();
  const announce = useAnnounce();
  const categories = useQuery({ queryKey: ["rules", "categories"], queryFn: listCategories });
  const [term, setTerm] = useState(first);
  const [category, setCategory] = useState("");
  const [condition, setCondition] = useState("");
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const chosen = categories.data?.categories.find(({ id }) => id === category);
  const send = async () => {
    setProblem(null);
    try {
      await proposeTerm(flagId, { term, category, condition, note });
      announce(say("teach.sent", { kata: term.trim() }));
      onSent(term.trim());
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextInput label={say("teach.term")} value={term} maxLength={200} onChange={(event) => setTerm(event.currentTarget.value)} autoFocus />
      <NativeSelect
        label={say("teach.category")}
        value={category}
        onChange={(event) => setCategory(event.currentTarget.value)}
        data={useOptions(categories.data)}
      />
      {chosen?.needsCandidate && <p className={teach.small}>{say("teach.needs_candidate")}</p>}
      <TextInput label={say("teach.condition")} value={condition} maxLength={200} onChange={(event) => setCondition(event.currentTarget.value)} />
      <TextInput label={say("teach.why")} value={note} maxLength={300} onChange={(event) => setNote(event.currentTarget.value)} />
      <p className={teach.small}>{say("teach.without_people")}</p>
      {problem !== null && (
        <Failed
          problem={problem}
          sentence={problem instanceof ApiProblem ? sayData(`teach.err.${problem.code}`, say("err.save")) : say("err.save")}
        />
      )}
      <div className={teach.row}>
        <Button type="submit" disabled={term.trim() === "" || category === ""}>
          {say("teach.send")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {say("app.back")}
        </Button>
      </div>
    </form>
  );
}

/** By what the words do, as the columns beside the text have it. */
function useOptions(data: TermCategories | undefined) {
  const { say, locale } = useWords();
  const of = (against: boolean) =>
    (data?.categories ?? []).filter(({ side }) => (side === "against") === against).map(({ id, title }) => ({ value: id, label: title[locale] }));
  return [
    { value: "", label: say("teach.category_choose") },
    { group: say("signal.for"), items: of(false) },
    { group: say("signal.against"), items: of(true) },
  ];
}

/** The words that are selected in a part of the page, without what only the page adds to them. */
function useSelectedWords(within: RefObject<HTMLElement | null>): string {
  const [words, setWords] = useState("");
  useEffect(() => {
    const listen = () => {
      const selection = document.getSelection();
      const range = selection !== null && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null;
      if (range === null || !within.current?.contains(range.commonAncestorContainer)) return setWords("");
      const copy = range.cloneContents();
      for (const added of copy.querySelectorAll(".visually-hidden, [aria-hidden]")) added.remove();
      setWords((copy.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST));
    };
    document.addEventListener("selectionchange", listen);
    return () => document.removeEventListener("selectionchange", listen);
  }, [within]);
  return words;
}
