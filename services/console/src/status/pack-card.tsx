import { Button } from "@mantine/core";
import type { Status } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./status.module.css";

/** The word pack in force, and a supervisor's confirmation of the one that came with the program: asked once, since it stays on record. */
export function PackCard({ pack }: { pack: Status["pack"] }) {
  const { say, format } = useWords();
  const { may } = useMe();
  return (
    <section className={style.card}>
      <h2>{say("status.pack")}</h2>
      {pack === null ? (
        <p>{say("status.pack_none")}</p>
      ) : (
        <>
          <p className={style.big}>{say("status.pack_value", { nama: pack.id, n: pack.version, tgl: format.day(pack.publishedAt) })}</p>
          <code className={style.hash}>sha256 {pack.hash.replace(/^sha256:/, "")}</code>
          <p>{say(pack.confirmed ? "status.pack_confirmed" : "status.pack_unconfirmed")}</p>
          {!pack.confirmed && may("pack.confirm") && <Confirm pack={pack} />}
        </>
      )}
    </section>
  );
}

function Confirm({ pack }: { pack: NonNullable<Status["pack"]> }) {
  const { say } = useWords();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const confirm = async () => {
    setProblem(null);
    try {
      await call("POST", `/api/rules/packs/${encodeURIComponent(pack.hash)}/confirm`);
      await client.invalidateQueries({ queryKey: ["status"] });
    } catch (failure) {
      setProblem(failure);
    }
  };
  if (!asking)
    return (
      <div>
        <Button onClick={() => setAsking(true)}>{say("status.confirm")}</Button>
      </div>
    );
  return (
    <div className={style.ask}>
      <p>{say("status.confirm_ask", { nama: pack.id, n: pack.version })}</p>
      <Button onClick={() => void confirm()} autoFocus>
        {say("status.confirm_yes")}
      </Button>
      <Button variant="default" onClick={() => setAsking(false)}>
        {say("app.back")}
      </Button>
      {problem !== null && <Failed problem={problem} sentence={say("err.save")} />}
    </div>
  );
}
