import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { TermChangeView } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../words/words.tsx";
import { readWeight } from "./read-weight.ts";
import style from "./rules.module.css";
import { getRules } from "./rules-api.ts";

interface Props {
  readonly first: TermChangeView;
  readonly onPut: (change: TermChangeView) => Promise<void>;
  readonly onCancel: () => void;
}

const VOUCHES = { file: undefined, no: false, half: "half", yes: true } as const;
type Vouches = keyof typeof VOUCHES;
const vouchesOf = (value: TermChangeView["vouches"]): Vouches =>
  (Object.keys(VOUCHES) as Vouches[]).find((name) => VOUCHES[name] === value) ?? "file";

/** A term with the fields that the pack's file has for it. */
export function ChangeForm({ first, onPut, onCancel }: Props) {
  const { say, locale } = useWords();
  const rules = useQuery({ queryKey: ["rules", "overview"], queryFn: getRules });
  const isNew = first.op === "add";
  const [term, setTerm] = useState(first.term);
  const [lexicon, setLexicon] = useState(first.lexicon);
  const [weight, setWeight] = useState(first.weight === undefined ? "" : String(first.weight).replace(".", locale === "id" ? "," : "."));
  const [note, setNote] = useState(first.note ?? "");
  const [source, setSource] = useState(first.source ?? "");
  const [vouches, setVouches] = useState<Vouches>(vouchesOf(first.vouches));
  const [busy, setBusy] = useState(false);
  const points = readWeight(weight);
  const ready = term.trim() !== "" && lexicon !== "" && points !== undefined && note.trim() !== "" && source.trim() !== "";
  const put = async () => {
    if (!ready) return;
    setBusy(true);
    const { stem, proposalId } = first;
    const vouched = VOUCHES[vouches];
    await onPut({
      ...{ op: first.op, lexicon, term: term.trim(), weight: points, note: note.trim(), source: source.trim() },
      ...(stem === undefined ? {} : { stem }),
      ...(vouched === undefined ? {} : { vouches: vouched }),
      ...(proposalId === undefined ? {} : { proposalId }),
    });
    setBusy(false);
  };
  return (
    <form
      className={style.ask}
      onSubmit={(event) => {
        event.preventDefault();
        void put();
      }}
    >
      <TextInput label={say("rules.term")} value={term} maxLength={120} readOnly={!isNew} onChange={(event) => setTerm(event.currentTarget.value)} />
      <NativeSelect
        label={say("rules.lexicon")}
        value={lexicon}
        disabled={!isNew}
        onChange={(event) => setLexicon(event.currentTarget.value)}
        data={[
          { value: "", label: say("teach.category_choose") },
          ...(rules.data?.lexicons ?? []).map(({ path, title }) => ({ value: path, label: `${path.replace("lexicons/", "")} · ${title[locale]}` })),
        ]}
      />
      <TextInput
        label={say("rules.weight")}
        value={weight}
        inputMode="decimal"
        maxLength={4}
        onChange={(event) => setWeight(event.currentTarget.value)}
        autoFocus
      />
      <TextInput label={say("rules.note")} value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
      <TextInput label={say("rules.source")} value={source} maxLength={300} onChange={(event) => setSource(event.currentTarget.value)} />
      <NativeSelect
        label={say("rules.vouches")}
        value={vouches}
        onChange={(event) => setVouches(event.currentTarget.value as Vouches)}
        data={(Object.keys(VOUCHES) as Vouches[]).map((value) => ({ value, label: say(`rules.vouches.${value}`) }))}
      />
      {!ready && <p className={style.small}>{say("rules.incomplete")}</p>}
      <div className={style.row}>
        <Button type="submit" loading={busy} disabled={!ready}>
          {say("rules.put")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {say("app.back")}
        </Button>
      </div>
    </form>
  );
}
