import { conflict, notFound, type Proposal, type Role } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { storableText } from "./storable.ts";
import type { Scope } from "./store.ts";

/** What a reader may say of one signal. Stored: never rename. */
export type SpanWord = "fits" | "not";

/** One signal of a reading. Of what is no word of a pack `lexicon` and `term` are empty. */
export interface JudgedSpan {
  readonly ruleId: string;
  readonly lexicon: string;
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** How readers see one signal: this person's own newest word, and how many say what. */
export interface SpanCount extends Pick<JudgedSpan, "ruleId" | "start" | "end"> {
  readonly own: SpanWord | null;
  readonly fits: number;
  readonly unfit: number;
}

export type ProposalState = "waiting" | "accepted" | "declined";

/** A proposal as everybody who works on rules may see it: language alone, and the role of whoever proposed it. */
export interface ProposalRow extends Proposal {
  readonly id: string;
  readonly state: ProposalState;
  readonly role: Role;
  readonly proposedBy: string;
  readonly at: Date;
  readonly reason: string;
}

/** Verdicts on a term or a rule over the whole installation, and how flags that hold it ended. */
export interface QualityRow {
  readonly kind: "term" | "rule";
  /** File of the pack; empty for a rule. */
  readonly lexicon: string;
  readonly name: string;
  readonly fits: number;
  readonly unfit: number;
  readonly notPartisan: number;
  readonly escalated: number;
}

const PROPOSAL = sql`p.id, p.term, p.category, p.condition, p.note, p.state, u.role, p.proposed_by, p.at, p.reason
  from term_proposal p join app_user u on u.id = p.proposed_by`;

/** What readers teach the rules. */
export function termsIn({ db, actor }: Scope) {
  return {
    /** Adds the actor's word on these spans of a flag; null takes it back. The newest counts. */
    async judge(
      flag: { readonly id: string; readonly region: string },
      said: { readonly classificationId: string; readonly spans: readonly JudgedSpan[]; readonly verdict: SpanWord | null },
    ): Promise<void> {
      for (const span of said.spans)
        await sql`insert into span_verdict (flag_id, classification_id, region, user_id, rule_id, lexicon, term, span_start, span_end, verdict)
          values (${flag.id}, ${said.classificationId}, ${flag.region}, ${actor.id}::uuid, ${span.ruleId}, ${span.lexicon}, ${span.term}, ${span.start}, ${span.end},
            ${said.verdict})`.execute(db);
    },
    /** The newest words on a flag's spans, whichever reading of the machine they were said of. */
    async spanCounts(flagId: string): Promise<SpanCount[]> {
      const { rows } = await sql<SpanCount>`with newest as (
          select distinct on (user_id, rule_id, span_start, span_end) user_id, rule_id, span_start, span_end, verdict from span_verdict where flag_id = ${flagId}
          order by user_id, rule_id, span_start, span_end, at desc, id)
        select rule_id, span_start as start, span_end as end, max(verdict) filter (where user_id = ${actor.id}::uuid) as own,
          count(*) filter (where verdict = 'fits')::int as fits, count(*) filter (where verdict = 'not')::int as unfit
        from newest group by 1, 2, 3`.execute(db);
      return rows;
    },
    /** Counts of the whole installation, the most judged first, at most 1,000. */
    async quality(): Promise<QualityRow[]> {
      return (await sql<QualityRow>`select kind, lexicon, name, fits, unfit, not_partisan, escalated from term_quality()`.execute(db)).rows;
    },
    /**
     * Whether words name a registered person or account, whatever the actor's regions: which of the two, and no more. Of the flag's author one part of the name (three letters or more)
     * or any handle is found; of everybody else two neighbouring parts of the name, or a handle with a digit or one of `. _ -`. Somebody else who is registered with a single word is
     * therefore not found: as a rule that word is an ordinary one. Cost: one look at every registered name.
     */
    async namesSomebody(words: string, flagId: string): Promise<"person" | "handle" | null> {
      const { rows } = await sql<{ found: "person" | "handle" | null }>`select names_somebody(${storableText(words)}, ${flagId}) as found`.execute(
        db,
      );
      return one(rows).found;
    },
    /** Keeps a proposal for the engineer, and apart from it where it was read. Throws conflict `term-proposed` while the same one waits or is in the draft. */
    async propose(flag: { readonly id: string; readonly region: string }, proposal: Proposal): Promise<string> {
      const { rows } = await sql<{ id: string }>`insert into term_proposal (term, category, condition, note, proposed_by)
        values (${storableText(proposal.term)}, ${proposal.category}, ${storableText(proposal.condition)}, ${storableText(proposal.note)}, ${actor.id}::uuid)
        on conflict do nothing returning id`.execute(db);
      const id = rows[0]?.id;
      if (id === undefined) throw conflict("term-proposed", "This word waits with the engineer, or is in the draft, already.");
      await sql`insert into term_origin (proposal_id, flag_id, region) values (${id}, ${flag.id}, ${flag.region})`.execute(db);
      return id;
    },
    /** What waits, oldest first, then what was decided lately; 200 at most. */
    async listProposals(): Promise<ProposalRow[]> {
      const { rows } = await sql<ProposalRow>`select ${PROPOSAL} where p.purged_at is null
        order by p.state <> 'waiting', case when p.state = 'waiting' then p.at end, p.decided_at desc limit 200`.execute(db);
      return rows;
    },
    /** These proposals, whatever became of them. */
    async findProposals(ids: readonly string[]): Promise<ProposalRow[]> {
      return (await sql<ProposalRow>`select ${PROPOSAL} where p.id = any(${sql.val([...ids])}::uuid[])`.execute(db)).rows;
    },
    /** Every word that the actor ever proposed, whatever became of it; without those that had to go. */
    async listOwnTerms(): Promise<string[]> {
      const { rows } = await sql<{ term: string }>`select term from term_proposal where proposed_by = ${actor.id}::uuid and term <> ''`.execute(db);
      return rows.map(({ term }) => term);
    },
    /** Notes that a pack with these is in force: their words may be proposed anew. */
    async inForce(ids: readonly string[]): Promise<void> {
      await sql`update term_proposal set in_force_at = clock_timestamp() where id = any(${sql.val([...ids])}::uuid[])`.execute(db);
    },
    /** One proposal, held until this transaction ends. */
    async lockProposal(id: string): Promise<ProposalRow> {
      const { rows } = await sql<ProposalRow>`select ${PROPOSAL} where p.id = ${id} and p.purged_at is null for update of p`.execute(db);
      if (!rows[0]) throw notFound("proposal");
      return rows[0];
    },
    /** Says what became of a proposal, in the actor's name. */
    async decideProposal(id: string, state: ProposalState, reason = ""): Promise<void> {
      await sql`update term_proposal set state = ${state}, decided_by = ${actor.id}::uuid, decided_at = clock_timestamp(), reason = ${storableText(reason)}
        where id = ${id}`.execute(db);
    },
  };
}
