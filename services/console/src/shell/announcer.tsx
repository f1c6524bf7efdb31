import { createContext, type ReactNode, use, useCallback, useState } from "react";

type Announce = (sentence: string, urgency?: "polite" | "assertive") => void;
const Context = createContext<Announce>(() => {});

/** Says things to screen readers. Polite for what is new, assertive only for a lost claim. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ polite: "", assertive: "" });
  const announce = useCallback<Announce>((sentence, urgency = "polite") => {
    // A no-break space makes the same sentence twice two events.
    setSaid((before) => ({ ...before, [urgency]: before[urgency] === sentence ? `${sentence}\u00a0` : sentence }));
  }, []);
  return (
    <Context value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite">
        {said.polite}
      </div>
      <div className="visually-hidden" aria-live="assertive">
        {said.assertive}
      </div>
    </Context>
  );
}

export const useAnnounce = (): Announce => use(Context);
