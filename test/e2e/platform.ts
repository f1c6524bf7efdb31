import type { FakeEvent } from "@netra/connectors";
import type { Platform, PostKind } from "@netra/domain";
import type { Queue } from "@netra/queue";
import { eventually } from "../support/eventually.ts";

/** Who posts unless another is named. */
const AUTHOR = "contoh.sari.nilam";

/** Something a registered account posts. */
export interface NewPost {
  readonly text: string;
  /** On the platform the account is registered for; the first registered one unless given. */
  readonly handle?: string;
  readonly platform?: Platform;
  readonly kind?: PostKind;
  readonly later?: { readonly edit: string } | "delete";
}

export interface PostedFlag {
  readonly id: string;
  /** As people say it: `B-00001`. */
  readonly number: string;
}

interface Deps {
  readonly see: <Row>(statement: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly queue: Pick<Queue, "enqueue">;
}

/**
 * The made-up platform of one test file: it holds what tests let people post, in order. Everything happened between `since` and now, so that
 * a fetch sees all of it.
 */
export function openPlatform(since: Date) {
  const events = new Map<string, FakeEvent[]>();
  let happened = 0;
  const next = (): Date => new Date(since.getTime() + ++happened * 1000);
  const keyOf = (platform: Platform, handle: string): string => `${platform} ${handle}`;

  const write = ({ text, handle = AUTHOR, platform = "facebook", kind = "post", later }: NewPost): string => {
    const externalId = `e2e-${happened + 1}`;
    const url = `https://${platform}.contoh.example/${handle}/${externalId}`;
    const own = events.get(keyOf(platform, handle)) ?? [];
    own.push({ act: "create", at: next(), externalId, kind, url, text });
    if (later === "delete") own.push({ act: "delete", at: next(), externalId });
    else if (later) own.push({ act: "edit", at: next(), externalId, kind, url, text: later.edit });
    events.set(keyOf(platform, handle), own);
    return externalId;
  };

  return {
    timeline: (handle: string, platform: Platform): readonly FakeEvent[] => events.get(keyOf(platform, handle)) ?? [],

    /** Posts, has the accounts fetched at once, and waits until every version is read. */
    async publish({ see, queue }: Deps, posts: readonly NewPost[]): Promise<(PostedFlag | null)[]> {
      const ids = posts.map(write);
      const handles = posts.map(({ handle = AUTHOR }) => handle);
      await eventually(
        async () => {
          // Asked again each time: an account that was just being fetched gives no second turn.
          const due = await see<{ id: string }>("update account set due_at = clock_timestamp() where handle = any($1) returning id", [handles]);
          for (const { id } of due) await queue.enqueue("ingest", { accountId: id });
          const [row] = await see<{ read: number; waiting: number }>(
            `select count(distinct p.id) filter (where v.state = 'classified')::int as read, count(*) filter (where v.state = 'pending')::int as waiting
             from post p join post_version v on v.post_id = p.id where p.external_id = any($1)`,
            [ids],
          );
          if (row?.read !== ids.length || row.waiting > 0)
            throw new Error(`e2e: ${row?.read} of ${ids.length} posts are read, ${row?.waiting} versions wait`);
        },
        { interval: 150 },
      );
      const flags = await see<{ externalId: string; id: string; number: string }>(
        `select p.external_id as "externalId", f.id, f.number from flag f join post p on p.id = f.post_id where p.external_id = any($1) order by f.opened_at desc`,
        [ids],
      );
      return ids.map((externalId) => {
        const flag = flags.find((one) => one.externalId === externalId);
        return flag ? { id: flag.id, number: `B-${String(flag.number).padStart(5, "0")}` } : null;
      });
    },
  };
}
