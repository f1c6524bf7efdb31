import { Button } from "@mantine/core";
import type { ProposalView, RulesView } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { AskReason } from "./ask-reason.tsx";
import style from "./rules.module.css";
import { beginDraft, declineProposal } from "./rules-api.ts";
import { RulesProblem } from "./rules-frame.tsx";

/** What readers propose: language alone. An engineer takes a word into the draft, or says why not. */
export function Proposals({ rules }: { rules: RulesView }) {
  const { say } = useWords();
  const waiting = rules.proposals.filter(({ state }) => state === "waiting");
  const decided = rules.proposals.filter(({ state }) => state !== "waiting").slice(0, 10);
  return (
    <section className={style.card}>
      <h2>{say("rules.proposals")}</h2>
      {waiting.length === 0 && <p>{say("rules.proposals_none")}</p>}
      <ul className={style.list}>
        {[...waiting, ...decided].map((proposal) => (
          <Proposal key={proposal.id} proposal={proposal} rules={rules} />
        ))}
      </ul>
    </section>
  );
}

function Proposal({ proposal, rules }: { proposal: ProposalView; rules: RulesView }) {
  const { say, format, locale } = useWords();
  const { may } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const files = rules.lexicons.filter(({ category }) => category === proposal.category);
  // The category's own file before those of a variety, as `vote_call.daerah.yaml`.
  const lexicon = files.find(({ path }) => path === `lexicons/${proposal.category}.yaml`) ?? files[0];
  const take = async () => {
    setProblem(null);
    try {
      const { id } = await beginDraft();
      await navigate(`/rules/drafts/${id}`, { state: { take: { ...proposal, lexicon: lexicon?.path ?? "" } } });
    } catch (failure) {
      setProblem(failure);
    }
  };
  const decline = async (reason: string) => {
    await declineProposal(proposal.id, reason);
    await client.invalidateQueries({ queryKey: ["rules", "overview"] });
  };
  return (
    <li className={style.item}>
      <div className={style.between}>
        <b>{proposal.term}</b>
        <span className={style.small}>{say("rules.proposed_by", { peran: say(`role.${proposal.role}`), tgl: format.day(proposal.at) })}</span>
      </div>
      <p className={style.small}>
        {[lexicon?.title[locale] ?? proposal.category, proposal.condition, proposal.note].filter((part) => part !== "").join(" · ")}
      </p>
      {proposal.state === "accepted" && <p className={style.small}>{say("rules.proposal.accepted")}</p>}
      {proposal.state === "declined" && <p className={style.small}>{say("rules.proposal.declined", { alasan: proposal.reason })}</p>}
      {proposal.state === "waiting" && may("pack.draft") && !asking && (
        <div className={style.row}>
          <Button variant="default" onClick={() => void take()} aria-label={say("rules.take_of", { kata: proposal.term })}>
            {say("rules.take")}
          </Button>
          <Button variant="default" onClick={() => setAsking(true)} aria-label={say("rules.decline_of", { kata: proposal.term })}>
            {say("rules.decline")}
          </Button>
        </div>
      )}
      {asking && <AskReason label={say("rules.reason")} yes={say("rules.decline")} onYes={decline} onCancel={() => setAsking(false)} />}
      <RulesProblem problem={problem} />
    </li>
  );
}
