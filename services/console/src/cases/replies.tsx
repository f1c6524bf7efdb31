import { Button, Textarea, TextInput } from "@mantine/core";
import type { CaseDetail } from "@netra/service-api/contract";
import { useState } from "react";
import { newId } from "../new-id.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";
import { keepReply } from "./cases-api.ts";

interface Props {
  readonly of: CaseDetail;
  readonly onKept: (next: CaseDetail) => void;
}

/** What the person says to it, word for word: their right, at every stage. */
export function Replies({ of, onKept }: Props) {
  const { say, format } = useWords();
  const me = useMe();
  return (
    <section className={style.card} aria-labelledby="case-replies">
      <h2 id="case-replies">{say("case.replies")}</h2>
      {of.replies.length === 0 && <p>{say("case.replies_none")}</p>}
      {of.replies.map((reply) => (
        <div key={reply.id}>
          {reply.purged ? (
            <p className={style.quiet}>{say("answer.purged")}</p>
          ) : (
            <blockquote className={style.said} dir="auto">
              {reply.words}
            </blockquote>
          )}
          <p className={style.quiet}>
            {say("case.reply_by", { tgl: format.day(`${reply.givenOn}T05:00:00Z`), nama: reply.by, jam: format.longMoment(reply.at) })}
          </p>
        </div>
      ))}
      {me.may("case.reply") && <ReplyForm key={of.replies.length} of={of} onKept={onKept} />}
    </section>
  );
}

function ReplyForm({ of, onKept }: Props) {
  const { say } = useWords();
  const announce = useAnnounce();
  const { online } = useConnection();
  const [key] = useState(newId);
  const [words, setWords] = useState("");
  const [givenOn, setDay] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const keep = async () => {
    setBusy(true);
    setProblem(null);
    try {
      onKept(await keepReply(of.id, { idempotencyKey: key, words, givenOn }));
      announce(say("case.reply_kept"));
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  return (
    <details className={style.fold}>
      <summary>{say("case.reply_add")}</summary>
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <Textarea
          label={say("case.reply_words")}
          description={say("answer.verbatim")}
          autosize
          minRows={3}
          maxLength={4000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <TextInput type="date" label={say("case.reply_day")} value={givenOn} onChange={(event) => setDay(event.currentTarget.value)} />
        <div>
          <Button type="submit" variant="default" loading={busy} disabled={words.trim() === "" || givenOn === "" || !online}>
            {say("case.reply_keep")}
          </Button>
        </div>
        {problem !== null && <Failed problem={problem} sentence={say("err.save")} />}
      </form>
    </details>
  );
}
