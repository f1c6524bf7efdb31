import { Table } from "@mantine/core";
import type { RegisterImport } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import { problemIn } from "./problem-words.ts";
import style from "./registry.module.css";

/** What a file would do, row by row: new, changed with the fields, or wrong. Of a NIP its end alone. */
export function ImportPreview({ looked }: { looked: RegisterImport }) {
  const { say, format, locale } = useWords();
  const wrong = looked.problems.length > 0;
  const sum = say("reg.import_sum", {
    baru: format.number(looked.added),
    berubah: format.number(looked.changed),
    tetap: format.number(looked.unchanged),
  });
  return (
    <section className={style.card} aria-label={say("reg.import_result")}>
      <p role="status">
        <b>{say(looked.saved ? "reg.import_saved" : wrong ? "reg.import_wrong" : "reg.import_dry")}</b> {sum}
      </p>
      {wrong && (
        <ul className={style.lines}>
          {looked.problems
            .map((problem) => problemIn(locale, problem))
            .map(({ at, what, remedy }) => (
              <li key={`${at} ${what}`}>
                <b>{at}</b>: {what}; {remedy}
              </li>
            ))}
        </ul>
      )}
      <Notes title="reg.import_unissued" lines={looked.unissued} />
      <Notes title="reg.import_by_name" lines={looked.byNameAlone} />
      <Notes title="reg.import_revoked" lines={looked.revokedBefore} />
      {looked.rows.length > 0 && (
        <div className={style.scroll}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say("reg.row")}</Table.Th>
                <Table.Th>{say("reg.row_outcome")}</Table.Th>
                <Table.Th>NIP</Table.Th>
                <Table.Th>{say("reg.row_changes")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {looked.rows.map((row) => (
                <Table.Tr key={`${row.line} ${row.outcome}`}>
                  <Table.Td>{row.line}</Table.Td>
                  <Table.Td>{say(`reg.row.${row.outcome}`)}</Table.Td>
                  <Table.Td className={style.number ?? ""}>{row.nipEnd === null ? "" : `…${row.nipEnd}`}</Table.Td>
                  <Table.Td>
                    {row.changes.map(({ field, from, to }) => (
                      <div key={field}>
                        <code>{field}</code> {from !== null && <del>{from}</del>} <ins>{to ?? say("reg.nothing")}</ins>
                      </div>
                    ))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {looked.rows.length < looked.added + looked.changed && !wrong && (
        <p className={style.small}>{say("reg.import_more", { n: format.number(looked.added + looked.changed - looked.rows.length) })}</p>
      )}
    </section>
  );
}

function Notes({ title, lines }: { title: "reg.import_unissued" | "reg.import_by_name" | "reg.import_revoked"; lines: readonly number[] }) {
  const { say } = useWords();
  return lines.length === 0 ? null : <p className={style.note}>{say(title, { baris: lines.slice(0, 20).join(", ") })}</p>;
}
