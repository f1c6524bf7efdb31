import type { MachineView, SignalView } from "@netra/service-api/contract";
import type { ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import { HiddenText } from "./hidden-text.tsx";
import { JudgedSpans, type Judging } from "./judge-spans.tsx";
import { SignalTag } from "./post-text.tsx";
import style from "./signals.module.css";

interface Props {
  readonly machine: MachineView;
  readonly lit: number | null;
  readonly onLight: (n: number | null) => void;
  /** Null where nobody may say whether a signal fits. */
  readonly judging: Judging | null;
}

/** For and against, always side by side and of equal width; an empty column says so and stays. */
export function Signals({ machine, lit, onLight, judging }: Props) {
  const { say, locale } = useWords();
  return (
    <>
      <p className={style.legend}>
        <span>
          <span className={style.legendFor}>{say("signal.legend_for")}</span> {say("signal.for").toLowerCase()}
        </span>
        <span>
          <span className={style.legendAgainst}>{say("signal.legend_against")}</span> {say("signal.against").toLowerCase()}
        </span>
      </p>
      <div className={style.columns}>
        <Column side="for" machine={machine} lit={lit} onLight={onLight} judging={judging} />
        <Column side="against" machine={machine} lit={lit} onLight={onLight} judging={judging}>
          {machine.notFound.length > 0 && (
            <li className={style.notFound}>
              <b>{say("signal.none_found")}</b>
              <span>{machine.notFound.map((term) => term[locale]).join(", ")}</span>
            </li>
          )}
        </Column>
      </div>
      {judging !== null && machine.signals.length > 0 && <p className={style.note}>{say("teach.note")}</p>}
    </>
  );
}

function Column({ side, machine, lit, onLight, judging, children }: Props & { side: SignalView["side"]; children?: ReactNode }) {
  const { say, format } = useWords();
  const signals = machine.signals.filter((signal) => signal.side === side);
  const weighed = signals.flatMap((signal) => (signal.tenths === null ? [] : [signal.tenths]));
  const n = signals.length;
  const sum = weighed.reduce((total, tenths) => total + tenths, 0);
  return (
    <section className={style.column} data-side={side} aria-label={say(`signal.${side}`)}>
      <h2 className={style.head}>
        {say(`signal.${side}`)}{" "}
        <span>{weighed.length === 0 ? say("signal.count", { n }) : say("signal.count_sum", { n, jumlah: format.signedTenths(sum) })}</span>
      </h2>
      <ul className={style.list}>
        {n === 0 && <li className={style.none}>{say(`signal.none_${side}`)}</li>}
        {signals.map((signal) => (
          <Item key={signal.n} signal={signal} lit={lit === signal.n} onLight={onLight} judging={judging} />
        ))}
        {children}
      </ul>
    </section>
  );
}

/** The words, why they count and their weight; opened, the rule, its lexicons and sources. */
function Item({ signal, lit, onLight, judging }: { signal: SignalView; lit: boolean } & Pick<Props, "onLight" | "judging">) {
  const { say, format, locale } = useWords();
  return (
    <li id={`signal-${signal.n}`} className={style.item} data-lit={lit} onPointerEnter={() => onLight(signal.n)} onPointerLeave={() => onLight(null)}>
      <details>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary takes the focus by itself */}
        <summary onFocus={() => onLight(signal.n)}>
          <SignalTag signal={signal} />
          <span className={style.words}>
            <b>
              <HiddenText text={signal.words} />
            </b>
            <span>{signal.why[locale]}</span>
          </span>
          {signal.tenths !== null && <span className={style.weight}>{format.signedTenths(signal.tenths)}</span>}
        </summary>
        <dl className={style.origin}>
          <dt>{say("signal.rule")}</dt>
          <dd>{signal.ruleId}</dd>
          {signal.lexicons.length > 0 && (
            <>
              <dt>{say("signal.lexicons")}</dt>
              <dd>{signal.lexicons.join(", ")}</dd>
            </>
          )}
          {signal.sources.length > 0 && (
            <>
              <dt>{say("signal.sources")}</dt>
              <dd>{signal.sources.join("; ")}</dd>
            </>
          )}
        </dl>
      </details>
      <JudgedSpans signal={signal} judging={judging} />
    </li>
  );
}
