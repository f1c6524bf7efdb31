import { Button, Textarea, TextInput } from "@mantine/core";
import type { CaseGroupView, FlagGroup } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { setAnswer } from "../set-answer.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";
import { getGroup, joinGroup, leaveGroup, makeGroup } from "./cases-api.ts";

/** The group that a flag stands in; asked for only once the own reading is saved. */
export const useGroup = (flagId: string, suggest = false) =>
  useQuery({ queryKey: ["group", flagId, suggest], queryFn: () => getGroup(flagId, suggest), retry: false });

/** "Bagian dari kasus kelompok: 9 lainnya", or that it stands alone. */
export function useGroupNote(group: CaseGroupView | null | undefined): string {
  const { say, format } = useWords();
  return group ? say("group.part_of", { n: format.number(group.others) }) : say("group.none_short");
}

/** Who else rests on the same thing: letters and counts, and the acts of whoever may group. Every person keeps a decision and a case of their own. */
export function FlagGroupPart({ flagId, mayBegin, onChanged }: { flagId: string; mayBegin: boolean; onChanged?: () => void }) {
  const { say, sayData, format } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [looking, setLooking] = useState(false);
  const query = useGroup(flagId, looking);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const act = async (work: () => Promise<FlagGroup>, done: string) => {
    setBusy(true);
    setProblem(null);
    try {
      const next = await work();
      setAnswer(client, ["group", flagId, false], { ...next, suggestions: [], unread: 0 });
      setAnswer(client, ["group", flagId, true], next);
      announce(done);
      onChanged?.();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  if (query.isError) return <Failed problem={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return null;
  const { group, suggestions, unread } = query.data;
  const may = me.may("case.group");
  const join = (number: string) => act(() => joinGroup(flagId, number), say("group.joined", { nomor: number }));
  return (
    <div className={style.group}>
      {group === null ? <p>{say("group.none")}</p> : <Members group={group} />}
      {looking && (
        <>
          {suggestions.length === 0 && <p>{say("group.suggest_none")}</p>}
          <ul className={style.lines}>
            {suggestions.map(({ flag, basis }) => (
              <li key={flag.id} className={style.suggestion}>
                <span>
                  <Link to={`/triage/${flag.id}`}>{flag.number}</Link> <span className={style.quiet}>{say(`group.basis.${basis}`)}</span>
                </span>
                {group !== null && may && (
                  <Button
                    variant="default"
                    size="sm"
                    disabled={busy}
                    aria-label={say("group.add_this", { nomor: flag.number })}
                    onClick={() => void join(flag.number)}
                  >
                    {say("group.add")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {unread > 0 && <p className={style.quiet}>{say("group.unread", { n: format.number(unread) })}</p>}
        </>
      )}
      {!looking && (
        <div>
          <Button variant="default" size="sm" onClick={() => setLooking(true)}>
            {say("group.suggest")}
          </Button>
        </div>
      )}
      {may && group === null && mayBegin && <Begin busy={busy} onMake={(given) => act(() => makeGroup(flagId, given), say("group.made"))} />}
      {may && group !== null && (
        <>
          <ByNumber busy={busy} onJoin={join} />
          <Leave busy={busy} onLeave={(reason) => act(() => leaveGroup(flagId, reason), say("group.left"))} />
        </>
      )}
      {problem !== null && (
        <Failed
          problem={problem}
          sentence={problem instanceof ApiProblem ? sayData(`group.err.${problem.code}`, say("err.save")) : say("err.save")}
        />
      )}
    </div>
  );
}

function Members({ group }: { group: CaseGroupView }) {
  const { say, format } = useWords();
  const note = useGroupNote(group);
  return (
    <>
      <p>
        <b>{note}</b>
      </p>
      {group.name !== null && (
        <p>
          {group.name}
          {group.reason !== null && <span className={style.quiet}>. {group.reason}</span>}
        </p>
      )}
      <ul className={style.members}>
        {group.members.map(({ letter, own, flag, caseId }) => (
          <li key={flag.id}>
            <b>{letter}</b> <Link to={`/triage/${flag.id}`}>{flag.number}</Link>
            {caseId !== null && !own && (
              <>
                {" · "}
                <Link to={`/cases/${caseId}`} aria-label={say("group.case_of", { huruf: letter })}>
                  {say("group.case")}
                </Link>
              </>
            )}
            {own && <span className={style.quiet}> {say("group.own")}</span>}
          </li>
        ))}
      </ul>
      {group.unread > 0 && <p className={style.quiet}>{say("group.kept", { n: format.number(group.unread) })}</p>}
      {group.outside > 0 && <p className={style.quiet}>{say("group.outside", { n: format.number(group.outside) })}</p>}
      <p className={style.quiet}>{say("group.note")}</p>
    </>
  );
}

function Begin({ busy, onMake }: { busy: boolean; onMake: (given: { name: string; reason: string }) => void }) {
  const { say } = useWords();
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onMake({ name, reason });
  };
  return (
    <details className={style.fold}>
      <summary>{say("group.begin")}</summary>
      <form className={style.form} onSubmit={submit}>
        <TextInput
          label={say("group.name")}
          description={say("group.no_names")}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea label={say("group.reason")} autosize maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <div>
          <Button type="submit" variant="default" loading={busy} disabled={name.trim() === "" || reason.trim() === ""}>
            {say("group.make")}
          </Button>
        </div>
      </form>
    </details>
  );
}

function ByNumber({ busy, onJoin }: { busy: boolean; onJoin: (number: string) => void }) {
  const { say } = useWords();
  const [number, setNumber] = useState("");
  const said = number.trim();
  return (
    <form
      className={style.inline}
      onSubmit={(event) => {
        event.preventDefault();
        onJoin(said);
        setNumber("");
      }}
    >
      <TextInput
        label={say("group.by_number")}
        placeholder="B-00012"
        maxLength={18}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy} disabled={!/^b-?\d+$/i.test(said)}>
        {say("group.add")}
      </Button>
    </form>
  );
}

function Leave({ busy, onLeave }: { busy: boolean; onLeave: (reason: string) => void }) {
  const { say } = useWords();
  const [reason, setReason] = useState("");
  return (
    <details className={style.fold}>
      <summary>{say("group.leave")}</summary>
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          onLeave(reason);
        }}
      >
        <Textarea
          label={say("group.leave_reason")}
          autosize
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={busy} disabled={reason.trim() === ""}>
            {say("group.leave_do")}
          </Button>
        </div>
      </form>
    </details>
  );
}
