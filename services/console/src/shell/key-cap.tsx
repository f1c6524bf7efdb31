import { Kbd } from "@mantine/core";
import style from "./key-cap.module.css";
import { shownAs } from "./keys.ts";
import { useKeyboard } from "./use-keys.tsx";

/** A key as it is printed on the keyboard, with Alt where it acts so; nothing where it does not act. Decoration beside a word: screen readers get `aria-keyshortcuts` instead. */
export function KeyCap({ children }: { children: string }) {
  const shown = shownAs(children, useKeyboard().mode);
  if (shown === null) return null;
  return (
    <Kbd className={style.cap ?? ""} aria-hidden>
      {shown}
    </Kbd>
  );
}

/** `Shift+c` → two caps, `g t` → two caps (each with Alt where keys act so), aliases after one another; what does not act is left out. */
export function Keys({ keys }: { keys: string | readonly string[] }) {
  const { mode } = useKeyboard();
  return (
    <span className={style.keys}>
      {[keys].flat().map((key) => (
        <span key={key} className={style.keys}>
          {key
            .split(" ")
            .flatMap((stroke) => shownAs(stroke, mode, "+")?.split("+") ?? [])
            .map((part, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same key may be held twice
              <Kbd key={at} className={style.cap ?? ""}>
                {printed(part)}
              </Kbd>
            ))}
        </span>
      ))}
    </span>
  );
}

const NAMES: Readonly<Record<string, string>> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };
const printed = (key: string): string => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
