import { Button, NativeSelect, Textarea } from "@mantine/core";
import type { HandoverView } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newId } from "../new-id.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { HiddenText } from "../triage/hidden-text.tsx";
import { useWords } from "../words/words.tsx";
import style from "./day.module.css";
import { leaveHandover, tickHandover } from "./day-api.ts";
import { Part } from "./part.tsx";
import { rereadHandovers, setHandovers, useHandoverDraft } from "./use-day.ts";

const MOST = 1000;

/** What others left and this person has not ticked yet: on top of the day, until they do. */
export function UnreadNotes({ notes }: { notes: readonly HandoverView[] }) {
  const { say } = useWords();
  const unread = notes.filter((note) => !note.mine && !note.read);
  if (unread.length === 0) return null;
  return (
    <Part title={say("day.unread")} count={unread.length}>
      <Notes notes={unread} />
    </Part>
  );
}

/** A note to the next shift, and those of the last seven days that were read or are one's own. */
export function Handover({ notes }: { notes: readonly HandoverView[] }) {
  const { say } = useWords();
  const known = notes.filter((note) => note.mine || note.read);
  return (
    <Part title={say("day.handover")}>
      <LeaveNote />
      {known.length > 0 && <Notes notes={known} />}
      <p className={style.foot}>{say("day.handover_kept")}</p>
    </Part>
  );
}

function LeaveNote() {
  const { say, format } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const { draft, change } = useHandoverDraft();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [key, setKey] = useState(newId);
  const region = me.regions.some(({ code }) => code === draft.region) ? draft.region : (me.regions[0]?.code ?? null);
  if (region === null) return null;

  const leave = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setHandovers(client, await leaveHandover({ region, note: draft.note.trim(), idempotencyKey: key }));
      change({ note: "" });
      setKey(newId());
      announce(say("day.note_left"));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={style.form}>
      {me.regions.length > 1 && (
        <NativeSelect
          label={say("day.note_region")}
          value={region}
          onChange={(event) => change({ region: event.currentTarget.value })}
          data={me.regions.map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
      <Textarea
        label={say("day.note_label")}
        description={say("day.note_warning")}
        rows={3}
        maxLength={MOST}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <div className={style.acts}>
        <Button variant="default" size="sm" loading={busy} disabled={!online || draft.note.trim() === ""} onClick={() => void leave()}>
          {say(online ? "day.leave_note" : "offline.decide")}
        </Button>
        <span className={style.quiet}>{say("day.note_left_over", { n: format.number(MOST - draft.note.length) })}</span>
      </div>
      {problem !== null && <Failed problem={problem} sentence={say("day.note_failed")} />}
    </div>
  );
}

function Notes({ notes }: { notes: readonly HandoverView[] }) {
  return (
    <ul className={style.list}>
      {notes.map((note) => (
        <Note key={note.id} note={note} />
      ))}
    </ul>
  );
}

function Note({ note }: { note: HandoverView }) {
  const { say, format } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const tick = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await tickHandover(note.id);
      announce(say("day.ticked"));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
      void rereadHandovers(client);
    }
  };
  const when = format.moment(note.at);
  const readers = note.readers.map(({ by, at }) => `${by} ${format.clock(at)}`).join(", ");
  return (
    <li className={style.note}>
      <p className={style.meta}>
        <b>{note.mine ? say("day.note_yours") : note.by}</b>
        <span>{when}</span>
        {(me.regions.length > 1 || me.regions[0]?.code !== note.region) && <span>{note.regionName}</span>}
      </p>
      <p className={style.noteText}>
        <HiddenText text={note.note} />
      </p>
      <div className={style.acts}>
        {!note.mine && !note.read && (
          <Button
            variant="default"
            size="sm"
            data-day-row
            loading={busy}
            disabled={!online}
            aria-label={say("day.tick_of", { nama: note.by, tgl: when })}
            onClick={() => void tick()}
          >
            {say("day.tick")}
          </Button>
        )}
        <span className={style.quiet}>{readers === "" ? say("day.nobody_read") : say("day.read_by", { nama: readers })}</span>
      </div>
      {problem !== null && <Failed problem={problem} sentence={say("day.note_failed")} />}
    </li>
  );
}
