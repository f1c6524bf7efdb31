import { HiddenText } from "./hidden-text.tsx";

interface Props {
  readonly text: string;
  /** Places of found words in `text`, in order. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
}

/** Text of a stranger with the words that were searched for marked: only ever text, each piece isolated in direction. */
export function MarkedText({ text, marks }: Props) {
  const last = marks.at(-1)?.end ?? 0;
  return (
    <>
      {marks.map(({ start, end }, at) => (
        <span key={start}>
          <HiddenText text={text.slice(marks[at - 1]?.end ?? 0, start)} />
          <mark>
            <HiddenText text={text.slice(start, end)} />
          </mark>
        </span>
      ))}
      <HiddenText text={text.slice(last)} />
    </>
  );
}
