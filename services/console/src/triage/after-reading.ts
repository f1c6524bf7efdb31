import { useCallback, useEffect, useState } from "react";

/** What is shown once a reading is saved comes while the text is read: a first visit on a slow line waits for the text alone. */
async function load() {
  const [{ Alike }, { DecisionPanel }, { Folds }, { ProposeTerm }] = await Promise.all([
    import("./alike.tsx"),
    import("./decision-panel.tsx"),
    import("./folds.tsx"),
    import("./propose-term.tsx"),
  ]);
  return { Alike, DecisionPanel, Folds, ProposeTerm };
}

export type AfterReading = Awaited<ReturnType<typeof load>>;
let here: AfterReading | null = null;

/** Fetches these parts from the first post on. Null until they are here; all at once, so that no key finds half a page. `failed` offers `again`. */
export function useAfterReading(): { readonly parts: AfterReading | null; readonly failed: boolean; readonly again: () => void } {
  const [parts, setParts] = useState(here);
  const [failed, setFailed] = useState(false);
  const again = useCallback(() => {
    setFailed(false);
    void load().then(
      (loaded) => {
        here = loaded;
        setParts(loaded);
      },
      () => setFailed(true),
    );
  }, []);
  useEffect(() => {
    if (here === null) again();
  }, [again]);
  return { parts, failed, again };
}
