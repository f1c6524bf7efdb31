import type { Status } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./status.module.css";
import { Numbers } from "./status-parts.tsx";

/** Bukti: when what is kept was last compared with its hashes, sealed and signed. Counts and dates only. */
export function EvidenceCard({ evidence }: { evidence: Status["evidence"] }) {
  const { say, format } = useWords();
  const { round } = evidence;
  const moment = (at: string | null): string => (at === null ? say("status.never") : format.moment(at));
  const walked =
    round === null
      ? say("status.never")
      : round.finishedAt === null
        ? say("status.evidence_running", { n: format.number(round.checked), jumlah: format.number(round.total), tgl: format.day(round.startedAt) })
        : format.moment(round.finishedAt);
  return (
    <section className={style.card}>
      <h2>{say("status.evidence")}</h2>
      <Numbers
        values={[
          [say("status.evidence_round"), walked],
          [say("status.evidence_faults"), format.number(evidence.faults)],
          [say("status.evidence_sealed"), moment(evidence.sealedAt)],
          [say("status.evidence_waiting"), format.number(evidence.waiting)],
          [say("status.evidence_checkpoint"), moment(evidence.checkpointAt)],
        ]}
      />
      {evidence.faults > 0 && <p className={style.small}>{say("status.evidence_faults_note")}</p>}
    </section>
  );
}
