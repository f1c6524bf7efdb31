import { Button } from "@mantine/core";
import type { NewSecondFactor } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { encode } from "uqr";
import { ApiProblem } from "../api.ts";
import { CodeInput } from "../session/code-input.tsx";
import { useConfirmed } from "../session/confirm.tsx";
import { useMe } from "../session/me.tsx";
import { makeSecondFactor, removeSecondFactor, setSecondFactor } from "../session/session-api.ts";
import { setSession } from "../session/use-session.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./second-factor.module.css";
import { Section } from "./settings-frame.tsx";

/** Two-step verification: set up by a first code, removed by another where none was given within the last minutes. The key is shown once and kept nowhere in the browser. */
export function SecondFactor() {
  const { say, sayData } = useWords();
  const { secondFactor } = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const { confirmed, dialog } = useConfirmed();
  const [begun, setBegun] = useState<NewSecondFactor | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const attempt = async (act: () => Promise<void>) => {
    setProblem(null);
    try {
      await confirmed(act);
    } catch (failure) {
      setProblem(failure);
    }
  };
  const begin = () => attempt(async () => setBegun(await makeSecondFactor()));
  const remove = () =>
    attempt(async () => {
      setSession(client, await removeSecondFactor());
      announce(say("set.second_removed"));
    });
  const save = (code: string) =>
    attempt(async () => {
      setSession(client, await setSecondFactor(code));
      setBegun(null);
      announce(say("set.second_done"));
    });
  return (
    <Section title={say("set.second")} note={say("set.second_note")}>
      {begun === null ? (
        <div className={style.state}>
          <p>{say(secondFactor ? "set.second_on" : "set.second_off")}</p>
          <Button variant="default" disabled={!online} onClick={() => void (secondFactor ? remove() : begin())}>
            {say(secondFactor ? "set.second_remove" : "set.second_start")}
          </Button>
        </div>
      ) : (
        <SetUp begun={begun} onCode={save} onCancel={() => setBegun(null)} />
      )}
      {problem !== null && (
        <Failed
          problem={problem}
          sentence={problem instanceof ApiProblem ? sayData(`confirm.err.${problem.code}`, say("err.unexpected")) : say("err.unexpected")}
        />
      )}
      {dialog}
    </Section>
  );
}

function SetUp({ begun, onCode, onCancel }: { begun: NewSecondFactor; onCode: (code: string) => Promise<void>; onCancel: () => void }) {
  const { say } = useWords();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await onCode(code);
    setBusy(false);
  };
  return (
    <form className={style.setUp} onSubmit={(event) => void submit(event)}>
      <p>{say("set.second_scan")}</p>
      <Qr text={begun.uri} label={say("set.second_qr")} />
      <div className={style.key}>
        <a href={begun.uri}>{say("set.second_open")}</a>
        <p>
          {say("set.second_key")}: <code>{begun.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
        </p>
      </div>
      <CodeInput label={say("set.second_first")} value={code} onChange={setCode} />
      <div className={style.acts}>
        <Button type="submit" loading={busy} disabled={code.trim() === ""}>
          {say("set.second_save")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {say("set.second_cancel")}
        </Button>
      </div>
      <p className={style.quiet}>{say("set.second_lost")}</p>
    </form>
  );
}

/** Four light modules around it, as its standard asks. */
const QUIET = 4;

function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { ecc: "M", border: 0 });
    return { size, path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("") };
  }, [text]);
  return (
    <svg role="img" aria-label={label} className={style.qr} viewBox={`${-QUIET} ${-QUIET} ${size + 2 * QUIET} ${size + 2 * QUIET}`}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
