import { Button, Modal, NativeSelect, Textarea } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useContests } from "../shell/contests.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./alike.module.css";
import { closeSteps } from "./close-steps.ts";
import { OUT_OF_SCOPE, type OutOfScope } from "./decision-form.ts";
import { useDecisionWords } from "./decision-words.ts";
import { getFlag } from "./flag-api.ts";
import { candidateName } from "./flag-words.tsx";
import { HiddenText } from "./hidden-text.tsx";
import { isOneCluster } from "./picks.ts";
import type { ListedRow } from "./queue-order.ts";
import { SeenEnd } from "./seen-end.tsx";
import { undoUntil } from "./take-back.ts";
import { useRunMany } from "./undo.tsx";
import { flagKey } from "./use-flag.ts";
import { flaggedOf } from "./versions.tsx";

/** A row holds the beginning of its text; longer ones are fetched whole. */
const ROW_CHARS = 300;
const READINGS = ["neither", "support", "harm", "unclear"] as const;
/** A value for "no candidate of the contest". */
const NOBODY = "-";
type Reading = (typeof READINGS)[number];

interface Props {
  readonly rows: readonly ListedRow[];
  readonly onClose: () => void;
  readonly onStart: () => void;
}

/** Every text before anything is closed; then how, and why. Nothing is chosen beforehand, and nobody closes what they did not look at to its end. */
export default function CloseMany({ rows, onClose, onStart }: Props) {
  const { say } = useWords();
  const words = useDecisionWords();
  const runMany = useRunMany();
  const { contests } = useContests();
  const contest = contests.find(({ id }) => id === rows[0]?.contestId) ?? null;
  const [outcome, setOutcome] = useState<"duplicate" | "out_of_scope" | null>(null);
  const [scope, setScope] = useState<OutOfScope | null>(null);
  const [original, setOriginal] = useState<string | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const [target, setTarget] = useState<string | null | undefined>(undefined);
  const [reason, setReason] = useState("");
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState(false);
  useKeys([{ keys: "Escape", group: "all", inFields: true, act: onClose }], true);

  const whole = useWholeTexts(rows);
  const closed = rows.filter(({ id }) => outcome !== "duplicate" || id !== original);
  // What was read already leads the others; else one reading is asked for all, since they say the same.
  const asksReading = !closed.some(({ readByMe }) => readByMe);
  const aims = reading === "support" || reading === "harm";
  const unseen = closed.filter(({ id }) => !seen.has(id) || whole(id) === null).length;
  const missing =
    outcome === null ||
    (outcome === "duplicate" ? original === null : scope === null) ||
    (asksReading && (reading === null || (aims && target === undefined))) ||
    reason.trim() === "";

  const save = () => {
    if (missing || unseen > 0 || outcome === null) return setAsked(true);
    const close = {
      outcome,
      reason: reason.trim(),
      ...(outcome === "duplicate" && original !== null ? { duplicateOf: original } : {}),
      ...(outcome === "out_of_scope" && scope !== null ? { outOfScope: scope } : {}),
    };
    const steps = closeSteps(closed, { close, reading: reading === null ? null : { reading, targetId: aims ? (target ?? null) : null } });
    const putusan = words({ act: "close", outcome, outOfScope: outcome === "out_of_scope" ? scope : null });
    onClose();
    onStart();
    void runMany({ steps, said: (n) => say("many.done", { n, putusan }), untilMs: undoUntil() });
  };

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnEscape={false}
      size="lg"
      title={say("close_many.title", { n: closed.length })}
      closeButtonProps={{ "aria-label": say("app.close") }}
    >
      <div className={style.dialog}>
        <ul className={style.texts} aria-label={say("close_many.texts")}>
          {rows.map((row) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled to its end by keys too
            <li key={row.id} tabIndex={0}>
              <p className={style.head}>
                <b className={style.number}>{row.number}</b>
                {outcome === "duplicate" && row.id === original && <span>{say("close_many.stays")}</span>}
              </p>
              <p className={style.whole} dir="auto">
                <HiddenText text={whole(row.id) ?? row.text} />
              </p>
              <SeenEnd onSeen={() => setSeen((old) => new Set([...old, row.id]))} />
            </li>
          ))}
        </ul>
        <fieldset className={style.options}>
          <legend>{say("close_many.how")}</legend>
          {(["duplicate", "out_of_scope"] as const)
            .filter((one) => one === "out_of_scope" || isOneCluster(rows))
            .map((one, at) => (
              <label key={one} className={style.pick}>
                <input
                  type="radio"
                  name="outcome"
                  data-autofocus={at === 0 || undefined}
                  checked={outcome === one}
                  onChange={() => setOutcome(one)}
                />
                {say(`outcome.${one}`)}
              </label>
            ))}
        </fieldset>
        {outcome === "duplicate" && (
          <NativeSelect
            label={say("close_many.original")}
            value={original ?? ""}
            data={[
              { value: "", label: say("duplicate.choose"), disabled: true },
              ...rows.map((row) => ({ value: row.id, label: `${row.number} · ${row.text.slice(0, 60)}` })),
            ]}
            onChange={(event) => setOriginal(event.currentTarget.value || null)}
          />
        )}
        {outcome === "out_of_scope" && (
          <NativeSelect
            label={say("scope.label")}
            value={scope ?? ""}
            data={[{ value: "", label: "–", disabled: true }, ...OUT_OF_SCOPE.map((value) => ({ value, label: say(`scope.${value}`) }))]}
            onChange={(event) => setScope(OUT_OF_SCOPE.find((value) => value === event.currentTarget.value) ?? null)}
          />
        )}
        {asksReading && (
          <fieldset className={style.options}>
            <legend>{say("close_many.read")}</legend>
            {READINGS.map((one) => (
              <label key={one} className={style.pick}>
                <input type="radio" name="reading" checked={reading === one} onChange={() => setReading(one)} />
                {say(`read.${one}`)}
              </label>
            ))}
            {aims && contest !== null && (
              <NativeSelect
                label={say("read.target")}
                value={target === undefined ? "" : (target ?? NOBODY)}
                data={[
                  { value: "", label: "–", disabled: true },
                  ...contest.candidates.map((one) => ({ value: one.id, label: candidateName(one) })),
                  { value: NOBODY, label: say("read.target_none") },
                ]}
                onChange={({ currentTarget }) => setTarget(currentTarget.value === NOBODY ? null : currentTarget.value)}
              />
            )}
          </fieldset>
        )}
        <Textarea
          label={say("reason.label")}
          value={reason}
          rows={2}
          autosize={false}
          maxLength={4000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {asked && (missing || unseen > 0) && (
          <p className={style.missing} role="alert">
            {missing ? say("close_many.missing") : say("close_many.unseen", { n: unseen })}
          </p>
        )}
        <Button size="md" onClick={save}>
          {say("close_many.save", { n: closed.length })}
        </Button>
      </div>
    </Modal>
  );
}

/** The words that raised each flag; null while a long one is on its way. */
function useWholeTexts(rows: readonly ListedRow[]): (id: string) => string | null {
  const long = rows.filter(({ text }) => text.length >= ROW_CHARS);
  const answers = useQueries({ queries: long.map(({ id }) => ({ queryKey: flagKey(id), queryFn: () => getFlag(id), staleTime: 10_000 })) });
  return (id) => {
    const at = long.findIndex((row) => row.id === id);
    if (at === -1) return rows.find((row) => row.id === id)?.text ?? null;
    const flag = answers[at]?.data;
    return flag === undefined ? null : flaggedOf(flag).text;
  };
}
