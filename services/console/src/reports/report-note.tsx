import { Button, Textarea } from "@mantine/core";
import type { ReportDetail } from "@netra/service-api/contract";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { sentenceOf } from "./ask-correction.tsx";
import style from "./reports.module.css";
import { writeNote } from "./reports-api.ts";

const LONGEST = 4_000;

interface Props {
  readonly report: ReportDetail;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly onSaved: (report: ReportDetail) => void;
  /** Somebody wrote in between, or it is no draft any more: read it anew. */
  readonly onStale: () => void;
}

/** A draft's note: written, changed and taken away until the report is final. Nobody writes over what they have not seen. */
export function NoteForm({ report, words, onWords, onSaved, onStale }: Props) {
  const { say } = useWords();
  const announce = useAnnounce();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const changed = problem instanceof ApiProblem && problem.code === "note-changed";
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      onSaved(await writeNote(report.id, { note: words, noteRevision: report.noteRevision }));
      announce(say("rep.note_saved"));
    } catch (failure) {
      setProblem(failure);
      if (failure instanceof ApiProblem && failure.status === 409) onStale();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={style.words}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        label={say("rep.note")}
        description={say("rep.note_help")}
        value={words}
        maxLength={LONGEST}
        autosize
        minRows={3}
        onChange={(event) => onWords(event.currentTarget.value)}
      />
      <NoteBy report={report} />
      <Button type="submit" variant="default" loading={busy} disabled={words.trim() === (report.note ?? "")}>
        {say("rep.note_save")}
      </Button>
      {problem !== null && <Failed problem={problem} sentence={say(changed ? "rep.note_changed" : sentenceOf(problem))} />}
      {changed && (
        <section aria-label={say("rep.note_now")}>
          <h3>{say("rep.note_now")}</h3>
          <p className={style.note}>{report.note ?? say("rep.note_gone")}</p>
        </section>
      )}
    </form>
  );
}

/** The note as it stands, for whoever may not write it any more. */
export function Note({ report }: { report: ReportDetail }) {
  const { say } = useWords();
  if (report.note === null) return <p className={style.meta}>{say("rep.note_none")}</p>;
  return (
    <>
      <p className={style.note}>{report.note}</p>
      <NoteBy report={report} />
    </>
  );
}

function NoteBy({ report: { noteBy, noteAt } }: { report: ReportDetail }) {
  const { say, format } = useWords();
  if (noteBy === null || noteAt === null) return null;
  return <p className={style.meta}>{say("rep.note_by", { nama: noteBy, waktu: format.longMoment(noteAt) })}</p>;
}
