import type { ContestView, FlagDetail, MachineView } from "@netra/service-api/contract";
import { useEffect, useRef } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./compare-strip.module.css";
import parts from "./flag-parts.module.css";
import { useReadingWords } from "./flag-words.tsx";

interface Props {
  readonly flag: FlagDetail;
  readonly machine: MachineView;
  readonly contest: ContestView | null;
  readonly summed: boolean;
  readonly onSum: () => void;
}

/** Your reading beside the machine's. Agreement is not celebrated, disagreement not alarmed. A second reader sees neither score nor machine reading. */
export function CompareStrip({ flag, machine, contest, summed, onSum }: Props) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const words = useReadingWords(contest);
  const { reading, pack } = machine;
  return (
    <>
      <dl className={style.compare}>
        {flag.myReading !== null && (
          <div>
            <dt>{say("compare.you", { jam: format.clock(flag.myReading.savedAt) })}</dt>
            <dd>{words.reading(flag.myReading.reading, flag.myReading.targetId)}</dd>
          </div>
        )}
        {reading !== null && (
          <>
            <div>
              <dt>{say("compare.machine")}</dt>
              <dd>{words.machine(reading.stance, reading.targets)}</dd>
            </div>
            <div>
              <dt>{say("compare.score")}</dt>
              <dd>
                {say("compare.score_value", { skor: format.tenths(reading.scoreTenths), ambang: format.tenths(reading.thresholdTenths) })}{" "}
                <button type="button" className={parts.inline} onClick={onSum} aria-expanded={summed} aria-keyshortcuts={shortcut("Y")}>
                  {say("compare.why")} <KeyCap>Y</KeyCap>
                </button>
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{say("compare.pack")}</dt>
          <dd>{say("compare.pack_value", { nama: pack.id, n: pack.version })}</dd>
        </div>
      </dl>
      {summed && reading !== null && <ScoreSum machine={machine} score={reading.scoreTenths} threshold={reading.thresholdTenths} />}
    </>
  );
}

function ScoreSum({ machine, score, threshold }: { machine: MachineView; score: number; threshold: number }) {
  const { say, format, locale } = useWords();
  const card = useRef<HTMLElement>(null);
  // Asked for by a key from anywhere on the page, it is brought to where it can be read.
  useEffect(() => void card.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section ref={card} className={parts.card} aria-label={say("score.title")}>
      <h2>{say("score.title")}</h2>
      <table className={style.sum}>
        <tbody>
          {machine.signals.map((signal) => (
            <tr key={signal.n}>
              <th scope="row">{signal.why[locale]}</th>
              <td>{signal.tenths === null ? "" : format.signedTenths(signal.tenths)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say("score.sum")}</th>
            <td>{format.tenths(score)}</td>
          </tr>
          <tr>
            <th scope="row">{say("score.threshold")}</th>
            <td>{format.tenths(threshold)}</td>
          </tr>
        </tfoot>
      </table>
      <p className={parts.small}>{say("score.note")}</p>
    </section>
  );
}
