import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { serverNow } from "../session/use-session.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { useContests } from "../shell/contests.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./settings.module.css";
import { enterInterest, listAgencies } from "./settings-api.ts";

type About = "person" | "agency" | "contest";
const ABOUT = ["person", "agency", "contest"] as const satisfies readonly About[];
const WRONG = { "person-not-registered": "rec.not_registered", "person-ambiguous": "rec.ambiguous", "interest-days": "rec.days_wrong" } as const;

/** Notes an interest: one's own, or that of one of the readers that are given. */
export function EnterInterest({ readers, onEntered }: { readers?: readonly { id: string; name: string }[]; onEntered: () => void }) {
  const { say, format } = useWords();
  const me = useMe();
  const announce = useAnnounce();
  const { online } = useConnection();
  const { contests } = useContests();
  const [about, setAbout] = useState<About>("person");
  const [which, setWhich] = useState("");
  const [reader, setReader] = useState("");
  const [to, setTo] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const agencies = useQuery({ queryKey: ["agencies"], queryFn: listAgencies, enabled: about === "agency", staleTime: 5 * 60_000 });

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await enterInterest({
        about,
        which: which.trim(),
        ...(to === "" ? {} : { to }),
        ...(readers === undefined ? {} : { userId: reader || me.userId }),
      });
      setWhich("");
      setTo("");
      announce(say("rec.entered"));
      onEntered();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const code = problem instanceof ApiProblem ? problem.code : "";
  const choices = (rows: readonly { value: string; label: string }[]) => [{ value: "", label: say("rec.choose") }, ...rows];
  const picked = { value: which, onChange: (event: { currentTarget: { value: string } }) => setWhich(event.currentTarget.value) };
  return (
    <form className={style.form} onSubmit={(event) => void send(event)}>
      {readers !== undefined && (
        <NativeSelect
          label={say("rec.reader")}
          value={reader}
          onChange={(event) => setReader(event.currentTarget.value)}
          data={choices(readers.map(({ id, name }) => ({ value: id, label: name })))}
        />
      )}
      <NativeSelect
        label={say("rec.about")}
        value={about}
        onChange={(event) => {
          setAbout(event.currentTarget.value as About);
          setWhich("");
        }}
        data={ABOUT.map((one) => ({ value: one, label: say(`rec.${one}`) }))}
      />
      {about === "person" && (
        <TextInput
          label={say("rec.which_person")}
          description={say("rec.which_person_note")}
          inputWrapperOrder={["label", "input", "description"]}
          autoComplete="off"
          maxLength={200}
          {...picked}
        />
      )}
      {about === "agency" && (
        <NativeSelect
          label={say("rec.which_agency")}
          data={choices((agencies.data?.agencies ?? []).map(({ id, name }) => ({ value: id, label: name })))}
          {...picked}
        />
      )}
      {about === "contest" && (
        <NativeSelect
          label={say("rec.which_contest")}
          description={say("rec.contest_note")}
          inputWrapperOrder={["label", "input", "description"]}
          data={choices(contests.map(({ id, title }) => ({ value: id, label: title })))}
          {...picked}
        />
      )}
      <TextInput
        type="date"
        label={say("rec.to")}
        min={format.isoDay(serverNow())}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy} disabled={!online || which.trim() === "" || (readers !== undefined && reader === "")}>
        {say("rec.enter")}
      </Button>
      {problem !== null && <Failed problem={problem} sentence={say(code in WRONG ? WRONG[code as keyof typeof WRONG] : "rec.failed")} />}
    </form>
  );
}
