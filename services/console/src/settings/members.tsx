import { Button, TextInput } from "@mantine/core";
import type { TeamMember } from "@netra/service-api/contract";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./settings.module.css";
import { setAddress } from "./settings-api.ts";
import { Section } from "./settings-frame.tsx";

/** Who works in the regions, by name, with the address of the morning mail for who may set it. */
export function Members({ members, onChanged }: { members: readonly TeamMember[]; onChanged: () => void }) {
  const { say, format } = useWords();
  return (
    <Section title={`${say("team.members")} ${format.number(members.length)}`}>
      <ul className={style.list}>
        {members.map((member) => (
          <Member key={member.id} member={member} onChanged={onChanged} />
        ))}
      </ul>
    </Section>
  );
}

function Member({ member, onChanged }: { member: TeamMember; onChanged: () => void }) {
  const { say } = useWords();
  const { may } = useMe();
  const [open, setOpen] = useState(false);
  const hasDay = member.role === "analyst" || member.role === "supervisor";
  const mail = hasDay ? ` · ${say(member.digest ? "team.digest_on" : "team.digest_off")}` : "";
  const change = may("team.address") && hasDay;
  return (
    <li>
      <div className={style.what}>
        <b>{member.name}</b>
        <span>
          {say(`role.${member.role}`)} · {member.regions.map(({ name }) => name).join(", ")}
          {mail}
        </span>
        {change && <span>{member.address ?? say("team.no_address")}</span>}
      </div>
      {change && (
        <Button
          variant="default"
          size="sm"
          aria-expanded={open}
          aria-label={say("team.address_change_of", { nama: member.name })}
          onClick={() => setOpen(!open)}
        >
          {say("team.address_change")}
        </Button>
      )}
      {change && open && (
        <Address
          member={member}
          onSaved={() => {
            setOpen(false);
            onChanged();
          }}
        />
      )}
    </li>
  );
}

function Address({ member, onSaved }: { member: TeamMember; onSaved: () => void }) {
  const { say } = useWords();
  const announce = useAnnounce();
  const { online } = useConnection();
  const [address, setText] = useState(member.address ?? "");
  const [problem, setProblem] = useState<unknown>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await setAddress(member.id, address.trim() === "" ? null : address.trim());
      announce(say("team.address_saved"));
      onSaved();
    } catch (failure) {
      setProblem(failure);
    }
  };
  const wrong = problem instanceof ApiProblem && problem.code === "address-form";
  return (
    <form className={style.form} onSubmit={(event) => void save(event)}>
      <TextInput
        label={say("team.address_of", { nama: member.name })}
        description={say("team.address_note")}
        inputWrapperOrder={["label", "input", "description"]}
        value={address}
        maxLength={254}
        autoComplete="off"
        inputMode="email"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!online}>
        {say("team.address_save")}
      </Button>
      {problem !== null && <Failed problem={problem} sentence={say(wrong ? "team.address_wrong" : "rec.failed")} />}
    </form>
  );
}
