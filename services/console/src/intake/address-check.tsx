import { Button } from "@mantine/core";
import type { IntakeDetail } from "@netra/service-api/contract";
import { IconLink, IconLinkOff, IconLock, IconQuestionMark } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./capture-view.module.css";
import { checkAddress } from "./intake-api.ts";
import { noteCapture } from "./use-intake.ts";

const ICONS = { exists: IconLink, missing: IconLinkOff, closed: IconLock, unknown: IconQuestionMark } as const;
/** Said beside the address; other reasons are said where the look is. */
const SAID = ["platform-closed", "not-a-post"] as const;

/** What the platform said of the address when somebody asked last, and a way to ask. Nobody is asked before a person presses, since asking tells the platform that somebody looked. */
export function AddressCheck({ capture }: { capture: IntakeDetail }) {
  const { say, format } = useWords();
  const me = useMe();
  const { online } = useConnection();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { mayAsk, last } = capture.addressCheck;
  const why = SAID.find((code) => code === mayAsk.code);
  const told = (check: IntakeDetail["addressCheck"]["last"]): string =>
    check === null ? say("intake.check.never") : say(`intake.check.${check.result}`, { nama: check.by, jam: format.moment(check.at) });
  const Icon = last === null ? null : ICONS[last.result];

  const ask = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answered = await checkAddress(capture.id);
      noteCapture(client, answered);
      announce(told(answered.addressCheck.last));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const justNow = problem instanceof ApiProblem && problem.code === "checked-just-now";

  return (
    <div className={style.check}>
      <p className={style.checked}>
        {Icon !== null && <Icon size={16} stroke={1.75} aria-hidden />}
        <span>
          {told(last)} {why !== undefined && say(`intake.check.why.${why}`)}
        </span>
      </p>
      {mayAsk.ok && me.may("intake.look") && (
        <>
          <Button variant="default" size="sm" disabled={!online} loading={busy} onClick={() => void ask()} aria-describedby="address-check-note">
            {say(online ? "intake.check.ask" : "offline.decide")}
          </Button>
          <p id="address-check-note" className={style.checkNote}>
            {say("intake.check.ask_note")}
          </p>
        </>
      )}
      {justNow && (
        <p role="status" className={style.checkNote}>
          {say("intake.check.just_now")}
        </p>
      )}
      {problem !== null && !justNow && <Failed problem={problem} />}
    </div>
  );
}
