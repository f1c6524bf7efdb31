import { Button } from "@mantine/core";
import type { ExportView } from "@netra/service-api/contract";
import { IconDownload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useConfirmed } from "../session/confirm.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { useContests } from "../shell/contests.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./exports.module.css";
import { actOnExport, listExports, saveFile } from "./exports-api.ts";
import { useProblemWords } from "./use-problem-words.ts";

const DONE = { approve: "exp.approved", refuse: "exp.refused", cancel: "exp.cancelled" } as const;
type Act = keyof typeof DONE;

/** One export: what it is of, how far it is, and what this person may do. */
export function OneExport({ one }: { one: ExportView }) {
  const { say, sayData, format } = useWords();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const wordsOf = useProblemWords();
  const { contests } = useContests();
  const { confirmed, dialog } = useConfirmed();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState<Act | "download" | null>(null);

  const attempt = async (what: Act | "download", act: () => Promise<void>) => {
    setBusy(what);
    setProblem(null);
    try {
      await confirmed(act);
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(null);
      await client.invalidateQueries({ queryKey: ["exports"] });
    }
  };
  const decide = (act: Act) =>
    attempt(act, async () => {
      await actOnExport(one.id, act);
      announce(say(DONE[act]));
    });
  // The browser saves the file without us, and would save a refusal too: whether the sign-in is fresh is asked before.
  const download = () =>
    attempt("download", async () => {
      const { confirmed: fresh, secondFactorFirst } = await listExports();
      if (secondFactorFirst) throw new ApiProblem({ status: 403, code: "second-factor-first" });
      if (!fresh) throw new ApiProblem({ status: 403, code: "confirm-first" });
      saveFile(one.id);
    });

  const narrowed = Object.entries(one.filter).flatMap(([name, value]) => {
    if (name === "flags" || name === "cases") return value === 0 ? [] : [say(`exp.of_${name}`, { n: value })];
    if (name === "contest") return [contests.find(({ id }) => id === value)?.title ?? String(value)];
    return [sayData(name === "reason" ? `passport.reason_${value}` : `${name}.${value}`, String(value))];
  });
  const what = [say(`exp.kind.${one.kind}`), one.format.toUpperCase(), `${one.regionName} (${one.region})`, ...narrowed].join(" · ");
  const asked = one.mine
    ? say("exp.mine", { waktu: format.longMoment(one.askedAt) })
    : say("exp.by", { nama: one.askedBy, waktu: format.longMoment(one.askedAt) });
  const total = one.total ?? one.expected;
  const open = one.state === "waiting_approval" || one.state === "waiting" || one.state === "running";
  const button = (act: Act) => (
    <Button
      variant={act === "approve" ? "filled" : "default"}
      size="sm"
      loading={busy === act}
      disabled={!online}
      aria-label={say(`exp.${act}_of`, { apa: what })}
      onClick={() => void decide(act)}
    >
      {say(`exp.${act}`)}
    </Button>
  );
  return (
    <li className={style.card}>
      <div className={style.head}>
        <h3 className={style.heading}>{what}</h3>
        <b role={open ? "status" : undefined}>{say(`exp.state_of.${one.state}`)}</b>
      </div>
      <p className={style.meta}>
        {[
          asked,
          one.decidedBy === null ? null : say("exp.decided", { nama: one.decidedBy }),
          one.state === "ready" && one.expiresAt !== null ? say("exp.until", { waktu: format.longMoment(one.expiresAt) }) : null,
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
      {open && (
        <div>
          {one.state === "running" && (
            <progress className={style.bar} value={one.done} max={Math.max(1, total)} aria-label={say("exp.progress_of", { apa: what })} />
          )}
          <p className={style.meta}>{say("exp.progress", { n: format.number(one.done), jumlah: format.number(total) })}</p>
        </div>
      )}
      {one.state === "failed" && <p>{say("exp.failed_code", { kode: one.failedCode ?? "" })}</p>}
      {one.file !== null && (
        <p className={style.hash}>
          {say("exp.file_rows", { n: format.number(one.file.rows) })} · {format.bytes(one.file.bytes)} · sha256 {one.file.sha256}
        </p>
      )}
      {problem !== null && <Failed problem={problem} sentence={wordsOf(problem)} />}
      <div className={style.acts}>
        {one.file !== null && (
          <Button
            size="sm"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={busy === "download"}
            disabled={!online}
            aria-label={say("exp.download_of", { apa: what })}
            onClick={() => void download()}
          >
            {say("exp.download")}
          </Button>
        )}
        {one.mayDecide && button("approve")}
        {one.mayDecide && button("refuse")}
        {one.mine && open && button("cancel")}
      </div>
      {dialog}
    </li>
  );
}
