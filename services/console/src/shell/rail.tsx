import { IconActivity, IconCameraPlus, IconHelpCircle, IconListSearch, IconReportAnalytics } from "@tabler/icons-react";
import { NavLink } from "react-router";
import { PAGES, type Page } from "../session/home.ts";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import style from "./frame.module.css";

const ICONS = {
  "nav.triage": IconListSearch,
  "nav.capture": IconCameraPlus,
  "nav.reports": IconReportAnalytics,
  "nav.status": IconActivity,
} as const;

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
    </NavLink>
  );
}
