import type { ContestView, FlagDetail } from "@netra/service-api/contract";
import { IconArrowsSplit2, IconUsers } from "@tabler/icons-react";
import { useWords } from "../words/words.tsx";
import { useDecisionWords } from "./decision-words.ts";
import parts from "./flag-parts.module.css";
import { useReadingWords } from "./flag-words.tsx";
import { HiddenText } from "./hidden-text.tsx";
import style from "./settlement.module.css";

/** What kind of reading is asked for, where it is not the first. */
export function ReaderBanner({ flag }: { flag: FlagDetail }) {
  const { say } = useWords();
  if (flag.readerNo === 1) return null;
  const Icon = flag.readerNo === 2 ? IconUsers : IconArrowsSplit2;
  return (
    <p className={parts.note}>
      <Icon size={18} aria-hidden />
      <span>{say(flag.readerNo === 2 ? "second.banner" : flag.myReading === null ? "disputed.banner" : "disputed.opened")}</span>
    </p>
  );
}

/** Both readers in two equal columns, names closed, after the supervisor's own reading. */
export function TwoReaders({ flag, contest }: { flag: FlagDetail; contest: ContestView | null }) {
  const { say, format } = useWords();
  const decisionWords = useDecisionWords();
  const readingWords = useReadingWords(contest);
  const acts = flag.decisions.filter((decision) => !decision.undone && decision.act !== "withdraw").slice(-2);
  return (
    <div className={style.readers}>
      {acts.map((decision, at) => {
        const reading = flag.otherReadings.find((other) => other.by === decision.by) ?? flag.otherReadings[at];
        return (
          <section key={decision.id} className={parts.card}>
            <h2 className={style.readerHead}>
              {say("disputed.reader", { n: at + 1 })} <span>{format.moment(decision.at)}</span>
            </h2>
            <dl className={style.reader}>
              <div>
                <dt>{say("disputed.reading")}</dt>
                <dd>{reading === undefined ? "–" : readingWords.reading(reading.reading, reading.targetId)}</dd>
              </div>
              <div>
                <dt>{say("disputed.decision")}</dt>
                <dd>{decisionWords(decision)}</dd>
              </div>
            </dl>
            <p>
              <HiddenText text={decision.reason} />
            </p>
            {decision.question !== null && (
              <p className={parts.small}>
                <HiddenText text={decision.question} />
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}
