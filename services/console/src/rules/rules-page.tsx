import { Button } from "@mantine/core";
import type { RulesView } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useMe } from "../session/me.tsx";
import { setAnswer } from "../set-answer.ts";
import { Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { AskReason } from "./ask-reason.tsx";
import { Proposals } from "./proposals.tsx";
import style from "./rules.module.css";
import { beginDraft, getRules, goBack } from "./rules-api.ts";
import { RulesFrame, RulesProblem } from "./rules-frame.tsx";

/** Where an engineer starts: the draft, what readers propose, and which version is in force. */
export default function RulesPage() {
  const rules = useQuery({ queryKey: ["rules", "overview"], queryFn: getRules });
  return (
    <RulesFrame>
      {rules.isPending && <Waiting rows={4} />}
      {rules.isError && <Failed problem={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data !== undefined && (
        <div className={style.columns}>
          <div className={style.stack}>
            <DraftCard draft={rules.data.draft} />
            <Proposals rules={rules.data} />
          </div>
          <Packs rules={rules.data} />
        </div>
      )}
    </RulesFrame>
  );
}

function DraftCard({ draft }: { draft: RulesView["draft"] }) {
  const { say, format } = useWords();
  const { may } = useMe();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<unknown>(null);
  const begin = async () => {
    setProblem(null);
    try {
      await navigate(`/rules/drafts/${(await beginDraft()).id}`);
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <section className={style.card}>
      <h2>{say("rules.draft")}</h2>
      {draft === null && <p>{say("rules.draft_none")}</p>}
      {draft?.state === "offered" && <p>{say("rules.draft_offered")}</p>}
      <div className={style.row}>
        {draft !== null && (
          <Link className={style.link} to={`/rules/drafts/${draft.id}`}>
            {say("rules.draft_open", { n: format.number(draft.changes) })}
          </Link>
        )}
        {draft === null && may("pack.draft") && <Button onClick={() => void begin()}>{say("rules.draft_begin")}</Button>}
      </div>
      <RulesProblem problem={problem} />
    </section>
  );
}

function Packs({ rules }: { rules: RulesView }) {
  const { say, format } = useWords();
  const { may } = useMe();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { previous } = rules;
  return (
    <section className={style.card}>
      <h2>{say("rules.packs")}</h2>
      <ul className={style.list}>
        {rules.packs.map((pack) => (
          <li key={pack.hash} className={style.item}>
            <div className={style.between}>
              <b>{say("rules.pack", { nama: pack.id, n: pack.version })}</b>
              <span className={style.state}>{say(`rules.state.${pack.state}`)}</span>
            </div>
            <p className={style.small}>
              {pack.by === null
                ? say("rules.by_system", { tgl: format.day(pack.publishedAt) })
                : say("rules.by", { nama: pack.by, tgl: format.day(pack.publishedAt) })}
              {pack.confirmedBy !== null && pack.confirmedAt !== null && (
                <> · {say("rules.confirmed_by", { nama: pack.confirmedBy, tgl: format.day(pack.confirmedAt) })}</>
              )}
            </p>
          </li>
        ))}
      </ul>
      {previous !== null &&
        may("pack.approve") &&
        (asking ? (
          <AskReason
            label={say("rules.reason")}
            yes={say("rules.back_yes")}
            follows={say("rules.back_note", { n: previous.version })}
            onYes={async (reason) => {
              setAnswer(client, ["rules", "overview"], await goBack(reason));
              setAsking(false);
            }}
            onCancel={() => setAsking(false)}
          />
        ) : (
          <div>
            <Button variant="default" onClick={() => setAsking(true)}>
              {say("rules.back", { n: previous.version })}
            </Button>
          </div>
        ))}
    </section>
  );
}
