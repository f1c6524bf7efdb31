import { Button } from "@mantine/core";
import type { ReportView } from "@netra/service-api/contract";
import { IconDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { Preview } from "./preview.tsx";
import { byUse, type KnownFile, knownFile } from "./report-file.ts";
import style from "./reports.module.css";
import { fileAddress } from "./reports-api.ts";

const EDITIONS = ["internal", "shareable"] as const;

/** The files of each edition by itself: one edition is handed out, never half of it. What programs read, and what a checker compares, is folded away; the schema goes with both. */
export function Files({ report }: { report: ReportView }) {
  const { say } = useWords();
  const { may } = useMe();
  if (!may("report.download")) return <p className={style.meta}>{say("rep.no_download")}</p>;
  const files = report.files.toSorted(byUse).map((file) => ({ file, known: knownFile(file.name) }));
  return (
    <>
      <Preview report={report} />
      {EDITIONS.map((edition) => (
        <Edition key={edition} report={report} edition={edition} files={files} />
      ))}
      {report.week === null && <p className={style.meta}>{say("rep.span_internal")}</p>}
      {report.state !== "final" && <p className={style.meta}>{say("rep.draft_files")}</p>}
    </>
  );
}

interface Listed {
  readonly file: ReportView["files"][number];
  readonly known: KnownFile;
}

function Edition({ report, edition, files }: { report: ReportView; edition: "internal" | "shareable"; files: readonly Listed[] }) {
  const { say, format } = useWords();
  if (!files.some(({ known }) => known.edition === edition)) return null;
  const own = files.filter(({ known }) => known.edition === edition || known.edition === null);
  const [reading, data] = [own.filter(({ known }) => known.forReading), own.filter(({ known }) => !known.forReading)];
  const label = `${say("rep.files")}: ${say(`rep.edition_${edition}`)}`;
  const asOf = edition === "internal" ? report.asOf : report.shareableAsOf;
  return (
    <section className={style.edition}>
      <h3>{label}</h3>
      {asOf !== null && (
        <p className={style.meta}>{say(`rep.counts_${edition}`, { waktu: format.longMoment(asOf), keadaan: format.longMoment(report.stoodAt) })}</p>
      )}
      {reading.length > 0 && <FileList report={report} label={label} files={reading} />}
      {data.length > 0 && (
        <details className={style.fold} open={reading.length === 0}>
          <summary>{say("rep.files_data", { n: data.length })}</summary>
          <FileList report={report} label={label} files={data} />
        </details>
      )}
      <Fingerprints label={`${say("rep.fingerprints")}: ${say(`rep.edition_${edition}`)}`} files={own} />
    </section>
  );
}

function FileList({ report, label, files }: { report: ReportView; label: string; files: readonly Listed[] }) {
  const { say, format } = useWords();
  const words = ({ file, known }: Listed): string =>
    known.key === null ? file.name : [say(known.key as "rep.file_csv"), known.language ?? known.title].filter(Boolean).join(" ");
  return (
    <ul className={style.files} aria-label={label}>
      {files.map((listed) => (
        <li key={listed.file.name}>
          <a href={fileAddress(report.id, listed.file.name)} download className={style.download}>
            <IconDownload size={16} aria-hidden /> {say("rep.download")} {words(listed)} <span>{format.bytes(listed.file.bytes)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Names and hashes for whoever checks a file, each to be copied. */
function Fingerprints({ label, files }: { label: string; files: readonly Listed[] }) {
  const { say } = useWords();
  return (
    <details className={style.fold}>
      <summary>{say("rep.fingerprints_of", { n: files.length })}</summary>
      <ul className={style.files} aria-label={label}>
        {files.map(({ file }) => (
          <Fingerprint key={file.name} file={file} />
        ))}
      </ul>
    </details>
  );
}

function Fingerprint({ file: { name, sha256 } }: { file: Listed["file"] }) {
  const { say } = useWords();
  const hash = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "by_hand">("no");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(sha256);
      setCopied("yes");
    } catch {
      // Over plain HTTP in an office network a page has no clipboard.
      if (hash.current) getSelection()?.selectAllChildren(hash.current);
      setCopied("by_hand");
    }
  };
  return (
    <li>
      <span className={style.name}>{name}</span>
      <code ref={hash}>{sha256}</code>
      <Button variant="default" size="compact-sm" onClick={() => void copy()} aria-live="polite">
        {say(copied === "no" ? "app.copy" : copied === "yes" ? "app.copied" : "rep.copy_by_hand")}
        <span className="visually-hidden"> {name}</span>
      </Button>
    </li>
  );
}
