import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";

const STORED = "netra.queue";

/** The queue beside the text: shown where there is room, hidden with `Q`; the choice lasts on this device. */
export function useQueueShown(): { shown: boolean; toggle: () => void } {
  const roomy = useMediaQuery("(min-width: 1200px)", true);
  const [wanted, setWanted] = useState(() => localStorage.getItem(STORED) !== "hidden");
  const toggle = () => {
    localStorage.setItem(STORED, wanted ? "hidden" : "shown");
    setWanted(!wanted);
  };
  return { shown: roomy && wanted, toggle };
}
