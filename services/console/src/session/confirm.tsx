import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { CodeInput } from "./code-input.tsx";
import style from "./confirm.module.css";
import { useMe } from "./me.tsx";
import { confirmSession } from "./session-api.ts";

type Act = () => Promise<void>;

/**
 * Does acts that need a fresh sign-in: where the server asks for it, a dialog takes the password, or the code of who has two-step verification, and the act is done again. Show `dialog` somewhere on the page. What else goes wrong is
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
  const { say, sayData } = useWords();
  const { demo, secondFactor } = useMe();
  const announce = useAnnounce();
  const [proof, setProof] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await confirmSession(secondFactor ? { code: proof } : { password: proof });
      announce(say("confirm.done"));
      await onConfirmed();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  const free = demo && !secondFactor;
  return (
    <Modal opened onClose={onClose} title={say("confirm.title")} closeButtonProps={{ "aria-label": say("app.close") }}>
      <form className={style.form} onSubmit={(event) => void submit(event)}>
        <p>{say(secondFactor ? "confirm.lead_code" : free ? "confirm.lead_demo" : "confirm.lead")}</p>
        {secondFactor ? (
          <CodeInput label={say("sign_in.code")} value={proof} onChange={setProof} focused />
        ) : (
          <TextInput
            type="password"
            label={say("confirm.password")}
            value={proof}
            autoComplete="current-password"
            data-autofocus
            onChange={(event) => setProof(event.currentTarget.value)}
          />
        )}
        {problem !== null && (
          <Failed
            problem={problem}
            sentence={problem instanceof ApiProblem ? sayData(`confirm.err.${problem.code}`, say("err.unexpected")) : say("err.unexpected")}
          />
        )}
        <Button type="submit" loading={busy} disabled={!free && proof === ""}>
          {say("confirm.go")}
        </Button>
      </form>
    </Modal>
  );
}
