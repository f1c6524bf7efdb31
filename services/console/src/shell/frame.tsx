import type { ReactNode } from "react";
import { useMatch, useNavigate } from "react-router";
import { PAGES } from "../session/home.ts";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { useConnection } from "./connection.ts";
import style from "./frame.module.css";
import { KeyHelp, useKeyHelp } from "./key-help.tsx";
import { BottomBar, Rail } from "./rail.tsx";
import { TopBar } from "./top-bar.tsx";
import { useKeys } from "./use-keys.tsx";

/** Rail, top bar, offline line and the page. On a phone the rail becomes a bar at the thumb, and a flag or a capture has the screen to itself. */
export function Frame({ children }: { children: ReactNode }) {
  const { say, format } = useWords();
  const me = useMe();
  const go = useNavigate();
  const help = useKeyHelp();
  const { online, since } = useConnection();
  const [onFlag, onCapture] = [useMatch("/triage/:flag"), useMatch("/intake/:capture")];

  useKeys([
    ...PAGES.filter((page) => page.roles.includes(me.role)).map((page) => ({
      keys: `g ${page.key}`,
      label: say(`keys.go_${page.path.slice(1) as "day" | "triage" | "intake" | "cases" | "capture" | "overview" | "reports" | "status"}`),
      group: "go" as const,
      act: () => void go(page.path),
    })),
    { keys: "?", label: say("keys.help"), group: "all", act: help.open },
  ]);

  return (
    <div className={style.frame} data-flag={onFlag !== null || onCapture !== null}>
      <a className={style.skip} href="#content">
        {say("app.skip")}
      </a>
      <TopBar onHelp={help.open} />
      {!online && since !== null && (
        <p className={style.offline} role="status">
          {say("offline.read", { jam: format.clockWithZone(since) })}
        </p>
      )}
      <Rail onHelp={help.open} />
      <main id="content" tabIndex={-1} className={style.content}>
        {children}
      </main>
      <BottomBar />
      {help.shown && <KeyHelp onClose={help.close} />}
    </div>
  );
}
