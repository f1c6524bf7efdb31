import { Button } from "@mantine/core";
import type { DraftView } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { setAnswer } from "../set-answer.ts";
import { Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { DraftChanges } from "./draft-changes.tsx";
import { DraftDiff } from "./draft-diff.tsx";
import { bare, type Save } from "./draft-save.ts";
import style from "./rules.module.css";
import { dropDraft, exportAddress, getDraft, saveDraft } from "./rules-api.ts";
import { RulesFrame, RulesProblem } from "./rules-frame.tsx";
import { TryText } from "./try-text.tsx";

const POLL_MS = 2_000;
const STEPS = ["draft", "shadow", "approval", "live"] as const;

/** One draft: its changes on the left, what they would change on the right. The same page for who makes it and who approves it. */
export default function DraftPage() {
  const { draft: id = "" } = useParams();
  const client = useQueryClient();
  const key = ["rules", "draft", id];
  const draft = useQuery({
    queryKey: key,
    queryFn: () => getDraft(id),
    refetchInterval: ({ state }) => (["waiting", "running"].includes(state.data?.comparison?.state ?? "") ? POLL_MS : false),
  });
  const set = (next: DraftView): void => {
    setAnswer(client, key, next);
    void client.invalidateQueries({ queryKey: ["rules", "overview"] });
  };
  return (
    <RulesFrame>
      {draft.isPending && <Waiting rows={4} />}
      {draft.isError && <Failed problem={draft.error} onRetry={() => void draft.refetch()} />}
      {draft.data !== undefined && <Workbench draft={draft.data} onDraft={set} />}
    </RulesFrame>
  );
}

function Workbench({ draft, onDraft }: { draft: DraftView; onDraft: (next: DraftView) => void }) {
  const { say, format } = useWords();
  const { may } = useMe();
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const writes = may("pack.draft") && draft.state === "open";
  const save: Save = async (changes) => {
    setProblem(null);
    try {
      onDraft(await saveDraft(draft.id, draft.revision, changes));
      return true;
    } catch (failure) {
      setProblem(failure);
      if (failure instanceof ApiProblem && failure.code === "draft-changed")
        void client.invalidateQueries({ queryKey: ["rules", "draft", draft.id] });
      return false;
    }
  };
  return (
    <div className={style.bench}>
      <div className={style.stack}>
        <section className={style.card}>
          <h2>{say("rules.draft_title", { nama: draft.base.id, n: draft.base.version })}</h2>
          <Steps draft={draft} />
          {draft.refusal !== null && (
            <p className={style.note}>{say("rules.refused", { tgl: format.day(draft.refusal.at), alasan: draft.refusal.reason })}</p>
          )}
          {draft.note !== "" && draft.state !== "open" && <p className={style.small}>{say("rules.note_said", { catatan: draft.note })}</p>}
          {draft.stale && (
            <div className={style.note}>
              <p>{say(draft.state === "offered" ? "rules.stale_offered" : "rules.stale")}</p>
              {writes && (
                <Button variant="default" onClick={() => void save(draft.changes.map(bare))}>
                  {say("rules.save_again")}
                </Button>
              )}
            </div>
          )}
          <DraftChanges draft={draft} writes={writes} onSave={save} />
          <RulesProblem problem={problem} />
          <div className={style.row}>
            <a className={style.link} href={exportAddress(draft.id)} download>
              {say("rules.export")}
            </a>
            {writes && <Drop id={draft.id} />}
          </div>
        </section>
        {may("pack.sample") && <TryText draft={draft} />}
      </div>
      <DraftDiff draft={draft} writes={writes} onDraft={onDraft} />
    </div>
  );
}

function Steps({ draft }: { draft: DraftView }) {
  const { say } = useWords();
  if (draft.step === "dropped") return <p>{say("rules.step.dropped")}</p>;
  return (
    <ol className={style.steps} aria-label={say("rules.steps")}>
      {STEPS.map((step) => (
        <li key={step} aria-current={draft.step === step ? "step" : undefined}>
          {say(`rules.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Drop({ id }: { id: string }) {
  const { say } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const drop = async () => {
    try {
      await dropDraft(id);
      await client.invalidateQueries({ queryKey: ["rules", "overview"] });
      await navigate("/rules");
    } catch (failure) {
      setProblem(failure);
    }
  };
  if (!asking)
    return (
      <Button variant="default" onClick={() => setAsking(true)}>
        {say("rules.drop")}
      </Button>
    );
  return (
    <>
      <p className={style.small}>{say("rules.drop_note")}</p>
      <Button onClick={() => void drop()}>{say("rules.drop_yes")}</Button>
      <Button variant="default" onClick={() => setAsking(false)}>
        {say("app.back")}
      </Button>
      <RulesProblem problem={problem} />
    </>
  );
}
