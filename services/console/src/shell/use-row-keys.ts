import { useWords } from "../words/words.tsx";
import { useAnnounce } from "./announcer.tsx";
import { useKeys } from "./use-keys.tsx";

/** Up and down the rows of a page by key: from none to the first, and past the last or before the first it is said that this is the end. `rows` finds them as they stand. */
export function useRowKeys(rows: () => Iterable<HTMLElement>): void {
  const { say } = useWords();
  const announce = useAnnounce();
  const move = (by: 1 | -1) => {
    const all = [...rows()];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = all[at === -1 ? 0 : at + by];
    if (next === undefined) announce(say("triage.end"));
    else next.focus();
  };
  useKeys([
    { keys: ["j", "ArrowDown"], label: say("keys.next"), group: "list", repeats: true, act: () => move(1) },
    { keys: ["k", "ArrowUp"], label: say("keys.previous"), group: "list", repeats: true, act: () => move(-1) },
  ]);
}
