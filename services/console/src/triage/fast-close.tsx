import { Button } from "@mantine/core";
import type { FlagDetail } from "@netra/service-api/contract";
import { useState } from "react";
import { useConnection } from "../shell/connection.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./panel.module.css";
import { ReasonPicker } from "./reason-picker.tsx";

interface Props {
  readonly flag: FlagDetail;
  readonly busy: boolean;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onLook: () => void;
  readonly onSave: (reason: string) => void;
}

/** Reading and closing in one: only a reason is still needed, or a look at the signals first. The machine does not plead here. */
export function FastClose({ flag, busy, reason, onReason, onLook, onSave }: Props) {
  const { say } = useWords();
  const { online } = useConnection();
  const [asked, setAsked] = useState(false);
  const save = () => (reason.trim() === "" ? setAsked(true) : onSave(reason));
  useKeys([{ keys: "Ctrl+Enter", label: say("keys.submit"), group: "read", inFields: true, decision: true, act: save }]);
  return (
    <>
      <ReasonPicker flag={flag} outcome="not_partisan" reason={reason} onReason={onReason} open />
      {asked && reason.trim() === "" && (
        <p className={style.missing} role="alert">
          {say("missing.reason")}
        </p>
      )}
      <div className={style.saves}>
        <Button
          size="lg"
          className={style.save ?? ""}
          loading={busy}
          disabled={!online}
          onClick={save}
          rightSection={<KeyCap>Ctrl Enter</KeyCap>}
          aria-keyshortcuts="Control+Enter"
        >
          {say(online ? "read.save_close" : "offline.decide")}
        </Button>
        <Button size="md" variant="default" disabled={!online} onClick={onLook}>
          {say("read.look_first")}
        </Button>
      </div>
    </>
  );
}
