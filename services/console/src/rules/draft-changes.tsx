import { Button, TextInput } from "@mantine/core";
import type { DraftView, TermChangeView, TermView } from "@netra/service-api/contract";
import { useState } from "react";
import { useLocation } from "react-router";
import { useWords } from "../words/words.tsx";
import { ChangeForm } from "./change-form.tsx";
import { bare, type Save } from "./draft-save.ts";
import style from "./rules.module.css";
import { lookupTerms } from "./rules-api.ts";
import { RulesProblem } from "./rules-frame.tsx";

type Change = DraftView["changes"][number];
const SIGNS = { add: "+", change: "~", remove: "−" } as const;

/** What is being written: a new term, or one that is there, and where it stands in the draft when it is there already. */
interface Editing {
  readonly change: TermChangeView;
  readonly at: number | null;
}

const NEW: TermChangeView = { op: "add", lexicon: "", term: "" };

/** A draft's changes, one by one, with what is wrong with them; for an engineer, the means to write them. */
export function DraftChanges({ draft, writes, onSave }: { draft: DraftView; writes: boolean; onSave: Save }) {
  const { say, format } = useWords();
  const proposed = useTaken(draft);
  const [editing, setEditing] = useState<Editing | null>(proposed ? { change: proposed, at: null } : null);
  const changes = draft.changes.map(bare);
  const put = async (change: TermChangeView): Promise<void> => {
    const at = editing?.at ?? null;
    if (await onSave(at === null ? [...changes, change] : changes.with(at, change))) setEditing(null);
  };
  return (
    <>
      <h3>{say("rules.changes", { n: format.number(changes.length) })}</h3>
      {changes.length === 0 && <p className={style.small}>{say("rules.changes_none")}</p>}
      <ul className={style.list}>
        {draft.changes.map((change, at) => (
          <li key={`${change.op} ${change.lexicon} ${change.term}`} className={style.change}>
            <span className={style.sign} aria-hidden>
              {SIGNS[change.op]}
            </span>
            <Described change={change} />
            {writes && (
              <span className={style.row}>
                {change.op !== "remove" && (
                  <button
                    type="button"
                    className={style.inline}
                    onClick={() => setEditing({ change: bare(change), at })}
                    aria-label={say("rules.edit_of", { kata: change.term })}
                  >
                    {say("rules.change")}
                  </button>
                )}
                <button
                  type="button"
                  className={style.inline}
                  onClick={() => void onSave(changes.toSpliced(at, 1))}
                  aria-label={say("rules.take_out_of", { kata: change.term })}
                >
                  {say("rules.take_out")}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Problems problems={draft.problems} />
      {writes && editing !== null && (
        <ChangeForm key={`${editing.change.term} ${editing.at}`} first={editing.change} onPut={put} onCancel={() => setEditing(null)} />
      )}
      {writes && editing === null && (
        <>
          <div>
            <Button variant="default" onClick={() => setEditing({ change: NEW, at: null })}>
              {say("rules.add_term")}
            </Button>
          </div>
          <Lookup
            onChange={(term) => setEditing({ change: { op: "change", ...term }, at: null })}
            onRemove={({ lexicon, term }) => void onSave([...changes, { op: "remove", lexicon, term }])}
          />
        </>
      )}
    </>
  );
}

/** A proposal that was chosen on the page before, unless it is in the draft by now. */
function useTaken(draft: DraftView): TermChangeView | null {
  const state = useLocation().state as { take?: { id: string; term: string; note: string; condition: string; lexicon: string } } | null;
  const take = state?.take;
  if (take === undefined || draft.changes.some(({ proposalId }) => proposalId === take.id)) return null;
  const note = [take.note, take.condition].filter((part) => part !== "").join("; ");
  return { op: "add", lexicon: take.lexicon, term: take.term, ...(note === "" ? {} : { note }), proposalId: take.id };
}

function Described({ change }: { change: Change }) {
  const { say, format } = useWords();
  const points = (weight: number): string => format.tenths(Math.round(weight * 10));
  return (
    <div className={style.described}>
      <p>
        <span className="visually-hidden">{say(`rules.op.${change.op}`)} </span>
        <b>{change.term}</b>{" "}
        <span className={style.weight}>
          {change.was !== null && change.op !== "add" && points(change.was)}
          {change.op === "change" && change.weight !== change.was && " → "}
          {change.op !== "remove" && change.weight !== undefined && change.weight !== change.was && points(change.weight)}
        </span>
      </p>
      <p className={style.small}>
        {[change.lexicon.replace("lexicons/", ""), change.note, change.source].filter((part) => part !== undefined).join(" · ")}
      </p>
      {change.proposal !== null && (
        <p className={style.small}>
          {say("rules.from_proposal", { peran: say(`role.${change.proposal.role}`), tgl: format.day(change.proposal.at) })}
        </p>
      )}
    </div>
  );
}

function Problems({ problems }: { problems: DraftView["problems"] }) {
  const { say } = useWords();
  if (problems.length === 0) return null;
  return (
    <div className={style.note} role="status">
      <b>{say("rules.problems", { n: problems.length })}</b>
      <ul className={style.list}>
        {problems.map(({ path, line, message }) => (
          <li key={`${path} ${line} ${message}`}>
            <span className={style.small}>{line === null ? path : say("rules.at_line", { berkas: path, n: line })}</span>
            {/* The check speaks English, on the command line as here. */}
            <p lang="en">{message}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Lookup({ onChange, onRemove }: { onChange: (term: TermView) => void; onRemove: (term: TermView) => void }) {
  const { say, format } = useWords();
  const [words, setWords] = useState("");
  const [found, setFound] = useState<readonly TermView[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const look = async () => {
    setProblem(null);
    try {
      setFound((await lookupTerms(words.trim())).terms);
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <form
      className={style.ask}
      onSubmit={(event) => {
        event.preventDefault();
        void look();
      }}
    >
      <div className={style.search}>
        <TextInput label={say("rules.lookup")} value={words} maxLength={120} onChange={(event) => setWords(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={words.trim().length < 2}>
          {say("rules.lookup_go")}
        </Button>
      </div>
      {found?.length === 0 && <p className={style.small}>{say("rules.lookup_none")}</p>}
      <ul className={style.list}>
        {found?.map((term) => (
          <li key={`${term.lexicon} ${term.term}`} className={style.change}>
            <span className={style.described}>
              <b>{term.term}</b>
              <span className={style.small}>
                {term.lexicon.replace("lexicons/", "")} · {format.tenths(Math.round(term.weight * 10))}
              </span>
            </span>
            <span className={style.row}>
              <button type="button" className={style.inline} onClick={() => onChange(term)} aria-label={say("rules.edit_of", { kata: term.term })}>
                {say("rules.change")}
              </button>
              <button type="button" className={style.inline} onClick={() => onRemove(term)} aria-label={say("rules.remove_of", { kata: term.term })}>
                {say("rules.remove")}
              </button>
            </span>
          </li>
        ))}
      </ul>
      <RulesProblem problem={problem} />
    </form>
  );
}
