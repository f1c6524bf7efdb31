import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMe } from "../session/me.tsx";
import { Denied } from "../shell/denied.tsx";
import { Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { Agreement } from "./agreement.tsx";
import { EnterInterest } from "./enter-interest.tsx";
import { Interests } from "./interests.tsx";
import { Loans } from "./loans.tsx";
import { Members } from "./members.tsx";
import style from "./settings.module.css";
import { readTeam } from "./settings-api.ts";
import { Section, SettingsFrame } from "./settings-frame.tsx";

/** A region's team: who is in it, what its readers do not read, who is on loan, and how alike they read. Nothing here ranks anybody. */
export default function TeamPage() {
  const { say } = useWords();
  const me = useMe();
  const allowed = me.may("team.read");
  return (
    <SettingsFrame lead={say("team.lead")}>{allowed ? <TheTeam /> : <Denied role={me.role} helpers={["supervisor", "auditor"]} />}</SettingsFrame>
  );
}

function TheTeam() {
  const { say } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const team = useQuery({ queryKey: ["team"], queryFn: readTeam, refetchOnMount: "always" });
  const reread = () => void client.invalidateQueries();
  if (team.isError) return <Failed problem={team.error} onRetry={() => void team.refetch()} />;
  if (team.data === undefined) return <Waiting rows={6} />;
  const { members, interests } = team.data;
  const readers = members.filter(({ role }) => role === "analyst" || role === "supervisor");
  return (
    <div className={style.columns}>
      <div className={style.column}>
        <Members members={members} onChanged={reread} />
        {me.may("loan.manage") && <Loans />}
      </div>
      <div className={style.column}>
        <Section title={say("rec.title_team")} note={say("rec.lead_team")}>
          {me.may("recusal.manage") && <EnterInterest readers={readers} onEntered={reread} />}
          <Interests interests={interests} withReader onEnded={reread} />
        </Section>
        <Agreement />
      </div>
    </div>
  );
}
