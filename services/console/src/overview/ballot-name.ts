import type { CountedPage } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";

/** How a candidate stands on the ballot, never with a colour: `2 · Bahar Tanjung – Ratih Kuala`. */
export function useBallotName(): (candidate: NonNullable<CountedPage["candidate"]>) => string {
  const { say, format } = useWords();
  return ({ number, people, emptyBox }) =>
    [number === null ? null : format.number(number), emptyBox ? say("over.empty_box") : people.join(" – ")]
      .filter((part) => part !== null)
      .join(" · ");
}
