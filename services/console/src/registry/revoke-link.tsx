import { Button, Checkbox, Textarea } from "@mantine/core";
import type { RegistryAccount, RevocationCascade } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./registry.module.css";
import { previewRevocation, revokeAccount } from "./registry-api.ts";

const SHORTEST_REASON = 3;

/** Cabut tautan: first everything that follows, then a reason, then the act. What changed meanwhile is looked at again. */
export function RevokeLink({ account }: { account: RegistryAccount }) {
  const { say } = useWords();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [notACivilServant, setNotACivilServant] = useState(false);
  const [seen, setSeen] = useState<RevocationCascade | null>(null);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.code === "cascade-changed") setSeen(null);
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const look = () => attempt(async () => setSeen(await previewRevocation(account.id, notACivilServant)));
  const revoke = (cascade: RevocationCascade) =>
    attempt(async () => {
      await revokeAccount(account.id, { notACivilServant, reason: reason.trim(), seen: cascade });
      announce(say("reg.revoke_done"));
      await client.invalidateQueries({ queryKey: ["registry"] });
    });
  const changed = problem instanceof ApiProblem && problem.code === "cascade-changed";
  return (
    <section className={style.card} aria-label={say("reg.revoke")}>
      <h2>{say("reg.revoke")}</h2>
      <p>{say("reg.revoke_lead")}</p>
      <Checkbox
        label={say("reg.revoke_none")}
        description={say("reg.revoke_none_note")}
        checked={notACivilServant}
        onChange={(event) => {
          setNotACivilServant(event.currentTarget.checked);
          setSeen(null);
        }}
      />
      {seen === null ? (
        <div>
          <Button variant="default" loading={busy} onClick={() => void look()}>
            {say("reg.revoke_look")}
          </Button>
        </div>
      ) : (
        <>
          <CascadeList cascade={seen} />
          <Textarea
            label={say("reg.revoke_reason")}
            description={say("reg.revoke_reason_note")}
            value={reason}
            maxLength={1000}
            autosize
            minRows={2}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div className={style.buttons}>
            <Button loading={busy} disabled={reason.trim().length < SHORTEST_REASON} onClick={() => void revoke(seen)}>
              {say(notACivilServant ? "reg.revoke_yes_purge" : "reg.revoke_yes")}
            </Button>
            <Button variant="default" onClick={() => setSeen(null)}>
              {say("app.back")}
            </Button>
          </div>
        </>
      )}
      {problem !== null && <Failed problem={problem} sentence={say(changed ? "reg.revoke_changed" : "err.save")} />}
    </section>
  );
}

/** What would follow, in the order in which it would happen. */
function CascadeList({ cascade }: { cascade: RevocationCascade }) {
  const { say, format } = useWords();
  const { flags, corrections, purged } = cascade;
  return (
    <div>
      <h3>{say("reg.cascade")}</h3>
      <ul className={style.cascade}>
        <li>{say("reg.cascade_corrections", { n: format.number(corrections) })}</li>
        <li>{say("reg.cascade_flags", { n: format.number(flags) })}</li>
        <li>
          {purged === null
            ? say("reg.cascade_kept")
            : say("reg.cascade_purged", {
                versi: format.number(purged.versions),
                kiriman: format.number(purged.captures),
                berkas: format.number(purged.files),
              })}
        </li>
      </ul>
      {purged !== null && <p className={style.note}>{say("reg.cascade_final")}</p>}
    </div>
  );
}
