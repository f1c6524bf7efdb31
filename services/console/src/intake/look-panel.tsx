import { Button, Radio } from "@mantine/core";
import type { IntakeDetail } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { Failed } from "../shell/states.tsx";
import { useKeyboard, useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import captureView from "./capture-view.module.css";
import { saveLook } from "./intake-api.ts";
import look from "./look.module.css";
import { LookAsk } from "./look-ask.tsx";
import { ACTS, evidenceBlock, isFinal, type LookAct, type LookForm, missingOf, toLook } from "./look-form.ts";
import { LookNote } from "./look-note.tsx";
import { MediaWords } from "./media-words.tsx";
import { noteLooked } from "./use-intake.ts";

interface Props {
  readonly capture: IntakeDetail;
  /** Whether this person may take the second look now. */
  readonly open: boolean;
  readonly form: LookForm;
  readonly change: (entry: Partial<LookForm>) => void;
  readonly onNext: () => void;
  readonly onReload: () => Promise<unknown>;
}

/** Four acts of equal weight; what ends the capture's way is asked once. Who may not look is told why. */
export function LookPanel(props: Props) {
  const { say, sayData } = useWords();
  const me = useMe();
  const { capture } = props;
  if (props.open) return <LookWork {...props} />;
  const { code } = capture.mayLook;
  const why = me.may("intake.look") && code !== null ? sayData(`look.why.${code}`, say("look.why.other")) : say("look.why.other");
  return (
    <section className={captureView.section}>
      <h2 className={captureView.sectionTitle}>{say("look.title")}</h2>
      <p className={look.note}>{capture.state === "waiting" ? why : say("look.not_open")}</p>
    </section>
  );
}

function LookWork({ capture, form, change, onNext, onReload }: Props) {
  const { say, sayData } = useWords();
  const shortcut = useShortcut();
  const { online } = useConnection();
  const client = useQueryClient();
  const announce = useAnnounce();
  const keyboard = useKeyboard();
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const blocked = evidenceBlock(capture);
  const missing = missingOf(form, capture);
  const submitButton = useRef<HTMLButtonElement>(null);

  const choose = (act: LookAct) => {
    if (act === "evidence" && blocked !== null) return;
    change({ act });
    setAsking(false);
  };
  const save = async () => {
    if (form.act === null || missing !== null || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const looked = await saveLook(capture.id, toLook({ ...form, act: form.act }));
      announce(say("look.saved", { nomor: capture.receiptNo, putusan: say(`look.${form.act}`) }));
      noteLooked(client, looked);
      onNext();
    } catch (failure) {
      setProblem(failure);
      setAsking(false);
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    setTried(true);
    if (!online || missing !== null || form.act === null) return;
    if (isFinal(form.act) && !asking) {
      // A second press of the same keys is an answer only after the question was seen.
      keyboard.sleep();
      setAsking(true);
    } else void save();
  };

  const wasAsking = useRef(false);
  useEffect(() => {
    if (wasAsking.current && !asking) submitButton.current?.focus();
    wasAsking.current = asking;
  }, [asking]);

  useKeys([
    ...ACTS.map((act, at) => ({
      keys: String(at + 1),
      label: say(`look.${act}`),
      group: "decide" as const,
      decision: true,
      act: () => choose(act),
    })),
    { keys: "Ctrl+Enter", label: say("keys.submit"), group: "decide", decision: true, inFields: true, act: submit },
  ]);

  return (
    <section className={captureView.section} aria-labelledby="look-title">
      <h2 id="look-title" className={captureView.sectionTitle}>
        {say("look.title")}
      </h2>
      <MediaWords capture={capture} form={form} change={change} />
      <p className={look.prompt} id="look-prompt">
        {say("look.prompt")}
      </p>
      <Radio.Group value={form.act ?? ""} onChange={(value) => choose(value as LookAct)} aria-labelledby="look-prompt">
        <div className={look.acts}>
          {ACTS.map((act, at) => (
            <Radio.Card
              key={act}
              value={act}
              className={look.answer ?? ""}
              aria-keyshortcuts={shortcut(String(at + 1))}
              disabled={act === "evidence" && blocked !== null}
            >
              <Radio.Indicator className={look.indicator ?? ""} disabled={act === "evidence" && blocked !== null} />
              <span className={look.answerWords}>
                <b>{say(`look.${act}`)}</b>
                <span>{say(act === "evidence" && blocked !== null ? `look.blocked.${blocked}` : `look.means.${act}`)}</span>
              </span>
              <KeyCap>{String(at + 1)}</KeyCap>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {form.act !== null && <LookNote act={form.act} note={form.note} onChange={(note) => change({ note })} />}
      {tried && missing !== null && (
        <p className={look.missing} role="alert">
          {say(`look.missing.${missing}`)}
        </p>
      )}
      {problem !== null &&
        (problem instanceof ApiProblem && problem.code === "looked-already" ? (
          <div className={look.lost} role="alert">
            <p>{say("look.taken")}</p>
            <Button variant="default" size="sm" onClick={() => void onReload()}>
              {say("look.reload")}
            </Button>
          </div>
        ) : (
          <Failed
            problem={problem}
            sentence={problem instanceof ApiProblem ? sayData(`look.refused.${problem.code}`, say("err.save")) : say("err.save")}
          />
        ))}
      {asking && form.act !== null && isFinal(form.act) ? (
        <LookAsk
          question={say(`look.ask.${form.act}`, { nomor: capture.receiptNo })}
          busy={busy}
          onYes={() => void save()}
          onNo={() => setAsking(false)}
        />
      ) : (
        <Button
          ref={submitButton}
          size="lg"
          className={look.save ?? ""}
          loading={busy}
          disabled={!online}
          onClick={submit}
          rightSection={<KeyCap>Ctrl Enter</KeyCap>}
          aria-keyshortcuts="Control+Enter"
        >
          {say(online ? "decide.save_next" : "offline.decide")}
        </Button>
      )}
    </section>
  );
}
