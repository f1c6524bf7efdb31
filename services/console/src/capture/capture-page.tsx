import { lazy, Suspense, useEffect } from "react";
import { Navigate, useSearchParams } from "react-router";
import { HOME } from "../session/home.ts";
import { type KnownPerson, knownPerson } from "../session/known-person.ts";
import { useSession } from "../session/use-session.ts";
import { Denied } from "../shell/denied.tsx";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import { CaptureFrame } from "./capture-frame.tsx";
import { CaptureHome } from "./capture-home.tsx";
import { CaptureSteps } from "./capture-steps.tsx";
import { laterSteps } from "./later.ts";
import { startWorker } from "./use-draft.ts";
import { useOutbox } from "./use-outbox.ts";

const Receipt = lazy(async () => ({ default: (await laterSteps).Receipt }));

/** Kirim temuan: from seeing to safe in a minute, on a small phone with a bad line. Field staff see only this page. */
export default function CapturePage() {
  const { say } = useWords();
  const session = useSession();
  useEffect(() => {
    document.title = `${say("cap.title")} · Netra`;
  }, [say]);
  useEffect(startWorker, []);

  // While the server has not answered, whoever it last knew here goes on: their draft lies on this phone, and sending asks the server again.
  const known = session.data === undefined ? knownPerson() : null;
  if (known !== null) return <Capture person={known} />;
  if (session.isError)
    return (
      <CaptureFrame home={null} title={say("cap.title")}>
        <p className={plain.error} role="alert">
          {say("err.network")}
        </p>
        <button type="button" className={plain.secondary} onClick={() => void session.refetch()}>
          {say("app.retry")}
        </button>
      </CaptureFrame>
    );
  if (session.data === undefined) return null;
  if (session.data === null || session.data.mustSetPassword)
    return <Navigate to="/sign-in" state={{ from: `/capture${window.location.search}` }} replace />;
  if (!session.data.permissions.includes("capture.send"))
    return (
      <CaptureFrame home={HOME[session.data.role]} title={say("cap.title")}>
        <Denied role={session.data.role} helpers={["field", "analyst", "supervisor"]} />
      </CaptureFrame>
    );
  return <Capture person={session.data} />;
}

function Capture({ person }: { person: KnownPerson }) {
  const [query, setQuery] = useSearchParams();
  const outbox = useOutbox(person.userId);
  const step = Number(query.get("step"));
  const receipt = query.get("receipt");
  const home = person.role === "field" ? null : HOME[person.role];

  const goTo = (next: { step: 1 | 2 | 3 } | { receipt: string } | null) =>
    setQuery(next === null ? {} : Object.fromEntries(Object.entries(next).map(([name, value]) => [name, String(value)])));

  if (receipt !== null)
    return (
      <Suspense fallback={null}>
        <Receipt parcels={outbox.parcels} clientId={receipt} onAgain={() => goTo({ step: 1 })} onHome={() => goTo(null)} />
      </Suspense>
    );
  if (step === 1 || step === 2 || step === 3) return <CaptureSteps step={step} userId={person.userId} goTo={goTo} onPosted={outbox.send} />;
  return <CaptureHome person={person} home={home} outbox={outbox} onStart={() => goTo({ step: 1 })} />;
}
