import { Menu } from "@mantine/core";
import { IconChevronDown, IconCircleCheck, IconWifiOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { LanguageSwitch } from "../session/language-switch.tsx";
import { useMe } from "../session/me.tsx";
import { useLeave } from "../session/use-leave.ts";
import { serverNow } from "../session/use-session.ts";
import { useWords } from "../words/words.tsx";
import { useConnection } from "./connection.ts";
import { useContests } from "./contests.tsx";
import style from "./frame.module.css";

/** Contest, stage and day, the line to the server and its time, language, and the person. The stage is always in sight: the same words weigh differently by it. */
export function TopBar({ onHelp }: { onHelp: () => void }) {
  const { say } = useWords();
  return (
    <header className={style.top}>
      <Link to="/" className={style.brand} aria-label={say("app.name")}>
        <Eye />
        <span className={style.brandWord}>netra</span>
      </Link>
      <ContestSwitcher />
      <Stage />
      <span className={style.spring} />
      <span className={style.onlyWide}>
        <Connection />
      </span>
      <span className={style.onlyWide}>
        <LanguageSwitch />
      </span>
      <AccountMenu onHelp={onHelp} />
    </header>
  );
}

function Eye() {
  return (
    <svg viewBox="0 0 32 22" width="30" height="20" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinejoin="round" aria-hidden>
      <path d="M2 11c3.4-6.2 8-9 14-9s10.6 2.8 14 9c-3.4 6.2-8 9-14 9S5.4 17.2 2 11Z" />
      <circle cx="16" cy="11" r="4.6" />
      <path d="M16 6.4a4.6 4.6 0 0 1 0 9.2Z" fill="currentColor" />
    </svg>
  );
}

function ContestSwitcher() {
  const { say } = useWords();
  const { contests, chosen, choose, known } = useContests();
  if (!known || contests.length === 0) return null;
  return (
    <Menu withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={style.contest} aria-label={`${say("contest.choose")}: ${chosen?.title ?? say("contest.all")}`}>
          <span>{chosen?.title ?? say("contest.all")}</span>
          <IconChevronDown size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => choose(null)}>{say("contest.all")}</Menu.Item>
        {contests.map((contest) => (
          <Menu.Item key={contest.id} onClick={() => choose(contest.id)} fw={contest.id === chosen?.id ? 650 : 400}>
            {contest.title}
            {!contest.open && ` · ${say("contest.closed")}`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Stage() {
  const { say, sayData } = useWords();
  const { chosen } = useContests();
  if (chosen === null) return null;
  const tahap = sayData(`stage.${chosen.stage}`, chosen.stage);
  const { stageDay, stageDays } = chosen;
  return (
    <span className={style.stage}>
      {stageDay !== null && stageDays !== null && (
        <span className={style.stageBar} aria-hidden>
          <span style={{ width: `${Math.min(100, (stageDay / stageDays) * 100)}%` }} />
        </span>
      )}
      {stageDay !== null && stageDays !== null ? say("stage.day", { tahap, hari: stageDay, lama: stageDays }) : tahap}
    </span>
  );
}

const TICK_MS = 10_000;

function Connection() {
  const { say, format } = useWords();
  const { online } = useConnection();
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const Icon = online ? IconCircleCheck : IconWifiOff;
  return (
    <span className={style.connection}>
      <Icon size={16} aria-hidden />
      {say(online ? "connection.on" : "connection.off")} · {format.clockWithZone(now)}
    </span>
  );
}

function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const { say } = useWords();
  const me = useMe();
  const { leave, failed } = useLeave();
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-end">
      <Menu.Target>
        <button type="button" className={style.avatar} aria-label={say("nav.account", { nama: me.name })}>
          {initials(me.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={style.menuAccount}>
          <b>{me.name}</b>
          <span>
            {say(`role.${me.role}`)}
            {me.regions.length > 0 && ` · ${me.regions.map((region) => region.name).join(", ")}`}
          </span>
          <LanguageSwitch />
        </div>
        <Menu.Item component={Link} to="/settings">
          {say("nav_more.settings")}
        </Menu.Item>
        <Menu.Item onClick={onHelp}>{say("keys.title")}</Menu.Item>
        <Menu.Item closeMenuOnClick={false} onClick={() => void leave()}>
          {say("nav.sign_out")}
        </Menu.Item>
        {failed && (
          <p className={style.menuAccount} role="alert">
            {say("nav.sign_out_failed")}
          </p>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
