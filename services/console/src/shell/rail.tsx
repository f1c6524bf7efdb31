import {
  IconActivity,
  IconAddressBook,
  IconCameraPlus,
  IconHelpCircle,
  IconInbox,
  IconListSearch,
  IconReportAnalytics,
  IconSun,
} from "@tabler/icons-react";
import { NavLink } from "react-router";
import { useNotices } from "../day/use-day.ts";
import { useWaiting } from "../intake/use-intake.ts";
import { PAGES, type Page } from "../session/home.ts";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import style from "./frame.module.css";

const ICONS = {
  "nav.day": IconSun,
  "nav.triage": IconListSearch,
  "nav.intake": IconInbox,
  "nav.capture": IconCameraPlus,
  "nav.reports": IconReportAnalytics,
  "nav.registry": IconAddressBook,
  "nav.status": IconActivity,
} as const;

/** More digits than this would cover the icon. */
const MOST_SHOWN = 99;

/** Left rail: an icon above a visible word, by role; help at the foot. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  const { say } = useWords();
  return (
    <nav className={style.rail} aria-label={say("nav.main")}>
      <Entries />
      <button type="button" className={`${style.entry} ${style.foot}`} onClick={onHelp} aria-keyshortcuts="?">
        <IconHelpCircle size={20} stroke={1.75} aria-hidden />
        {say("nav.help")}
      </button>
    </nav>
  );
}

/** The same entries under 900 px, within reach of the thumb. */
export function BottomBar() {
  const { say } = useWords();
  return (
    <nav className={style.bottom} aria-label={say("nav.main")}>
      <Entries />
    </nav>
  );
}

function Entries() {
  const { role } = useMe();
  return PAGES.filter((page) => page.roles.includes(role)).map((page) => <Entry key={page.path} page={page} />);
}

function Entry({ page }: { page: Page }) {
  const { say } = useWords();
  const Icon = ICONS[page.word];
  return (
    <NavLink to={page.path} className={style.entry ?? ""} aria-keyshortcuts={`G ${page.key.toUpperCase()}`}>
      <Icon size={20} stroke={1.75} aria-hidden />
      {say(page.word)}
      {page.path === "/day" && <Notices />}
      {page.path === "/intake" && <WaitingCaptures />}
    </NavLink>
  );
}

/** How many captures wait for a second look; only for those who may take one. */
function WaitingCaptures() {
  const { say, format } = useWords();
  const n = useWaiting(useMe().may("intake.look"));
  return <Count n={n} words={(shown) => say("nav.waiting", { n: format.number(shown) })} />;
}

/** How many flags ask for something of this person now: an answer is late or came, or a deadline is near. */
function Notices() {
  const { say, format } = useWords();
  const n = useNotices(useMe().may("day.own"));
  return <Count n={n} words={(shown) => say("nav.day_notices", { n: format.number(shown) })} />;
}

function Count({ n, words }: { n: number | null; words: (n: number) => string }) {
  if (n === null || n === 0) return null;
  return (
    <span className={style.badge}>
      <span aria-hidden>{n > MOST_SHOWN ? `${MOST_SHOWN}+` : n}</span>
      <span className="visually-hidden">{words(n)}</span>
    </span>
  );
}
