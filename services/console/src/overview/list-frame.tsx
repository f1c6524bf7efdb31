import { Button } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { Link } from "react-router";
import frame from "../shell/rows.module.css";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useRowKeys } from "../shell/use-row-keys.ts";
import { useWords } from "../words/words.tsx";

interface Props {
  readonly title: string;
  readonly region: string;
  /** By which date and as of when, and how many of those that were counted. */
  readonly lead: readonly (string | null)[];
  readonly list: {
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly rows: readonly { readonly key: string; readonly row: ReactNode }[];
}

/** What stands behind a figure: which figure, by which date and as of when, and the rows; up and down by key. */
export function ListFrame({ title, region, lead, list, rows }: Props) {
  const { say } = useWords();
  const listed = useRef<HTMLUListElement>(null);
  useRowKeys(() => listed.current?.querySelectorAll<HTMLElement>("a") ?? []);
  return (
    <div className={shell.page}>
      <header>
        <Link to={`/overview?region=${encodeURIComponent(region)}`}>{say("over.list_back")}</Link>
        <PageTitle>{title}</PageTitle>
        {lead.map((line) => line !== null && <p key={line}>{line}</p>)}
      </header>
      {list.isPending && <Waiting rows={4} />}
      {list.error !== null && <Failed problem={list.error} onRetry={() => void list.refetch()} />}
      {!list.isPending && list.error === null && rows.length === 0 && <Empty>{say("over.list_empty")}</Empty>}
      <ul className={frame.list} ref={listed}>
        {rows.map(({ key, row }) => (
          <li key={key}>{row}</li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {say("over.list_more")}
          </Button>
        </div>
      )}
    </div>
  );
}
