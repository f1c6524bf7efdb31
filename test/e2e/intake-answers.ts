import type { IntakeDetail as Capture, Look as LookBody, Session } from "@netra/service-api/contract";
import { IntakeDetail, IntakePage, Look, OpenReporter, Reporter } from "@netra/service-api/contract";
import type { Page, Route } from "playwright-core";
import type { TSchema } from "typebox";
import Value from "typebox/value";

const PERMISSIONS = ["intake.read", "intake.look", "reporter.open"] as const;

/** Throws where an answer, or what the page sent, is not what the wire says. */
function checked<T>(schema: TSchema, value: T): T {
  if (!Value.Check(schema, value)) throw new Error(`intake: not what the wire says: ${JSON.stringify([...Value.Errors(schema, value)].slice(0, 3))}`);
  return value;
}

/** Made-up captures, as the API would answer about them. */
export interface FakeIntake {
  /** Looks that pages saved, oldest first. */
  readonly looks: readonly { readonly id: string; readonly look: LookBody }[];
  /** What pages sent that the wire does not take; empty when all was well. */
  readonly faults: readonly string[];
  /** Lets this window see these captures with these permissions; everything else is the real server's. */
  answer(page: Page, permissions: readonly (typeof PERMISSIONS)[number][]): Promise<void>;
}

/** The files' bytes by id; each capture starts as it is given and changes by looks. */
export function fakeIntake(given: readonly Capture[], files: Readonly<Record<string, Buffer>>): FakeIntake {
  const captures = new Map(given.map((capture) => [capture.id, checked(IntakeDetail, capture)]));
  const looks: { id: string; look: LookBody }[] = [];
  const faults: string[] = [];

  const list = (state: string | null) => {
    const all = [...captures.values()];
    const shown = all.filter((capture) => (capture.state === "waiting") === (state !== "done"));
    const waiting = all.filter((capture) => capture.state === "waiting").length;
    return { captures: shown.map((capture) => Value.Clean(IntakePage.properties.captures.items, structuredClone(capture))), waiting, next: null };
  };
  const refuse = (route: Route, status: number, code: string) =>
    route.fulfill({ status, json: { type: "about:blank", title: code, status, code, detail: code, requestId: "r-1" } });
  const respond = async (route: Route): Promise<void> => {
    const url = new URL(route.request().url());
    const [, , , id, act, fileId] = url.pathname.split("/");
    if (id === undefined) return route.fulfill({ json: checked(IntakePage, list(url.searchParams.get("state"))) });
    const capture = captures.get(id);
    if (capture === undefined) return refuse(route, 404, "not-found");
    if (act === "files") {
      const file = capture.fileList.find((one) => one.id === fileId);
      const body = files[fileId ?? ""];
      return file && body ? route.fulfill({ body, contentType: file.mediaType }) : refuse(route, 404, "not-found");
    }
    if (act === "look") {
      const look = checked(Look, route.request().postDataJSON() as LookBody);
      if (capture.state !== "waiting") return refuse(route, 409, "looked-already");
      looks.push({ id, look });
      captures.set(id, {
        ...capture,
        state: look.act,
        mayLook: { ok: false, code: "looked-already" },
        looks: [{ act: look.act, note: look.note, by: "Wulan", at: new Date().toISOString() }],
      });
    }
    if (act === "address-check") {
      const last = { result: "exists", by: "Wulan", at: new Date().toISOString() } as const;
      captures.set(id, { ...capture, addressCheck: { ...capture.addressCheck, last } });
    }
    if (act === "reporter") {
      checked(OpenReporter, route.request().postDataJSON());
      return route.fulfill({ json: checked(Reporter, { name: "Warga Contoh", contact: "0812-0000-0000", note: "Melihatnya di grup warga." }) });
    }
    return route.fulfill({ json: checked(IntakeDetail, captures.get(id)) });
  };

  return {
    looks,
    faults,
    async answer(page, permissions) {
      await page.route("**/api/session", async (route) => {
        const answer = await route.fetch();
        const session = (await answer.json()) as Session;
        const others = session.permissions.filter((one) => !PERMISSIONS.some((ours) => ours === one));
        await route.fulfill({ response: answer, json: { ...session, permissions: [...others, ...permissions] } });
      });
      await page.route(/\/api\/intake/, (route) =>
        respond(route).catch((fault: unknown) => {
          faults.push(String(fault));
          return route.abort();
        }),
      );
    },
  };
}
