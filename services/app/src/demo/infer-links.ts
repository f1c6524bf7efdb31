import { randomUUID } from "node:crypto";
import type { Contest } from "@netra/classifier";
import { type RegisterRow, systemActor } from "@netra/store";
import type { Context } from "../context.ts";

/**
 * Makes the demo's inferred links the way real ones come about: a field officer hands in a tip, an analyst notes what was seen, a supervisor reviews it. Links that are
 * there already stay.
 */
export async function inferDemoLinks(
  { store, clock }: Pick<Context, "store" | "clock">,
  given: {
    readonly rows: readonly RegisterRow[];
    readonly contest: Contest;
    readonly users: readonly { readonly role: string; readonly username: string }[];
  },
): Promise<void> {
  const operator = systemActor("operator");
  const userOf = async (role: string) => {
    const username = given.users.find((user) => user.role === role)?.username ?? "";
    const user = await store.as(operator, (tx) => tx.users.findByName(username));
    if (!user) throw new Error(`demo: no ${role} in the cast`);
    return { kind: "person", id: user.id, role: user.role, regions: ["ID"] } as const;
  };
  const [field, analyst, supervisor] = [await userOf("field"), await userOf("analyst"), await userOf("supervisor")];
  for (const row of given.rows) {
    if (await store.as(operator, (tx) => tx.accounts.findByHandle(row.platform, row.handle))) continue;
    const saved = await store.as(operator, (tx) => tx.registry.savePerson(row));
    if ("refused" in saved) continue;
    const text = "Kiriman warga (contoh): akun ini disebut milik seorang pegawai.";
    const { receiptNo } = await store.as({ ...field, process: "api" }, (tx) =>
      tx.captures.add({
        clientId: randomUUID(),
        region: row.agencyRegion,
        url: null,
        urlKey: null,
        platform: row.platform,
        handle: row.handle,
        kind: "post",
        text,
        visibility: "public",
        seenHow: "own_phone",
        officeAccount: false,
        uploader: "other",
        seenAt: clock(),
        origin: "tip",
        raw: Buffer.from(JSON.stringify({ text })),
      }),
    );
    const seen = { value: null, by: analyst.id };
    await store.as({ ...supervisor, process: "operator" }, (tx) =>
      tx.registry.inferLink({
        civilServantId: saved.id,
        platform: row.platform,
        handle: row.handle,
        receiptNo,
        contestId: given.contest.id,
        expiresAt: new Date(Date.parse(`${given.contest.watch.to}T00:00:00+07:00`) + 86_400_000),
        evidence: [
          { ...seen, kind: "display_name", source: `${receiptNo}, contoh` },
          { ...seen, kind: "workplace", source: "profil akun, contoh" },
        ],
      }),
    );
  }
}
