import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { useAnnounce } from "../shell/announcer.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { undoDecision } from "./flag-api.ts";
import style from "./undo.module.css";
import { setFlag } from "./use-flag.ts";
import { rereadLists } from "./use-flag-list.ts";

interface Undoable {
  readonly flagId: string;
  readonly decisionId: string;
  /** What was decided, in words: number and outcome, no text and no person. */
  readonly what: string;
  /** On this device's clock, so that a skewed one still counts a minute. */
  readonly untilMs: number;
}

const Context = createContext<(entry: Undoable) => void>(() => {});
/** Offers to take a decision back for the minute it may be. */
export const useOfferUndo = () => use(Context);

/** Toasts at the lower left, newest on top; they stay while people read on, and `U` takes back the newest. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const { say } = useWords();
  const client = useQueryClient();
  const go = useNavigate();
  const announce = useAnnounce();
  const [entries, setEntries] = useState<readonly Undoable[]>([]);
  const [note, setNote] = useState<string | null>(null);

  const offer = useCallback((entry: Undoable) => {
    setNote(null);
    setEntries((old) => [entry, ...old]);
  }, []);
  const drop = useCallback((entry: Undoable) => setEntries((old) => old.filter((other) => other !== entry)), []);

  const undo = useCallback(
    async (entry: Undoable) => {
      drop(entry);
      try {
        setFlag(client, await undoDecision(entry.flagId, entry.decisionId));
        void rereadLists(client);
        void go(`/triage/${entry.flagId}`);
        announce(say("undo.done"));
      } catch {
        setNote(say("undo.late"));
      }
    },
    [client, go, announce, say, drop],
  );

  const newest = entries[0];
  useKeys([newest !== undefined && { keys: "u", label: say("keys.undo"), group: "all", act: () => void undo(newest) }]);

  return (
    <Context value={offer}>
      {children}
      <section className={style.toasts} aria-label={say("undo.region")}>
        {note !== null && (
          <p className={style.toast} role="status">
            {note}
          </p>
        )}
        {entries.map((entry, at) => (
          <Toast key={entry.decisionId} entry={entry} newest={at === 0} onUndo={() => void undo(entry)} onGone={() => drop(entry)} />
        ))}
      </section>
    </Context>
  );
}

function Toast({ entry, newest, onUndo, onGone }: { entry: Undoable; newest: boolean; onUndo: () => void; onGone: () => void }) {
  const { say } = useWords();
  const seconds = useSecondsLeft(entry.untilMs);
  useEffect(() => {
    if (seconds <= 0) onGone();
  }, [seconds, onGone]);
  const lasts = useMemo(() => ({ animationDuration: `${Math.max(0, entry.untilMs - Date.now())}ms` }), [entry.untilMs]);
  return (
    <div className={style.toast}>
      <span role="status">{say("undo", { putusan: entry.what })}</span>
      <button type="button" className={style.undo} onClick={onUndo} aria-keyshortcuts={newest ? "U" : undefined}>
        {say("undo.act", { detik: Math.max(0, seconds) })} {newest && <KeyCap>U</KeyCap>}
      </button>
      <span className={style.line} style={lasts} aria-hidden />
    </div>
  );
}

function useSecondsLeft(untilMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.ceil((untilMs - now) / 1000);
}
