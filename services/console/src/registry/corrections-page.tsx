import { Button, TextInput } from "@mantine/core";
import type { CorrectionList } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { Empty, Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./registry.module.css";
import { listCorrections, settleCorrection } from "./registry-api.ts";
import { RegistryFrame } from "./registry-frame.tsx";

/** Papers that stood on a link that was wrong, oldest first, until somebody notes what was done about each. */
export default function CorrectionsPage() {
  const { say } = useWords();
  const list = useQuery({ queryKey: ["registry", "corrections"], queryFn: listCorrections });
  return (
    <RegistryFrame>
      {list.isPending && <Waiting rows={3} />}
      {list.isError && <Failed problem={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.corrections.length === 0 && <Empty>{say("reg.corrections_none")}</Empty>}
      <ul className={style.people}>
        {list.data?.corrections.map((one) => (
          <Correction key={one.id} correction={one} />
        ))}
      </ul>
    </RegistryFrame>
  );
}

function Correction({ correction }: { correction: CorrectionList["corrections"][number] }) {
  const { say, format } = useWords();
  const { may } = useMe();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const settle = async () => {
    setProblem(null);
    try {
      await settleCorrection(correction.id, note.trim());
      await client.invalidateQueries({ queryKey: ["registry", "corrections"] });
    } catch (failure) {
      setProblem(failure);
    }
  };
  return (
    <li className={style.card}>
      <div>
        <h2>{say(`reg.paper.${correction.kind}`)}</h2>
        <p className={style.small}>
          <code>{correction.objectId}</code> · {say("reg.region", { kode: correction.region })} · {format.longMoment(correction.foundAt)}
        </p>
        <p>{say("reg.correction_why", { sebab: say(`reg.cause.${correction.cause}`), alasan: correction.reason })}</p>
      </div>
      {may("link.revoke") && (
        <div className={style.search}>
          <TextInput label={say("reg.correction_note")} value={note} maxLength={1000} onChange={(event) => setNote(event.currentTarget.value)} />
          <Button disabled={note.trim().length < 3} onClick={() => void settle()}>
            {say("reg.correction_done")}
          </Button>
        </div>
      )}
      {problem !== null && <Failed problem={problem} sentence={say("err.save")} />}
    </li>
  );
}
