import { Modal } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../words/words.tsx";
import { Keys } from "./key-cap.tsx";
import style from "./key-help.module.css";
import { type KeyBinding, shownAs } from "./keys.ts";
import { SingleKeys } from "./single-keys.tsx";
import { useKeyboard, useKeys } from "./use-keys.tsx";

/** Whether help is open. */
export function useKeyHelp() {
  const [shown, setShown] = useState(false);
  return { shown, open: () => setShown(true), close: () => setShown(false) };
}

const GROUPS = ["list", "read", "decide", "look", "go", "all"] as const;

/** Only the keys that would act on the page beneath, and how single keys act. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { say } = useWords();
  const keyboard = useKeyboard();
  // Read once: the dialog's own layer must not appear in its own list.
  const [valid] = useState(keyboard.valid);
  const bindings = valid.filter(({ keys }) => [keys].flat().some((key) => shownAs(key, keyboard.mode) !== null));
  useKeys([{ keys: ["Escape", "?"], group: "all", act: onClose }], true);
  return (
    <Modal
      opened
      onClose={onClose}
      // Its own Escape would close this layer before the page's keys hear the same stroke, and the page would go back as well.
      closeOnEscape={false}
      title={say("keys.title")}
      size="lg"
      closeButtonProps={{ "aria-label": say("app.close") }}
    >
      <div className={style.groups}>
        {GROUPS.map((group) => (
          <Group key={group} title={say(`keys.group.${group}`)} bindings={bindings.filter((binding) => binding.group === group)} />
        ))}
      </div>
      <div className={style.single}>
        <SingleKeys />
      </div>
    </Modal>
  );
}

function Group({ title, bindings }: { title: string; bindings: readonly KeyBinding[] }) {
  if (bindings.length === 0) return null;
  return (
    <section>
      <h3 className={style.group}>{title}</h3>
      <dl className={style.list}>
        {bindings.map((binding) => (
          <div key={String(binding.keys)}>
            <dt>
              <Keys keys={binding.keys} />
            </dt>
            <dd>{binding.label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
