import type { IdentityView, OpenIdentity } from "@netra/service-api/contract";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import { Failed } from "../shell/states.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { openIdentity } from "./flag-api.ts";
import parts from "./flag-parts.module.css";
import style from "./identity-strip.module.css";

const REASONS = ["account_link", "position_or_leave", "question_to_agency", "related_case"] as const satisfies readonly OpenIdentity["reason"][];

/** Layer 3, closed until somebody says why; every opening is in the audit log. It closes again by `I` and on leaving, and nothing keeps it. */
export function IdentityStrip({ flagId }: { flagId: string }) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const [asking, setAsking] = useState(false);
  const [identity, setIdentity] = useState<IdentityView | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  const toggle = () => {
    setProblem(null);
    if (identity !== null) setIdentity(null);
    else setAsking(!asking);
  };
  const open = async (reason: OpenIdentity["reason"]) => {
    try {
      setIdentity(await openIdentity(flagId, reason));
      setAsking(false);
    } catch (failure) {
      setProblem(failure);
    }
  };
  useKeys([{ keys: "i", label: say("keys.identity"), group: "look", act: toggle }]);

  return (
    <section className={style.identity} aria-label={say("keys.identity")}>
      <div className={style.identityRow}>
        {identity === null ? <IconEyeOff size={18} aria-hidden /> : <IconEye size={18} aria-hidden />}
        {identity === null ? <b>{say("unmask.closed")}</b> : <Opened identity={identity} />}
        <button type="button" className={parts.inline} onClick={toggle} aria-expanded={asking || identity !== null} aria-keyshortcuts={shortcut("I")}>
          {say(identity === null ? "unmask.open" : "unmask.close")} <KeyCap>I</KeyCap>
        </button>
      </div>
      {asking && <Reasons onChoose={(reason) => void open(reason)} onCancel={() => setAsking(false)} />}
      {problem !== null && <Failed problem={problem} sentence={say("err.save")} />}
    </section>
  );
}

/** Four reasons by click, arrows or number; while they are asked, numbers mean nothing else. */
function Reasons({ onChoose, onCancel }: { onChoose: (reason: OpenIdentity["reason"]) => void; onCancel: () => void }) {
  const { say } = useWords();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  useKeys(
    [
      ...REASONS.map((reason, at) => ({ keys: String(at + 1), label: say(`unmask.${reason}`), group: "look" as const, act: () => onChoose(reason) })),
      { keys: ["Escape", "i"], group: "all", act: onCancel },
    ],
    true,
  );
  return (
    <fieldset className={style.reasons}>
      <legend>{say("unmask.ask")}</legend>
      {REASONS.map((reason, at) => (
        <button key={reason} type="button" ref={at === 0 ? first : undefined} className={style.reason} onClick={() => onChoose(reason)}>
          {say(`unmask.${reason}`)} <KeyCap>{String(at + 1)}</KeyCap>
        </button>
      ))}
    </fieldset>
  );
}

function Opened({ identity }: { identity: IdentityView }) {
  const { say, format } = useWords();
  const place = [identity.position, identity.unit, identity.agency].filter((part) => part !== null && part !== "").join(" · ");
  return (
    <div>
      <p>
        <b>
          <bdi>{identity.name}</bdi>
        </b>
        {" · "}
        {place}
        {identity.nipEnd !== null && ` · ${say("unmask.nip", { akhir: identity.nipEnd })}`}
      </p>
      <p className={parts.small}>
        <bdi>{identity.handle}</bdi> · {say(`platform.${identity.platform}`)} ·{" "}
        {say("unmask.opened", { jam: format.clock(identity.openedAt), alasan: say(`unmask.${identity.reason}`).toLowerCase() })}
      </p>
    </div>
  );
}
