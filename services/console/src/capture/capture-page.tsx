import type { Session } from "@netra/service-api/contract";
import { useEffect } from "react";
import { Navigate, useSearchParams } from "react-router";
import { HOME } from "../session/home.ts";
import { useSession } from "../session/use-session.ts";
import { Denied } from "../shell/denied.tsx";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import { CaptureFrame } from "./capture-frame.tsx";
import { CaptureHome } from "./capture-home.tsx";
import { CaptureSteps } from "./capture-steps.tsx";
import { Receipt } from "./receipt.tsx";
import { acceptShares } from "./use-draft.ts";
import { useOutbox } from "./use-outbox.ts";

/** Kirim temuan: from seeing to safe in a minute, on a small phone with a bad line. Field staff see only this page. */
export default function CapturePage() {
  const { say } = useWords();
  const session = useSession();
  useEffect(() => {
    document.title = `${say("cap.title")} · Netra`;
  }, [say]);
  useEffect(acceptShares, []);

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
  return <Capture session={session.data} />;
}

function Capture({ session }: { session: Session }) {
  const [query, setQuery] = useSearchParams();
  const outbox = useOutbox(session.userId);
  const step = Number(query.get("step"));
  const receipt = query.get("receipt");
  const home = session.role === "field" ? null : HOME[session.role];

  const goTo = (next: { step: 1 | 2 | 3 } | { receipt: string } | null) =>
    setQuery(next === null ? {} : Object.fromEntries(Object.entries(next).map(([name, value]) => [name, String(value)])));

  if (receipt !== null) return <Receipt parcels={outbox.parcels} clientId={receipt} onAgain={() => goTo({ step: 1 })} onHome={() => goTo(null)} />;
  if (step === 1 || step === 2 || step === 3) return <CaptureSteps step={step} userId={session.userId} goTo={goTo} onPosted={outbox.send} />;
  return <CaptureHome session={session} home={home} outbox={outbox} onStart={() => goTo({ step: 1 })} />;
}
