import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useConnection } from "../shell/connection.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./alike.module.css";
import { claimFlag } from "./flag-api.ts";
import { releaseSteps } from "./pass-on-steps.ts";
import { MOST_CLAIMED, MOST_CLOSED, whyNotClaim, whyNotClose } from "./picks.ts";
import type { ListedRow } from "./queue-order.ts";
import { useRunMany } from "./undo.tsx";
import { patchRow } from "./use-flag-list.ts";
import type { Picks } from "./use-picks.ts";

const CloseMany = lazy(() => import("./close-many.tsx"));

/** What may be done to picked rows at once: claim, hand over or give back those that one holds, close as a duplicate or out of scope. Never more, and each row by itself. */
export function BulkBar({ picks, onPassOn }: { picks: Picks; onPassOn: (rows: readonly ListedRow[]) => void }) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const { online } = useConnection();
  const client = useQueryClient();
  const runMany = useRunMany();
  const [closing, setClosing] = useState<readonly ListedRow[] | null>(null);
  const { rows } = picks;
  const held = rows.filter((row) => row.mine);
  const noClaim = whyNotClaim(rows);
  const noClose = whyNotClose(rows);
  const noPass = held.length === 0 || held.length > MOST_CLOSED;
  const claim = () => {
    const steps = rows.map(({ id, number }) => ({
      flagId: id,
      number,
      run: async () => {
        await claimFlag(id);
        patchRow(client, id, { mine: true, state: "claimed" });
        return null;
      },
    }));
    picks.clear();
    void runMany({ steps, said: (n) => say("many.claimed", { n }), untilMs: null, leaves: false });
  };
  const release = () => {
    picks.clear();
    void runMany({ steps: releaseSteps(client, held), said: (n) => say("many.released", { n }), untilMs: null, leaves: false });
  };

  useKeys([
    rows.length > 0 && { keys: "Escape", label: say("keys.pick_clear"), group: "list", act: picks.clear },
    rows.length > 0 && noClaim === null && { keys: "c", label: say("act.claim"), group: "list", act: claim },
  ]);

  return (
    <>
      {rows.length > 0 && (
        <section className={style.bar} aria-label={say("pick.bar")}>
          <span className={style.barCount} role="status">
            {say("pick.count", { n: rows.length })}
          </span>
          <Button
            variant="default"
            disabled={!online || noClaim !== null}
            onClick={claim}
            aria-keyshortcuts={shortcut("C")}
            rightSection={<KeyCap>C</KeyCap>}
          >
            {say("pick.claim")}
          </Button>
          <Button
            variant="default"
            disabled={!online || noPass}
            onClick={() => onPassOn(held)}
            aria-keyshortcuts={shortcut("H")}
            rightSection={<KeyCap>H</KeyCap>}
          >
            {say("pick.pass_on")}
          </Button>
          <Button variant="default" disabled={!online || held.length === 0} onClick={release}>
            {say("pick.release")}
          </Button>
          <Button variant="default" disabled={!online || noClose !== null} onClick={() => setClosing(rows)}>
            {say("pick.close")}
          </Button>
          <Button variant="subtle" onClick={picks.clear}>
            {say("pick.clear")}
          </Button>
          {noClose !== null && (
            <p className={style.why}>{noClose === "close_most" ? say("pick.close_most", { n: MOST_CLOSED }) : say(`pick.${noClose}`)}</p>
          )}
          {held.length > 0 && held.length < rows.length && <p className={style.why}>{say("pick.held", { n: held.length })}</p>}
          {noClaim === "claim_most" && <p className={style.why}>{say("pick.claim_most", { n: MOST_CLAIMED })}</p>}
        </section>
      )}
      {closing !== null && (
        <Suspense fallback={null}>
          <CloseMany rows={closing} onClose={() => setClosing(null)} onStart={picks.clear} />
        </Suspense>
      )}
    </>
  );
}
