import { Button, Skeleton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { ApiProblem, NoConnection } from "../api.ts";
import { PAGES } from "../session/home.ts";
import { useMe } from "../session/me.tsx";
import type { WordKey } from "../words/id.ts";
import { useWords } from "../words/words.tsx";
import { Denied } from "./denied.tsx";
import style from "./states.module.css";

/** The states every screen has besides being full: loading, empty, failed, denied, unknown. Offline is the frame's. */

const SKELETON_AFTER_MS = 300;

/** The shape of what is coming, once waiting is noticeable; never a spinner over content. */
export function Waiting({ rows }: { rows: number }) {
  const { say } = useWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="status" aria-label={say("app.loading")} className={style.waiting}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={row} height={62} radius={0} />
      ))}
    </div>
  );
}

export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={style.state}>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** An error where it happened: what is safe, what to do, and the request's number small below. */
export function Failed({ problem, onRetry, sentence }: { problem: unknown; onRetry?: () => void; sentence?: string }) {
  const { say } = useWords();
  const number = problem instanceof ApiProblem && problem.requestId !== "" ? problem.requestId : null;
  return (
    <div className={style.failed} role="alert">
      <p>{problem instanceof NoConnection ? say("err.network") : (sentence ?? say("err.unexpected"))}</p>
      {number !== null && <p className={style.number}>{say("err.number", { id: number })}</p>}
      {onRetry !== undefined && (
        <Button variant="default" size="sm" onClick={onRetry}>
          {say("app.retry")}
        </Button>
      )}
    </div>
  );
}

/** A page that exists but not for this role says so, and who can help; it is never a blank. */
export function Guarded({ path, title, children }: { path: string; title: WordKey & `nav.${string}`; children: ReactNode }) {
  const { sayData } = useWords();
  const { role } = useMe();
  const roles = PAGES.find((page) => page.path === path)?.roles ?? [];
  if (roles.includes(role)) return children;
  return (
    <div className={style.page}>
      <h1 className={style.title}>{sayData(title, "")}</h1>
      <Denied role={role} helpers={roles} />
    </div>
  );
}

export function NoSuchPage() {
  const { say } = useWords();
  return (
    <div className={style.page}>
      <h1 className={style.title}>{say("app.name")}</h1>
      <p>{say("err.page_not_found")}</p>
    </div>
  );
}

/** The page's one `h1`, its title in the tab, and the focus when one arrives by a link or a key. */
export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · Netra`;
  }, [children]);
  return <h1 className={style.title}>{children}</h1>;
}
