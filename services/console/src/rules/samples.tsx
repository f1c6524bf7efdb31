import type { ComparisonView, DraftView, SampleList, SampleView } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Failed, Waiting } from "../shell/states.tsx";
import { MarkedText } from "../triage/marked-text.tsx";
import { useWords } from "../words/words.tsx";
import style from "./rules.module.css";
import { listSamples, openSample, type SampleKind } from "./rules-api.ts";

interface Props {
  readonly draft: DraftView;
  readonly comparison: ComparisonView;
  readonly kind: SampleKind;
  /** Of all; at most 200 are listed. */
  readonly total: number;
  readonly onDraft: (next: DraftView) => void;
}

/** Stored texts that the draft would read otherwise, opened one by one, without anything that leads to a person. */
export function Samples({ draft, comparison, kind, total, onDraft }: Props) {
  const { say, format } = useWords();
  const client = useQueryClient();
  const key = ["rules", "samples", comparison.id, kind];
  const list = useQuery({ queryKey: key, queryFn: () => listSamples(draft.id, kind) });
  const noteRead = (id: string) => {
    const before = client.getQueryData<SampleList>(key);
    const was = before?.samples.find((sample) => sample.id === id);
    if (before === undefined || was === undefined || was.read) return;
    client.setQueryData<SampleList>(key, {
      ...before,
      samples: before.samples.map((sample) => (sample.id === id ? { ...sample, read: true } : sample)),
    });
    if (kind === "missed") onDraft({ ...draft, comparison: { ...comparison, unread: Math.max(0, comparison.unread - 1) } });
  };
  if (list.isPending) return <Waiting rows={3} />;
  if (list.isError) return <Failed problem={list.error} onRetry={() => void list.refetch()} />;
  const { samples, recused } = list.data;
  const leftOut = recused > 0 && <p className={style.small}>{say("rules.sample_left_out", { n: format.number(recused) })}</p>;
  if (samples.length === 0) return leftOut || <p className={style.small}>{say("rules.nothing_there")}</p>;
  return (
    <>
      <p className={style.small}>
        {kind === "missed"
          ? say("rules.read_of", { n: format.number(total - comparison.unread), jumlah: format.number(total) })
          : say("rules.first_of", { n: format.number(samples.length), jumlah: format.number(total) })}
        . {say("rules.sample_people")}
      </p>
      {leftOut}
      <ol className={style.samples}>
        {samples.map((sample, at) => (
          <Sample key={sample.id} sample={sample} n={at + 1} onRead={() => noteRead(sample.id)} />
        ))}
      </ol>
    </>
  );
}

function Sample({ sample, n, onRead }: { sample: SampleList["samples"][number]; n: number; onRead: () => void }) {
  const { say, format } = useWords();
  const [opened, setOpened] = useState<SampleView | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const open = async () => {
    setProblem(null);
    try {
      setOpened(await openSample(sample.id));
      onRead();
    } catch (failure) {
      setProblem(failure);
    }
  };
  const about =
    sample.decidedAt === null || sample.kind === "fresh"
      ? say("rules.sample_fresh")
      : say(`rules.sample_decided.${sample.kind}`, { tgl: format.day(sample.decidedAt) });
  return (
    <li className={style.sample}>
      {opened === null ? (
        <button type="button" className={style.open} onClick={() => void open()}>
          {say("rules.sample_open", { n })}
        </button>
      ) : (
        <p className={style.text} dir="auto">
          {opened.text === null ? say("rules.sample_gone") : <MarkedText text={opened.text} marks={distinct(opened.marks)} />}
        </p>
      )}
      <span className={style.small}>
        {about} · {say("rules.sample_points", { a: format.tenths(sample.tenthsBefore), b: format.tenths(sample.tenthsAfter) })}
        {sample.read && ` · ${say("rules.sample_read")}`}
      </span>
      {problem !== null && <Failed problem={problem} />}
    </li>
  );
}

/** Places in order that do not lie on each other: the first is drawn. */
function distinct(marks: SampleView["marks"]): SampleView["marks"] {
  let end = 0;
  return marks.filter((mark) => {
    if (mark.start < end) return false;
    end = mark.end;
    return true;
  });
}
