import { Button } from "@mantine/core";
import type { DraftView } from "@netra/service-api/contract";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { AskReason } from "./ask-reason.tsx";
import style from "./rules.module.css";
import { approveDraft, offerDraft, refuseDraft } from "./rules-api.ts";

/** The step that is this person's now: an engineer offers what was read, a supervisor approves or refuses it. One that is offered over a version no longer in force can only be refused. */
export function Judgement({ draft, onDraft }: { draft: DraftView; onDraft: (next: DraftView) => void }) {
  const { say } = useWords();
  const { may } = useMe();
  const [asking, setAsking] = useState<"offer" | "approve" | "refuse" | null>(null);
  const done = async (next: Promise<DraftView>): Promise<void> => {
    onDraft(await next);
    setAsking(null);
  };
  const cancel = () => setAsking(null);
  if (asking === "offer")
    return (
      <AskReason
        label={say("rules.offer_note")}
        yes={say("rules.offer")}
        optional
        onYes={(note) => done(offerDraft(draft.id, note))}
        onCancel={cancel}
      />
    );
  if (asking === "approve")
    return (
      <AskReason
        label={say("rules.reason")}
        yes={say("rules.approve_yes")}
        follows={say("rules.approve_note")}
        optional
        onYes={(note) => done(approveDraft(draft.id, note))}
        onCancel={cancel}
      />
    );
  if (asking === "refuse")
    return (
      <AskReason
        label={say("rules.reason")}
        yes={say("rules.refuse_yes")}
        onYes={(reason) => done(refuseDraft(draft.id, reason))}
        onCancel={cancel}
      />
    );
  if (draft.state === "open" && may("pack.publish") && draft.comparison?.state === "done") {
    const { unread, current } = draft.comparison;
    return (
      <div className={style.row}>
        <Button disabled={!current || unread > 0} onClick={() => setAsking("offer")}>
          {say("rules.offer")}
        </Button>
        {unread > 0 && <span className={style.small}>{say("rules.offer_unread", { n: unread })}</span>}
      </div>
    );
  }
  if (draft.state === "offered" && may("pack.approve"))
    return (
      <>
        {!draft.stale && <p className={style.small}>{say("rules.approve_note")}</p>}
        <div className={style.row}>
          <Button variant="default" onClick={() => setAsking("refuse")}>
            {say("rules.refuse")}
          </Button>
          {!draft.stale && (
            <Button variant="default" onClick={() => setAsking("approve")}>
              {say("rules.approve")}
            </Button>
          )}
        </div>
      </>
    );
  return null;
}
