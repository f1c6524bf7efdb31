import { Button, Tabs } from "@mantine/core";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import lanes from "../triage/lane-tabs.module.css";
import list from "../triage/list.module.css";
import { useWords } from "../words/words.tsx";
import type { IntakeState } from "./intake-api.ts";
import style from "./intake-list.module.css";
import { IntakeRowView } from "./intake-row.tsx";
import { type IntakeList, useIntakeList } from "./use-intake.ts";

const STATES = ["waiting", "done"] as const satisfies readonly IntakeState[];

/** Intake: what people sent, oldest first, until somebody else has compared it with its files. */
export default function IntakePage() {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const me = useMe();
  const go = useNavigate();
  const announce = useAnnounce();
  const [query, setQuery] = useSearchParams();
  const state = stateIn(query);
  const captures = useIntakeList(state);
  const first = captures.rows.find((row) => row.mayLook.ok);
  const open = (captureId: string) => void go(captureAddress(captureId, state));

  const move = (by: 1 | -1) => {
    const at = captures.rows.findIndex((row) => document.activeElement?.id === `row-${row.id}`);
    const next = captures.rows[at === -1 ? 0 : at + by];
    if (next === undefined) announce(say("triage.end"));
    else document.getElementById(`row-${next.id}`)?.focus();
  };
  const showNew = () => {
    captures.showNew();
    window.scrollTo(0, 0);
  };
  const start = first ?? captures.rows[0];
  useKeys([
    { keys: ["j", "ArrowDown"], label: say("keys.next"), group: "list", repeats: true, act: () => move(1) },
    { keys: ["k", "ArrowUp"], label: say("keys.previous"), group: "list", repeats: true, act: () => move(-1) },
    start !== undefined && { keys: "Enter", label: say("keys.open"), group: "list", act: () => open(start.id) },
    captures.changed && { keys: ".", label: say("keys.new"), group: "list", act: showNew },
  ]);

  return (
    <div className={list.page}>
      <header className={list.header}>
        <PageTitle>{say("nav.intake")}</PageTitle>
        <p className={style.count}>{captures.waiting !== null && say("intake.count", { n: format.number(captures.waiting) })}</p>
        {me.may("intake.look") && state === "waiting" && (
          <Button
            className={list.start ?? ""}
            disabled={first === undefined}
            onClick={() => first !== undefined && open(first.id)}
            rightSection={<KeyCap>Enter</KeyCap>}
          >
            {say("intake.start")}
          </Button>
        )}
      </header>
      <Tabs
        value={state}
        onChange={(next) => setQuery(next === "done" ? { state: "done" } : {})}
        keepMounted={false}
        classNames={{ list: lanes.lanes ?? "", tab: lanes.lane ?? "", panel: lanes.panel ?? "" }}
        activateTabWithKeyboard={false}
      >
        <Tabs.List aria-label={say("intake.states")}>
          {STATES.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {say(`intake.state.${one}`)}
              {one === "waiting" && captures.waiting !== null && <span className={lanes.laneCount}> {format.number(captures.waiting)}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={state}>
          <div className={list.pillPlace}>
            {captures.changed && (
              <button type="button" className={list.pill} onClick={showNew} aria-keyshortcuts={shortcut(".")}>
                ↑ {say("intake.changed")} <KeyCap>.</KeyCap>
              </button>
            )}
            <span className="visually-hidden" role="status">
              {captures.changed && say("intake.changed")}
            </span>
          </div>
          <Body captures={captures} state={state} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** Which list an address means; what is not known is the waiting one. */
export const stateIn = (query: URLSearchParams): IntakeState => (query.get("state") === "done" ? "done" : "waiting");
/** One capture, with the list it is read from. */
export const captureAddress = (captureId: string, state: IntakeState): string => `/intake/${captureId}${state === "done" ? "?state=done" : ""}`;

function Body({ captures, state }: { captures: IntakeList; state: IntakeState }) {
  const { say } = useWords();
  if (captures.problem !== null && captures.rows.length === 0) return <Failed problem={captures.problem} onRetry={captures.retry} />;
  if (captures.isPending) return <Waiting rows={6} />;
  if (captures.rows.length === 0)
    return state === "waiting" ? (
      <Empty action={<Link to="/status">{say("empty.triage_action")}</Link>}>{say("empty.intake")}</Empty>
    ) : (
      <Empty>{say("empty.intake_done")}</Empty>
    );
  return (
    <>
      <div className={style.listHead} aria-hidden>
        <span>{say("intake.column_what")}</span>
        <span>{say("triage.column_state")}</span>
        <span>{say("intake.column_received")}</span>
      </div>
      <ul className={style.list} aria-label={say("intake.list")}>
        {captures.rows.map((row) => (
          <IntakeRowView key={row.id} row={row} to={captureAddress(row.id, state)} />
        ))}
      </ul>
      {captures.hasMore && (
        <Button variant="default" mt="md" mx="md" loading={captures.isLoadingMore} onClick={captures.loadMore}>
          {say("intake.more")}
        </Button>
      )}
      <footer className={list.footer}>
        <div className={list.hints} aria-hidden>
          <span className={list.hint}>
            <KeyCap>J</KeyCap>
            <KeyCap>K</KeyCap>
            {say("keys.move")}
          </span>
          <span className={list.hint}>
            <KeyCap>Enter</KeyCap>
            {say("keys.open")}
          </span>
          <span className={list.hint}>
            <KeyCap>?</KeyCap>
            {say("keys.all")}
          </span>
        </div>
        <p>{say(state === "waiting" ? "intake.oldest" : "intake.newest")}</p>
      </footer>
    </>
  );
}
