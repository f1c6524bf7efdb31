import { Checkbox } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LanguageSwitch } from "../session/language-switch.tsx";
import { useMe } from "../session/me.tsx";
import { setAnswer } from "../set-answer.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { SingleKeys } from "../shell/single-keys.tsx";
import { Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { EnterInterest } from "./enter-interest.tsx";
import { Interests } from "./interests.tsx";
import { SecondFactor } from "./second-factor.tsx";
import style from "./settings.module.css";
import { listInterests, readSettings, setDigest, setReportMail } from "./settings-api.ts";
import { Section, SettingsFrame } from "./settings-frame.tsx";

/** What a person sets for themselves: language, keys, two-step verification, the morning mail, and what they do not read. */
export default function MePage() {
  const { say } = useWords();
  const me = useMe();
  return (
    <SettingsFrame lead={say("set.lead")}>
      <div className={style.columns}>
        <div className={style.column}>
          <Section title={say("nav.language")} note={say("set.language_note")}>
            <LanguageSwitch />
          </Section>
          <Section title={say("set.keys")}>
            <SingleKeys />
          </Section>
          <SecondFactor />
          {me.may("day.own") && <MorningMail />}
        </div>
        {me.may("recusal.own") && <OwnInterests />}
      </div>
    </SettingsFrame>
  );
}

const SETTINGS = ["settings"] as const;

function MorningMail() {
  const { say } = useWords();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const settings = useQuery({ queryKey: SETTINGS, queryFn: readSettings, refetchOnMount: "always" });
  const [problem, setProblem] = useState<unknown>(null);
  const { may } = useMe();
  const choose = async (set: typeof setDigest, on: boolean, said: "set.mail_on" | "set.mail_off" | "set.report_mail_on" | "set.report_mail_off") => {
    setProblem(null);
    try {
      setAnswer(client, SETTINGS, await set(on));
      announce(say(said));
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <Section title={say("set.mail")} note={say("set.mail_note")}>
      {settings.isPending && <Waiting rows={1} />}
      {settings.isError && <Failed problem={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data !== undefined && !settings.data.mail && <p>{say("set.mail_not_here")}</p>}
      {settings.data !== undefined &&
        (settings.data.address === null ? (
          <p>{say("set.mail_no_address")}</p>
        ) : (
          <>
            <Checkbox
              size="md"
              label={say("set.mail_switch", { alamat: settings.data.address })}
              checked={settings.data.digest}
              disabled={!online}
              onChange={({ currentTarget: { checked } }) => void choose(setDigest, checked, checked ? "set.mail_on" : "set.mail_off")}
            />
            {may("report.finalize") && (
              <Checkbox
                size="md"
                label={say("set.report_mail_switch")}
                checked={settings.data.reportMail}
                disabled={!online}
                onChange={({ currentTarget: { checked } }) =>
                  void choose(setReportMail, checked, checked ? "set.report_mail_on" : "set.report_mail_off")
                }
              />
            )}
          </>
        ))}
      {problem !== null && <Failed problem={problem} sentence={say("set.mail_failed")} />}
    </Section>
  );
}

function OwnInterests() {
  const { say } = useWords();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ["recusals"], queryFn: listInterests, refetchOnMount: "always" });
  const reread = () => void client.invalidateQueries();
  return (
    <Section title={say("rec.title")} note={say("rec.lead")}>
      <EnterInterest onEntered={reread} />
      {list.isPending && <Waiting rows={2} />}
      {list.isError && <Failed problem={list.error} onRetry={() => void list.refetch()} />}
      {list.data !== undefined && <Interests interests={list.data.interests} withReader={false} onEnded={reread} />}
    </Section>
  );
}
