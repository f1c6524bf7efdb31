import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useKeyboard, useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { CaptureView } from "./capture-view.tsx";
import style from "./intake-list.module.css";
import { captureAddress, stateIn } from "./intake-page.tsx";
import { useCapture, useIntakeList } from "./use-intake.ts";

/** One capture: its files beside what was filled in, and what a second person does with it. A saved look opens the next one. */
export default function CaptureLookPage() {
  const { capture: captureId = "" } = useParams();
  return <OneCapture key={captureId} captureId={captureId} />;
}

function OneCapture({ captureId }: { captureId: string }) {
  const { say } = useWords();
  const go = useNavigate();
  const announce = useAnnounce();
  const keyboard = useKeyboard();
  const [query] = useSearchParams();
  const state = stateIn(query);
  const { rows, waiting } = useIntakeList(state);
  const one = useCapture(captureId);
  const at = rows.findIndex((row) => row.id === captureId);

  const open = (id: string) => void go(captureAddress(id, state));
  const toList = () => void go(state === "done" ? "/intake?state=done" : "/intake");
  const move = (by: 1 | -1) => {
    const next = rows[at + by];
    if (at === -1 || next === undefined) announce(say("triage.end"));
    else open(next.id);
  };
  /** After a look this capture is no longer in the list, so what follows was noted before. */
  const free = rows.filter((row, place) => row.mayLook.ok && place > at && row.id !== captureId);
  const next = free[0] ?? rows.find((row) => row.mayLook.ok && row.id !== captureId) ?? null;

  // Looked at by another person: what is still in the cache is not for this one any more.
  const closed = one.error instanceof ApiProblem && one.error.code === "looked-already";
  const capture = closed ? undefined : one.data;
  // Another capture: keys that commit to something sleep for a moment, and it is said where one stands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per capture
  useEffect(() => {
    if (capture === undefined) return;
    keyboard.sleep();
    window.scrollTo(0, 0);
    document.title = `${capture.receiptNo} · Netra`;
    document.getElementById("panel-title")?.focus({ preventScroll: true });
    if (at >= 0) announce(say("intake.position", { i: at + 1, n: Math.max(rows.length, state === "waiting" ? (waiting ?? 0) : 0) }));
  }, [capture?.id]);

  useKeys([
    { keys: "j", label: say("keys.next"), group: "list", repeats: true, act: () => move(1) },
    { keys: "k", label: say("keys.previous"), group: "list", repeats: true, act: () => move(-1) },
    { keys: "Escape", label: say("keys.back"), group: "all", act: toList },
  ]);

  if (capture !== undefined)
    return <CaptureView capture={capture} onBack={toList} onNext={() => (next === null ? toList() : open(next.id))} onReload={() => one.refetch()} />;
  const unknown = one.error instanceof ApiProblem && one.error.status === 404;
  return (
    <div className={style.alone}>
      <PageTitle>{say("nav.intake")}</PageTitle>
      {one.isPending && <Waiting rows={5} />}
      {(unknown || closed) && (
        <Empty
          action={
            <Button variant="default" onClick={toList}>
              {say("triage.back")}
            </Button>
          }
        >
          {say(closed ? "intake.closed" : "intake.not_found")}
        </Empty>
      )}
      {one.isError && !unknown && !closed && <Failed problem={one.error} onRetry={() => void one.refetch()} />}
    </div>
  );
}
