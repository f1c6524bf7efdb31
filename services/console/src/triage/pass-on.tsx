import { Button, Modal, NativeSelect, Textarea } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useConnection } from "../shell/connection.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { Failed, Waiting } from "../shell/states.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./alike.module.css";
import { listColleagues } from "./flag-api.ts";
import { HiddenText } from "./hidden-text.tsx";
import { passOnSteps, releaseSteps } from "./pass-on-steps.ts";
import { undoUntil } from "./take-back.ts";
import { useRunMany } from "./undo.tsx";
import { flagKey } from "./use-flag.ts";

const MOST = 300;

interface Props {
  /** Flags that the asker holds. */
  readonly flags: readonly { readonly id: string; readonly number: string; readonly text: string }[];
  readonly onClose: () => void;
  /** Called when the first is on its way. */
  readonly onStart: () => void;
  /** Where an undo leads back to; null stays. */
  readonly openFlag?: string;
}

/** To whom, with which words: every text that goes, one colleague who may have them all, and a note. Nobody is chosen beforehand. */
export default function PassOn({ flags, onClose, onStart, openFlag }: Props) {
  const { say, hasWords, askFor } = useWords();
  useEffect(() => askFor("rooms"), [askFor]);
  const client = useQueryClient();
  const runMany = useRunMany();
  const { online } = useConnection();
  const ids = flags.map(({ id }) => id);
  const found = useQuery({ queryKey: ["colleagues", ids], queryFn: () => listColleagues(ids), staleTime: 0, gcTime: 0, retry: false });
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const colleagues = found.data?.colleagues ?? [];
  // They come after the dialog was opened and took the focus, or before: then it finds them by `data-autofocus`.
  const select = useRef<HTMLSelectElement>(null);
  const ready = colleagues.length > 0 && hasWords("rooms");
  useEffect(() => {
    if (ready) select.current?.focus();
  }, [ready]);
  const chosen = colleagues.find(({ id }) => id === to);
  const [first] = flags;
  const one = flags.length === 1 && first !== undefined ? first : null;

  const save = () => {
    if (chosen === undefined) return setAsked(true);
    const nama = chosen.name;
    onClose();
    onStart();
    void runMany({
      steps: passOnSteps(client, flags, { to: chosen, note: note.trim() }),
      said: (n) => (one === null ? say("pass.done", { n, nama }) : say("pass.done_one", { nomor: one.number, nama })),
      untilMs: undoUntil(),
      leaves: false,
      ...(openFlag === undefined ? {} : { openFlag }),
    });
  };
  const release = () => {
    onClose();
    onStart();
    void runMany({ steps: releaseSteps(client, flags), said: (n) => say("pass.released", { n }), untilMs: null, leaves: false });
  };
  useKeys(
    [
      { keys: "Escape", group: "all", inFields: true, act: onClose },
      { keys: "Ctrl+Enter", group: "all", inFields: true, act: save },
    ],
    true,
  );
  if (!hasWords("rooms")) return null;
  const read = flags.some(({ id }) => (client.getQueryData<{ myReading: unknown }>(flagKey(id))?.myReading ?? null) !== null);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnEscape={false}
      size="lg"
      title={one === null ? say("pass.title_many", { n: flags.length }) : say("pass.title", { nomor: one.number })}
      closeButtonProps={{ "aria-label": say("app.close") }}
    >
      <div className={style.dialog}>
        {one === null && (
          <ul className={style.texts} aria-label={say("pass.texts")}>
            {flags.map((flag) => (
              <li key={flag.id}>
                <p className={style.head}>
                  <b className={style.number}>{flag.number}</b>
                </p>
                <p className={style.whole} dir="auto">
                  {flag.text.trim() === "" ? <i>{say("triage.no_text")}</i> : <HiddenText text={flag.text} />}
                </p>
              </li>
            ))}
          </ul>
        )}
        <p>{say("pass.lead")}</p>
        {read && <p>{say("pass.read_note")}</p>}
        {found.isPending && <Waiting rows={1} />}
        {found.isError && <Failed problem={found.error} sentence={say("err.save")} onRetry={() => void found.refetch()} />}
        {found.data !== undefined && colleagues.length === 0 && (
          <>
            <p role="status">{say("pass.nobody")}</p>
            <Button size="md" variant="default" disabled={!online} onClick={release}>
              {say("pass.release")}
            </Button>
          </>
        )}
        {colleagues.length > 0 && (
          <>
            <NativeSelect
              label={say("pass.to")}
              size="md"
              value={to}
              ref={select}
              data-autofocus
              data={[
                { value: "", label: say("pass.choose"), disabled: true },
                ...colleagues.map(({ id, name, role }) => ({ value: id, label: `${name}, ${say(`role.${role}`).toLowerCase()}` })),
              ]}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
            <Textarea
              label={say("pass.note")}
              description={say("pass.note_help")}
              rows={2}
              maxLength={MOST}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            {asked && chosen === undefined && (
              <p className={style.missing} role="alert">
                {say("pass.missing")}
              </p>
            )}
            <Button size="md" disabled={!online} onClick={save} rightSection={<KeyCap>Ctrl Enter</KeyCap>} aria-keyshortcuts="Control+Enter">
              {say(online ? "pass.save" : "offline.decide")}
            </Button>
          </>
        )}
      </div>
    </Modal>
  );
}
