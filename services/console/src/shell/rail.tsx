import { Menu } from "@mantine/core";
import {
  IconActivity,
  IconAddressBook,
  IconAdjustmentsHorizontal,
  IconCameraPlus,
  IconChartBar,
  IconDots,
  IconFolder,
  IconHelpCircle,
  IconInbox,
  IconListSearch,
  IconReportAnalytics,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import { NavLink, useLocation } from "react-router";
import { useNotices } from "../day/use-day.ts";
import { useWaiting } from "../intake/use-intake.ts";
import { atThumb, PAGES, type Page } from "../session/home.ts";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import style from "./frame.module.css";
import { useShortcut } from "./use-keys.tsx";

const ICONS = {
  "nav.day": IconSun,
  "nav.triage": IconListSearch,
  "nav.intake": IconInbox,
  "nav.cases": IconFolder,
  "nav.capture": IconCameraPlus,
  "nav.overview": IconChartBar,
  "nav.reports": IconReportAnalytics,
  "nav.registry": IconAddressBook,
  "nav.rules": IconAdjustmentsHorizontal,
  "nav.status": IconActivity,
} as const;

/** More digits than this would cover the icon. */
const MOST_SHOWN = 99;

/** Left rail: an icon above a visible word, by role; settings and help at the foot. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  const { say } = useWords();
  const shortcut = useShortcut();
  return (
    <nav className={style.rail} aria-label={say("nav.main")}>
      <Entries />
      <NavLink to="/settings" className={`${style.entry} ${style.foot}`}>
        <IconSettings size={20} stroke={1.75} aria-hidden />
        {say("nav_more.settings")}
      </NavLink>
      <button type="button" className={style.entry} onClick={onHelp} aria-keyshortcuts={shortcut("?")}>
        <IconHelpCircle size={20} stroke={1.75} aria-hidden />
        {say("nav.help")}
      </button>
    </nav>
  );
}

/** The same entries under 900 px, within reach of the thumb: those of a day in the field first, the rest behind one button where there are many. */
export function BottomBar() {
  const { say } = useWords();
  const { shown, rest } = atThumb(usePages());
  return (
    <nav className={style.bottom} aria-label={say("nav.main")}>
      {shown.map((page) => (
        <Entry key={page.path} page={page} />
      ))}
      {rest.length > 0 && <MoreEntries pages={rest} />}
    </nav>
  );
}

function MoreEntries({ pages }: { pages: readonly Page[] }) {
  const { say } = useWords();
  const { pathname } = useLocation();
  const here = pages.some(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    // Closed by every way to another page, the browser's Back among them.
    <Menu key={pathname} withInitialFocusPlaceholder={false} position="top-end">
      <Menu.Target>
        <button type="button" className={style.entry} aria-current={here ? "page" : undefined}>
          <IconDots size={20} stroke={1.75} aria-hidden />
          {say("nav_more.open")}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map((page) => {
          const Icon = ICONS[page.word];
          return (
            <Menu.Item key={page.path} component={NavLink} to={page.path} mih={48} leftSection={<Icon size={20} stroke={1.75} aria-hidden />}>
              {say(page.word)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

const usePages = (): readonly Page[] => {
  const { role } = useMe();
  return PAGES.filter((page) => page.roles.includes(role));
};

function Entries() {
  return usePages().map((page) => <Entry key={page.path} page={page} />);
}

function Entry({ page }: { page: Page }) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const Icon = ICONS[page.word];
  return (
    <NavLink to={page.path} className={style.entry ?? ""} aria-keyshortcuts={shortcut(`G ${page.key.toUpperCase()}`)}>
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
