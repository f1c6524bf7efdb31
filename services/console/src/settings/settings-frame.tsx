import { type ReactNode, useId } from "react";
import { useMe } from "../session/me.tsx";
import { RoomFrame } from "../shell/room-frame.tsx";
import { useWords } from "../words/words.tsx";
import style from "./settings.module.css";

/** Title and the parts of the settings. */
export function SettingsFrame({ lead, children }: { lead: string; children: ReactNode }) {
  const { say } = useWords();
  const { may } = useMe();
  const team = may("team.read") ? [{ to: "/settings/team", name: say("set.team") }] : [];
  return (
    <RoomFrame title={say("nav_more.settings")} lead={lead} label={say("set.parts")} parts={[{ to: "/settings/me", name: say("set.me") }, ...team]}>
      {children}
    </RoomFrame>
  );
}

/** One card of the settings, with what it means. */
export function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={style.card} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note !== undefined && <p className={style.quiet}>{note}</p>}
      </header>
      {children}
    </section>
  );
}
