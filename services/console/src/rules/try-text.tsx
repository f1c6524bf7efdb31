import { Button, Textarea } from "@mantine/core";
import type { DraftView, TryResult } from "@netra/service-api/contract";
import { useState } from "react";
import { useContests } from "../shell/contests.tsx";
import { useWords } from "../words/words.tsx";
import style from "./rules.module.css";
import { tryText } from "./rules-api.ts";
import { RulesProblem } from "./rules-frame.tsx";

/** One text under the pack in force and under the draft, with both columns. */
export function TryText({ draft }: { draft: DraftView }) {
  const { say } = useWords();
  const { chosen } = useContests();
  const [text, setText] = useState("");
  const [result, setResult] = useState<TryResult | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const go = async () => {
    setProblem(null);
    try {
      setResult(await tryText(draft.id, text, chosen?.id ?? null));
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <section className={style.card}>
      <h2>{say("rules.try")}</h2>
      <form
        className={style.ask}
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <Textarea
          aria-label={say("rules.try")}
          value={text}
          maxLength={5000}
          autosize
          minRows={3}
          maxRows={8}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={style.row}>
          <Button type="submit" variant="default" disabled={text.trim() === ""}>
            {say("rules.try_go")}
          </Button>
          <span className={style.small}>{say("rules.try_note")}</span>
        </div>
      </form>
      <RulesProblem problem={problem} />
      {result !== null && (
        <>
          <Reading title={say("rules.try_live")} reading={result.before} />
          <Reading title={say("rules.try_draft")} reading={result.after} />
        </>
      )}
    </section>
  );
}

function Reading({ title, reading }: { title: string; reading: TryResult["before"] }) {
  const { say, format } = useWords();
  const values = { skor: format.tenths(reading.scoreTenths), ambang: format.tenths(reading.thresholdTenths) };
  return (
    <section className={style.reading} aria-label={title}>
      <h3>{title}</h3>
      <p>{say(reading.flagged ? "rules.flagged" : "rules.not_flagged", values)}</p>
      <div className={style.sides}>
        <Side side="for" reading={reading} />
        <Side side="against" reading={reading} />
      </div>
    </section>
  );
}

function Side({ side, reading }: { side: "for" | "against"; reading: TryResult["before"] }) {
  const { say, format, locale } = useWords();
  const signals = reading.signals.filter((signal) => signal.side === side);
  return (
    <section className={style.side} data-side={side} aria-label={say(`signal.${side}`)}>
      <h4>{say(`signal.${side}`)}</h4>
      {signals.length === 0 && <p className={style.small}>{say(`rules.nothing_${side}`)}</p>}
      <ul className={style.list}>
        {signals.map((signal) => (
          <li key={signal.n}>
            <b>{signal.words}</b> <span className={style.weight}>{format.signedTenths(signal.tenths ?? 0)}</span>
            <p className={style.small}>{signal.why[locale]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
