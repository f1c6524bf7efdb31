import { Button } from "@mantine/core";
import type { CaseDetail, IdentityView, OpenIdentity } from "@netra/service-api/contract";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { Failed } from "../shell/states.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";
import { openCaseIdentity } from "./cases-api.ts";

const REASONS = ["account_link", "position_or_leave", "question_to_agency", "related_case"] as const satisfies readonly OpenIdentity["reason"][];

/** Who the case is about: closed until somebody says why, kept by nothing, and every opening stands in the timeline. */
export function CaseIdentity({ of, onOpened }: { of: CaseDetail; onOpened: () => void }) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const [asking, setAsking] = useState(false);
  const [identity, setIdentity] = useState<IdentityView | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const subject = say(of.trail.some(({ state }) => state === "registration") ? "case.reported" : "case.alleged");
  const toggle = () => {
    setProblem(null);
    if (identity !== null) setIdentity(null);
    else setAsking(!asking);
  };
  const open = async (reason: OpenIdentity["reason"]) => {
    try {
      setIdentity(await openCaseIdentity(of.id, reason));
      setAsking(false);
      onOpened();
    } catch (failure) {
      setProblem(failure);
    }
  };
  useKeys([of.mayOpenIdentity && { keys: "i", label: say("keys.identity"), group: "look", act: toggle }]);
  return (
    <div className={style.identity}>
      <p>
        {identity === null ? <IconEyeOff size={18} aria-hidden /> : <IconEye size={18} aria-hidden />} {subject}:{" "}
        {identity === null ? (
          say("unmask.closed")
        ) : (
          <>
            <b>
              <bdi>{identity.name}</bdi>
            </b>
            {", "}
            {[identity.position, identity.unit, identity.agency].filter((part) => part !== null && part !== "").join(", ")}
            {identity.nipEnd !== null && ` · ${say("unmask.nip", { akhir: identity.nipEnd })}`}
          </>
        )}
      </p>
      {of.mayOpenIdentity && (
        <Button variant="default" size="sm" aria-expanded={asking || identity !== null} aria-keyshortcuts={shortcut("I")} onClick={toggle}>
          {say(identity === null ? "unmask.open" : "unmask.close")}
        </Button>
      )}
      {identity !== null && (
        <p className={style.quiet}>
          {say("unmask.opened", { jam: format.clock(identity.openedAt), alasan: say(`unmask.${identity.reason}`).toLowerCase() })}
        </p>
      )}
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
