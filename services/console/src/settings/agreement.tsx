import { NativeSelect } from "@mantine/core";
import type { AgreementFigures, Agreement as Answer } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useContests } from "../shell/contests.tsx";
import { Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./settings.module.css";
import { readAgreement } from "./settings-api.ts";
import { Section } from "./settings-frame.tsx";

/** How alike two readers read, by region and contest. What is too small says so. */
export function Agreement() {
  const { say, format } = useWords();
  const [weeks, setWeeks] = useState<4 | 12>(4);
  const answer = useQuery({ queryKey: ["agreement", weeks], queryFn: () => readAgreement(weeks), staleTime: 60_000 });
  return (
    <Section title={say("agree.title")} note={say("agree.lead")}>
      <NativeSelect
        label={say("agree.span")}
        value={String(weeks)}
        data={[4, 12].map((n) => ({ value: String(n), label: say("agree.weeks", { n: format.number(n) }) }))}
        onChange={(event) => setWeeks(event.currentTarget.value === "12" ? 12 : 4)}
      />
      {answer.isPending && <Waiting rows={3} />}
      {answer.isError && <Failed problem={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data !== undefined && <Cells answer={answer.data} />}
      <p className={style.quiet}>{say("agree.limits")}</p>
    </Section>
  );
}

function Cells({ answer }: { answer: Answer }) {
  const { say, format } = useWords();
  const { contests } = useContests();
  return (
    <>
      <p className={style.quiet}>
        {say("agree.as_of", { a: format.day(answer.from), b: format.day(answer.to), waktu: format.longMoment(answer.asOf) })}
      </p>
      {answer.cells.length === 0 && <p>{say("agree.none")}</p>}
      {answer.cells.map(({ region, regionName, contestId, figures }) => (
        <div key={`${region} ${contestId}`} className={style.cell}>
          <h3>
            {regionName} · {contestId === null ? say("agree.whole") : (contests.find(({ id }) => id === contestId)?.title ?? contestId)}
          </h3>
          {figures === null ? <p className={style.quiet}>{say("agree.few")}</p> : <Figures figures={figures} />}
        </div>
      ))}
    </>
  );
}

function Figures({ figures }: { figures: AgreementFigures }) {
  const { say, format } = useWords();
  const percent = (share: number): string => `${format.number(Math.round(share * 100))}%`;
  const share = ({ n, of, low, high }: AgreementFigures["same"]): string =>
    say("agree.share", { persen: percent(n / of), n: format.number(n), jumlah: format.number(of), a: percent(low), b: percent(high) });
  const { settled, ac1 } = figures;
  const facts = [
    [say("agree.pairs"), format.number(figures.pairs)],
    [say("agree.same"), share(figures.same)],
    [say("agree.ac1"), ac1 === null ? say("agree.ac1_none") : format.number(Math.round(ac1 * 100) / 100)],
    [say("agree.disputed"), share(figures.disputed)],
    [
      say("agree.settled"),
      settled === null
        ? say("agree.few")
        : say("agree.settled_as", { a: format.number(settled.escalate), b: format.number(settled.close), c: format.number(settled.needs_info) }),
    ],
  ] as const;
  return (
    <dl className={style.facts}>
      {facts.map(([word, value]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
