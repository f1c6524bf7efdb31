import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./exports.module.css";
import { confirmSession } from "./exports-api.ts";
import { useProblemWords } from "./use-problem-words.ts";

type Act = () => Promise<void>;

/**
 * Does acts that need a fresh sign-in: where the server asks for it, a dialog takes the password, and the act is done again. Show `dialog` somewhere on the page. What else goes wrong is
 * thrown at whoever acts.
 */
export function useConfirmed(): { readonly confirmed: (act: Act) => Promise<void>; readonly dialog: ReactNode } {
  const [pending, setPending] = useState<{ act: Act; fail: (problem: unknown) => void; done: () => void } | null>(null);
  const confirmed = async (act: Act): Promise<void> => {
    try {
      await act();
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== "confirm-first") throw problem;
      await new Promise<void>((done, fail) => setPending({ act, done, fail }));
    }
  };
  const close = () => {
    pending?.done();
    setPending(null);
  };
  const again = async () => {
    if (pending === null) return;
    setPending(null);
    await pending.act().then(pending.done, pending.fail);
  };
  return { confirmed, dialog: pending !== null && <ConfirmDialog onClose={close} onConfirmed={again} /> };
}

function ConfirmDialog({ onClose, onConfirmed }: { onClose: () => void; onConfirmed: () => Promise<void> }) {
  const { say } = useWords();
  const { demo } = useMe();
  const announce = useAnnounce();
  const wordsOf = useProblemWords();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await confirmSession(password);
      announce(say("exp.confirmed"));
      await onConfirmed();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={say("exp.confirm")} closeButtonProps={{ "aria-label": say("app.close") }}>
      <form className={style.form} onSubmit={(event) => void submit(event)}>
        <p>{demo ? say("exp.confirm_demo") : say("exp.confirm_lead")}</p>
        <TextInput
          type="password"
          label={say("exp.confirm_password")}
          value={password}
          autoComplete="current-password"
          data-autofocus
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problem !== null && <Failed problem={problem} sentence={wordsOf(problem)} />}
        <Button type="submit" loading={busy} disabled={!demo && password === ""}>
          {say("exp.confirm_go")}
        </Button>
      </form>
    </Modal>
  );
}
