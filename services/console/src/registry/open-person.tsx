import { Button } from "@mantine/core";
import type { OpenIdentity, RegistryIdentity } from "@netra/service-api/contract";
import { useState } from "react";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./registry.module.css";
import { openPerson } from "./registry-api.ts";

const REASONS = ["account_link", "position_or_leave", "question_to_agency", "related_case"] as const satisfies readonly OpenIdentity["reason"][];

/** A name and whole handles, closed until somebody says why; nothing keeps them, and every opening is in the audit log. */
export function OpenPerson({ personId }: { personId: string }) {
  const { say, format } = useWords();
  const [asking, setAsking] = useState(false);
  const [identity, setIdentity] = useState<RegistryIdentity | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const open = async (reason: OpenIdentity["reason"]) => {
    setProblem(null);
    try {
      setIdentity(await openPerson(personId, reason));
      setAsking(false);
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <div className={style.identity}>
      {identity !== null && (
        <p>
          <b>
            <bdi>{identity.name}</bdi>
          </b>
          {identity.accounts.map(({ id, handles }) => (
            <span key={id}>
              {" · "}
              <bdi>{handles.join(" ← ")}</bdi>
            </span>
          ))}
          <br />
          <span className={style.small}>
            {say("unmask.opened", { jam: format.clock(identity.openedAt), alasan: say(`unmask.${identity.reason}`).toLowerCase() })}
          </span>
        </p>
      )}
      <Button
        variant="default"
        size="sm"
        aria-expanded={asking || identity !== null}
        onClick={() => (identity === null ? setAsking(!asking) : setIdentity(null))}
      >
        {say(identity === null ? "reg.open" : "unmask.close")}
      </Button>
      {asking && (
        <fieldset className={style.reasons}>
          <legend>{say("unmask.ask")}</legend>
          {REASONS.map((reason) => (
            <Button key={reason} variant="default" size="sm" onClick={() => void open(reason)}>
              {say(`unmask.${reason}`)}
            </Button>
          ))}
        </fieldset>
      )}
      {problem !== null && <Failed problem={problem} />}
    </div>
  );
}
