import { Kbd } from "@mantine/core";
import style from "./key-cap.module.css";

/** A key as it is printed on the keyboard. Decoration beside a word: screen readers get `aria-keyshortcuts` instead. */
export function KeyCap({ children }: { children: string }) {
  return (
    <Kbd className={style.cap ?? ""} aria-hidden>
      {children}
    </Kbd>
  );
}

/** `Shift+c` → two caps, `g t` → two caps, aliases after one another. */
export function Keys({ keys }: { keys: string | readonly string[] }) {
  return (
    <span className={style.keys}>
      {[keys].flat().map((key) => (
        <span key={key} className={style.keys}>
          {key.split(/[+ ]/).map((part) => (
            <Kbd key={part} className={style.cap ?? ""}>
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
