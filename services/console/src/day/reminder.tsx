import { Button, Textarea } from "@mantine/core";
import type { DayWaiting } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { newId } from "../new-id.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./day.module.css";
import { noteReminder } from "./day-api.ts";
import { rereadDay } from "./use-day.ts";

/** A reminder to copy, without personal data: number, question, day and the page's address. Sent by hand; that it was sent is noted in the flag's history. */
export function Reminder({ flag, onNoted }: { flag: DayWaiting; onNoted: () => void }) {
  const { say, format } = useWords();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "by_hand">("no");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [key] = useState(newId);
  const message = say("day.reminder_text", {
    nomor: flag.number,
    pertanyaan: flag.question,
    tgl: format.day(`${flag.due}T00:00:00Z`),
    alamat: `${window.location.origin}/triage/${flag.id}`,
  });

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(message);
      setCopied("yes");
    } catch {
      // Over plain HTTP in an office network a page has no clipboard.
      field.current?.select();
      setCopied("by_hand");
    }
  };
  const note = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await noteReminder(flag.id, key);
      announce(say("day.reminder_noted", { nomor: flag.number }));
      onNoted();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
      void rereadDay(client);
    }
  };

  return (
    <>
      <Textarea ref={field} label={say("day.reminder_label")} description={say("day.reminder_note")} readOnly autosize value={message} />
      <div className={style.acts}>
        <Button variant="default" size="sm" onClick={() => void copy()} aria-live="polite">
          {say(copied === "no" ? "app.copy" : copied === "yes" ? "app.copied" : "day.copy_by_hand")}
        </Button>
        <Button variant="default" size="sm" loading={busy} disabled={!online} onClick={() => void note()}>
          {say(online ? "day.note_reminder" : "offline.decide")}
        </Button>
      </div>
      {problem !== null && <Failed problem={problem} sentence={say("day.note_failed")} />}
    </>
  );
}
