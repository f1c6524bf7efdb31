import { Button, Tabs } from "@mantine/core";
import type { ComparisonView, DraftView } from "@netra/service-api/contract";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { Candidates } from "./candidates.tsx";
import { Judgement } from "./judgement.tsx";
import style from "./rules.module.css";
import { askComparison, type SampleKind } from "./rules-api.ts";
import { RulesProblem } from "./rules-frame.tsx";
import { Samples } from "./samples.tsx";

interface Props {
  readonly draft: DraftView;
  readonly writes: boolean;
  readonly onDraft: (next: DraftView) => void;
}

/** What the draft would change over what is stored, in the terms of review; what it would miss stands first. */
export function DraftDiff({ draft, writes, onDraft }: Props) {
  const { say } = useWords();
  const [problem, setProblem] = useState<unknown>(null);
  const { comparison } = draft;
  const running = comparison?.state === "waiting" || comparison?.state === "running";
  const compare = async () => {
    setProblem(null);
    try {
      onDraft(await askComparison(draft.id));
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <section className={style.card} aria-labelledby="what-changes">
      <div className={style.between}>
        <h2 id="what-changes">{say("rules.diff")}</h2>
        {writes && draft.changes.length > 0 && (
          <Button variant="default" disabled={running} onClick={() => void compare()}>
            {say(comparison === null ? "rules.compare" : "rules.compare_again")}
          </Button>
        )}
      </div>
      <RulesProblem problem={problem} />
      {comparison === null ? <p>{say("rules.diff_none")}</p> : <Standing comparison={comparison} stale={draft.stale} />}
      {comparison?.figures && <Figures draft={draft} comparison={comparison} figures={comparison.figures} onDraft={onDraft} />}
      <Judgement draft={draft} onDraft={onDraft} />
    </section>
  );
}

/** How far the comparison is; beside its figures, of what they are where that is no more what would come into force. */
function Standing({ comparison, stale }: { comparison: ComparisonView; stale: boolean }) {
  const { say, format } = useWords();
  const { state, done, total, finishedAt, figures, current } = comparison;
  if (state === "waiting") return <p role="status">{say("rules.compare_waiting")}</p>;
  if (state === "running") return <p role="status">{say("rules.comparing", { n: format.number(done), jumlah: format.number(total) })}</p>;
  if (state === "failed") return <p role="alert">{say("rules.compare_failed")}</p>;
  return (
    <>
      {!current && <p className={style.note}>{say(stale ? "rules.compare_stale" : "rules.compare_old")}</p>}
      {figures !== null && finishedAt !== null && (
        <p className={style.small} role="status">
          {say("rules.compared", { n: format.number(figures.rows), m: format.number(figures.decided), jam: format.clockWithZone(finishedAt) })}
        </p>
      )}
    </>
  );
}

type Of = { readonly draft: DraftView; readonly comparison: ComparisonView; readonly figures: NonNullable<ComparisonView["figures"]> };

function Figures({ draft, comparison, figures, onDraft }: Of & Pick<Props, "onDraft">) {
  const { say, format } = useWords();
  const { may } = useMe();
  const [tab, setTab] = useState<string>("missed");
  const counts: Readonly<Record<SampleKind, number>> = { missed: figures.missed, spared: figures.spared, fresh: figures.fresh };
  const kinds = may("pack.sample") ? (["missed", "spared", "fresh"] as const) : [];
  return (
    <>
      <dl className={style.figures}>
        {(["missed", "spared", "fresh"] as const).map((kind) => (
          <div key={kind}>
            <dt>{say(`rules.${kind}`)}</dt>
            <dd>{format.number(counts[kind])}</dd>
            <dd className={style.small}>{say(`rules.${kind}_note`)}</dd>
          </div>
        ))}
        <div>
          <dt>{say("rules.per_day")}</dt>
          <dd>
            {format.number(figures.perDay.before)} → {format.number(figures.perDay.after)}
          </dd>
          <dd className={style.small}>{say("rules.per_day_note", { n: figures.perDay.days })}</dd>
        </div>
      </dl>
      <Tabs value={kinds.length === 0 ? "candidates" : tab} onChange={(next) => setTab(next ?? "missed")} variant="pills" keepMounted={false}>
        <Tabs.List aria-label={say("rules.diff")}>
          {kinds.map((kind) => (
            <Tabs.Tab key={kind} value={kind}>
              {say(`rules.${kind}`)} {format.number(counts[kind])}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="candidates">{say("rules.per_candidate")}</Tabs.Tab>
        </Tabs.List>
        {kinds.map((kind) => (
          <Tabs.Panel key={kind} value={kind} className={style.panel ?? ""}>
            <Samples draft={draft} comparison={comparison} kind={kind} total={counts[kind]} onDraft={onDraft} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="candidates" className={style.panel ?? ""}>
          <Candidates figures={figures} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
