import { Button, Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import type { CaseDetail, CaseState } from "@netra/service-api/contract";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId, useState } from "react";
import { dayAt } from "../jakarta.ts";
import { newId } from "../new-id.ts";
import { useMe } from "../session/me.tsx";
import { serverNow } from "../session/use-session.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";
import { takeStep } from "./cases-api.ts";

const CORRECTION_MIN = 10;

/** Decisions that weigh what the person says: made without it, the form says so. */
const ON_WHAT_IS_SAID: ReadonlySet<CaseState | ""> = new Set(["assessment", "not_a_violation", "referred"]);

interface Props {
  readonly of: CaseDetail;
  readonly onTaken: (next: CaseDetail) => void;
}

/** What the plenary may decide next, noted by a supervisor with number and day; and the way to correct the newest step. */
export function NextSteps({ of, onTaken }: Props) {
  const { say } = useWords();
  const me = useMe();
  return (
    <section className={style.card} aria-labelledby="case-next">
      <h2 id="case-next">{say("case.next")}</h2>
      {of.next.length === 0 ? (
        <p>{say("case.is_over")}</p>
      ) : me.may("case.step") ? (
        <StepForm key={of.state} of={of} onTaken={onTaken} />
      ) : (
        <p>{say("case.next_are", { daftar: of.next.map((state) => say(`case_state.${state}`).toLowerCase()).join(", ") })}</p>
      )}
      {!me.may("case.step") && <p className={style.quiet}>{say("case.next_who")}</p>}
      {me.may("case.step") && of.correctable && <Correction key={`back ${of.trail.length}`} of={of} onTaken={onTaken} />}
    </section>
  );
}

function useTake({ of, onTaken }: Props) {
  const { say } = useWords();
  const announce = useAnnounce();
  const [key] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const take = async (step: Omit<Parameters<typeof takeStep>[1], "idempotencyKey">) => {
    setBusy(true);
    setProblem(null);
    try {
      onTaken(await takeStep(of.id, { ...step, idempotencyKey: key }));
      announce(say("case.noted"));
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  return { busy, problem, take };
}

function StepForm(props: Props) {
  const { of } = props;
  const { say } = useWords();
  const { online } = useConnection();
  const missingId = useId();
  const { busy, problem, take } = useTake(props);
  const [to, setTo] = useState<CaseState | "">(of.next.length === 1 ? (of.next[0] ?? "") : "");
  const [plenaryNumber, setNumber] = useState("");
  const [plenaryOn, setDay] = useState("");
  const [reason, setReason] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const bodies = to === "referred" ? bodiesOn(of, plenaryOn) : [];
  const named = bodies.filter(({ id }) => chosen.includes(id));
  const missing = [
    to === "" && say("case.missing_state"),
    plenaryNumber.trim() === "" && say("case.missing_number"),
    plenaryOn === "" && say("case.missing_day"),
    to === "referred" && named.length === 0 && say("case.missing_body"),
    named.some(({ note }) => note) && reason.trim() === "" && say("case.missing_which"),
  ].filter((part) => part !== false);
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (to !== "" && missing.length === 0) {
          const referral = to === "referred" ? { referredTo: named.map(({ id }) => id) } : {};
          void take({ kind: "forward", to, plenaryNumber, plenaryOn, reason, ...referral });
        }
      }}
    >
      {of.flags.length === 0 && <p>{say("case.only_discontinue")}</p>}
      <NativeSelect
        label={say("case.step_to")}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value as CaseState)}
        data={[
          ...(of.next.length === 1 ? [] : [{ value: "", label: say("case.choose") }]),
          ...of.next.map((value) => ({ value, label: say(`case_state.${value}`) })),
        ]}
      />
      <TextInput
        label={say("case.plenary_number")}
        maxLength={100}
        value={plenaryNumber}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <TextInput type="date" label={say("case.plenary_day")} value={plenaryOn} onChange={(event) => setDay(event.currentTarget.value)} />
      {of.replies.length === 0 && ON_WHAT_IS_SAID.has(to) && <Unheard />}
      {to === "referred" && <Bodies bodies={bodies} chosen={chosen} onChoose={setChosen} />}
      <Textarea
        label={say("case.step_note")}
        description={say("group.no_names")}
        autosize
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={busy} disabled={missing.length > 0 || !online} aria-describedby={missingId}>
          {say("case.note_step")}
        </Button>
      </div>
      <p id={missingId} className={style.quiet}>
        {missing.length > 0 ? say("case.missing", { daftar: missing.join(", ") }) : say("case.step_stays")}
      </p>
      {problem !== null && <Failed problem={problem} sentence={say("case.step_failed")} />}
    </form>
  );
}

function Unheard() {
  const { say } = useWords();
  return (
    <p className={style.unheard}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>{say("case.unheard")}</span>
    </p>
  );
}

type Bodies = CaseDetail["referrals"];

/** Who takes such cases on the day of the plenary; while no day is chosen, today. */
function bodiesOn({ referrals }: CaseDetail, plenaryOn: string): Bodies {
  const day = plenaryOn === "" ? dayAt(serverNow().getTime()) : plenaryOn;
  return referrals.filter(({ from, to }) => from <= day && (to === null || day <= to));
}

function Bodies({ bodies, chosen, onChoose }: { bodies: Bodies; chosen: readonly string[]; onChoose: (next: readonly string[]) => void }) {
  const { say, locale } = useWords();
  const sources = [...new Set(bodies.map(({ source }) => source))];
  return (
    <fieldset className={style.bodies}>
      <legend>{say("case.refer_to")}</legend>
      {bodies.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name[locale]}
          checked={chosen.includes(id)}
          onChange={({ currentTarget: { checked } }) => onChoose(checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
        />
      ))}
      <p className={style.quiet}>{bodies.length === 0 ? say("case.refer_none") : say("case.refer_note", { daftar: sources.join("; ") })}</p>
    </fieldset>
  );
}

function Correction(props: Props) {
  const { of } = props;
  const { say } = useWords();
  const { online } = useConnection();
  const { busy, problem, take } = useTake(props);
  const [reason, setReason] = useState("");
  const back = of.trail.at(-2);
  if (back === undefined) return null;
  return (
    <details className={style.fold}>
      <summary>{say("case.correct")}</summary>
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          void take({ kind: "correction", reason });
        }}
      >
        <p>{say("case.correct_note", { keadaan: say(`case_state.${back.state}`).toLowerCase() })}</p>
        <Textarea
          label={say("case.correct_reason")}
          autosize
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={busy} disabled={reason.trim().length < CORRECTION_MIN || !online}>
            {say("case.correct_do")}
          </Button>
        </div>
        {problem !== null && <Failed problem={problem} sentence={say("case.step_failed")} />}
      </form>
    </details>
  );
}
