import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useAnnounce } from "../shell/announcer.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { releaseFlag, takeBackFlag, undoDecision } from "./flag-api.ts";
import { type Made, type Ran, runMany, type Step } from "./run-many.ts";
import { takeBack } from "./take-back.ts";
import style from "./undo.module.css";
import { flagKey, setFlag } from "./use-flag.ts";
import { patchRow, rereadLists } from "./use-flag-list.ts";

interface Undoable {
  /** What is taken back as one. */
  readonly made: readonly Made[];
  /** Where one is led after that; null stays. */
  readonly openFlag: string | null;
  /** What was decided, in words: number and outcome, no text and no person. */
  readonly what: string;
  /** On this device's clock, so that a skewed one still counts a minute. */
  readonly untilMs: number;
}

/** Acts on many flags, one after another. */
export interface Batch {
  readonly steps: readonly Step[];
  /** Decisions that were made already and belong to it. */
  readonly before?: readonly Made[];
  readonly openFlag?: string;
  /** What was done to so many, in words. */
  readonly said: (n: number) => string;
  /** Until when the whole may be taken back; null for what needs no undo. */
  readonly untilMs: number | null;
  /** Rows leave the lists when they were decided. */
  readonly leaves?: boolean;
}

const Context = createContext<{ readonly offer: (entry: Undoable) => void; readonly run: (batch: Batch) => Promise<void> }>({
  offer: () => {},
  run: async () => {},
});
/** Offers to take a decision back for the minute it may be. */
export const useOfferUndo = () => use(Context).offer;
/** Starts a batch: it goes on while people move about, shows how far it is, may be stopped between two, and is taken back as one. */
export const useRunMany = () => use(Context).run;

/** Toasts at the lower left, newest on top; they stay while people read on, and `U` takes back the newest. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const { say, sayData } = useWords();
  const client = useQueryClient();
  const go = useNavigate();
  const announce = useAnnounce();
  const [entries, setEntries] = useState<readonly Undoable[]>([]);
  const [note, setNote] = useState<string | null>(null);
  const [going, setGoing] = useState<{ readonly done: number; readonly of: number } | null>(null);
  const stop = useRef(false);

  const offer = useCallback((entry: Undoable) => {
    setNote(null);
    setEntries((old) => [entry, ...old]);
  }, []);
  const drop = useCallback((entry: Undoable) => setEntries((old) => old.filter((other) => other !== entry)), []);

  const undo = useCallback(
    async (entry: Undoable) => {
      drop(entry);
      const {
        undone: flags,
        left,
        failed,
      } = await takeBack(entry.made, async (one) => {
        const flag = "decisionId" in one ? await undoDecision(one.flagId, one.decisionId) : await takeBackFlag(one.flagId, one.passedOnFence);
        if (!("giveBack" in one && one.giveBack)) setFlag(client, flag);
        else if (flag.lease?.fence != null) await releaseFlag(one.flagId, flag.lease.fence);
      });
      if (flags > 0) {
        void rereadLists(client);
        if (entry.openFlag !== null) void go(`/triage/${entry.openFlag}`);
      }
      const decided = entry.made.some((one) => "decisionId" in one);
      if (failed !== null) {
        if (Date.now() < entry.untilMs) offer({ ...entry, made: left });
        setNote(say("undo.failed", { sebab: sayData(`many.why.${failed}`, failed) }));
      } else if (flags === 0) setNote(say(decided ? "undo.late" : "handed.late"));
      else if (flags === entry.made.length) announce(say(decided ? "undo.done" : "handed.back"));
      else setNote(say("many.undone", { i: flags, n: entry.made.length }));
    },
    [client, go, announce, say, sayData, drop, offer],
  );

  const told = useCallback(
    ({ done, failed, stopped }: Ran, batch: Batch): string | null => {
      const parts = [
        stopped
          ? say("many.stopped", { i: done.length, n: batch.steps.length })
          : batch.untilMs === null && done.length > 0
            ? batch.said(done.length)
            : null,
        failed.length > 0
          ? say("many.failed", {
              n: failed.length,
              daftar: failed.map(({ number, code }) => `${number} ${sayData(`many.why.${code}`, code)}`).join(", "),
            })
          : null,
      ].filter((part) => part !== null);
      return parts.length === 0 ? null : parts.join(" ");
    },
    [say, sayData],
  );

  const run = useCallback(
    async (batch: Batch) => {
      const { steps, before = [], openFlag = null, said, untilMs, leaves = true } = batch;
      stop.current = false;
      setNote(null);
      setGoing({ done: 0, of: steps.length });
      const ran = await runMany(steps, {
        isStopped: () => stop.current,
        onStep: ({ done, failed }) => {
          setGoing({ done: done.length + failed.length, of: steps.length });
          const latest = done.at(-1);
          if (leaves && latest !== undefined) {
            patchRow(client, latest, null);
            client.removeQueries({ queryKey: flagKey(latest) });
          }
        },
      });
      setGoing(null);
      const made = [...before, ...ran.made];
      if (untilMs !== null && made.length > 0) offer({ made, openFlag, what: said(made.length), untilMs });
      const words = told(ran, batch);
      setNote(words);
    },
    [client, offer, told],
  );

  const newest = entries[0];
  useKeys([newest !== undefined && { keys: "u", label: say("keys.undo"), group: "all", act: () => void undo(newest) }]);
  const context = useMemo(() => ({ offer, run }), [offer, run]);

  return (
    <Context value={context}>
      {children}
      <section className={style.toasts} aria-label={say("undo.region")}>
        {going !== null && (
          <div className={style.toast}>
            <span role="status">{say("many.going", { i: going.done, n: going.of })}</span>
            <button
              type="button"
              className={style.undo}
              onClick={() => {
                stop.current = true;
              }}
            >
              {say("many.stop")}
            </button>
          </div>
        )}
        {note !== null && (
          <div className={style.toast}>
            <span role="status">{note}</span>
            <button type="button" className={style.undo} aria-label={say("many.dismiss")} onClick={() => setNote(null)}>
              ✕
            </button>
          </div>
        )}
        {entries.map((entry, at) => (
          <Toast
            key={`${entry.untilMs} ${entry.made[0]?.flagId}`}
            entry={entry}
            newest={at === 0}
            onUndo={() => void undo(entry)}
            onGone={() => drop(entry)}
          />
        ))}
      </section>
    </Context>
  );
}

function Toast({ entry, newest, onUndo, onGone }: { entry: Undoable; newest: boolean; onUndo: () => void; onGone: () => void }) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const seconds = useSecondsLeft(entry.untilMs);
  useEffect(() => {
    if (seconds <= 0) onGone();
  }, [seconds, onGone]);
  const lasts = useMemo(() => ({ animationDuration: `${Math.max(0, entry.untilMs - Date.now())}ms` }), [entry.untilMs]);
  return (
    <div className={style.toast}>
      <span role="status">{say("undo", { putusan: entry.what })}</span>
      <button type="button" className={style.undo} onClick={onUndo} aria-keyshortcuts={newest ? shortcut("U") : undefined}>
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
