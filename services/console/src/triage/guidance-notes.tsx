import type { GuidanceView } from "@netra/service-api/contract";
import type { Format } from "../words/format.ts";
import { useWords } from "../words/words.tsx";
import style from "./guidance.module.css";

type Note = GuidanceView["questions"][number]["notes"][number];

/** What was written about one question: what stood on the day of the act first, then what came later or has ended. Contradictions stand side by side. */
export function GuidanceNotes({ id, notes, on }: { id: string; notes: readonly Note[]; on: string }) {
  const { say, format } = useWords();
  const then = notes.filter(({ thatDay }) => thatDay);
  const later = notes.filter(({ thatDay }) => !thatDay);
  return (
    <div id={id} className={style.notes}>
      {notes.length === 0 && <p className={style.meta}>{say("guidance.none")}</p>}
      {then.length > 0 && <List title={say("guidance.then", { tgl: dayOf(on, format) })} notes={then} />}
      {later.length > 0 && <List title={say("guidance.later")} notes={later} />}
      <p className={style.meta}>{say("guidance.caveat")}</p>
    </div>
  );
}

function List({ title, notes }: { title: string; notes: readonly Note[] }) {
  const { say, format, locale } = useWords();
  return (
    <>
      <h4 className={style.when}>{title}</h4>
      <ul className={style.list}>
        {notes.map((note) => (
          <li key={note.id}>
            <p>{note.text[locale]}</p>
            <p className={style.meta}>
              {[say(`guidance.kind.${note.kind}`), ...sourceWords(note, format)].join(" · ")}
              {note.thatDay && !note.today && <b>{say("guidance.ended")}</b>}
              {note.weak && <b>{say("guidance.weak")}</b>}
              {note.unverified && <b>{say("guidance.unverified")}</b>}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Paper and number, then its date, or since when it stands. */
function sourceWords({ source, from }: Note, format: Format): string[] {
  const at = source?.date ?? from;
  return [
    ...(source === null ? [] : [[source.paper, source.number].filter((part) => part !== null).join(" ")]),
    ...(at === null ? [] : [dayOf(at, format)]),
  ];
}

/** `2018`, `Nov 2023` or `30 Okt 2024`: no more exact than what is known. */
function dayOf(date: string, format: Format): string {
  if (date.length === 4) return date;
  // Noon of Jakarta: the same calendar day in every zone of the country.
  const [, ...monthAndYear] = format.day(`${date}${date.length === 7 ? "-01" : ""}T05:00:00Z`).split(" ");
  return date.length === 7 ? monthAndYear.join(" ") : format.day(`${date}T05:00:00Z`);
}
