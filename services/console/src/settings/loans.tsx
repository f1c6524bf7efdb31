import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./settings.module.css";
import { endLoan, listLoans } from "./settings-api.ts";
import { Section } from "./settings-frame.tsx";

/** Readers who are lent to the regions now, and the way to end it early. */
export function Loans() {
  const { say, format } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const loans = useQuery({ queryKey: ["loans"], queryFn: listLoans, refetchOnMount: "always" });
  const [problem, setProblem] = useState<unknown>(null);
  const end = async (id: string) => {
    setProblem(null);
    try {
      await endLoan(id);
      announce(say("team.loan_ended"));
    } catch (failure) {
      setProblem(failure);
    }
    await client.invalidateQueries({ queryKey: ["loans"] });
  };
  const running = loans.data?.loans.filter((loan) => loan.running) ?? [];
  const regionOf = (code: string): string => me.regions.find((region) => region.code === code)?.name ?? code;
  return (
    <Section title={say("team.loans")}>
      {loans.isPending && <Waiting rows={1} />}
      {loans.isError && <Failed problem={loans.error} onRetry={() => void loans.refetch()} />}
      {loans.isSuccess && running.length === 0 && <p className={style.quiet}>{say("team.loans_none")}</p>}
      {running.length > 0 && (
        <ul className={style.list}>
          {running.map((loan) => (
            <li key={loan.id}>
              <div className={style.what}>
                <b>{say("team.loan", { nama: loan.name, wilayah: regionOf(loan.region), tgl: format.shortDay(loan.until) })}</b>
                <span>{say("team.loan_by", { nama: loan.by, alasan: loan.reason })}</span>
              </div>
              <Button
                variant="default"
                size="sm"
                disabled={!online}
                aria-label={say("team.loan_end", { nama: loan.name })}
                onClick={() => void end(loan.id)}
              >
                {say("rec.end")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <Failed problem={problem} sentence={say("rec.failed")} />}
    </Section>
  );
}
