import { parseContest, parseRulePack } from "@netra/classifier";
import { loadRulePackFiles } from "@netra/config";
import { contentHash } from "@netra/evidence";
import { newToken, tokenHash } from "@netra/service-api";
import type { RegisterRow } from "@netra/store";
import { systemActor } from "@netra/store";
import type { Context } from "../../../services/app/src/context.ts";
import { publishContest } from "../../../services/app/src/publish.ts";
import { HERE, seedContest } from "../../support/seed.ts";
import { handleOf, type Play, POISON_HANDLE } from "./timeline.ts";

const PACK = "selftest";
/** Who sends captures, and who takes the second look at them. */
const SENDER = "pengirim-kacau";
const LOOKER = "pemeriksa-kacau";

/** The platform that everybody in this world is on. */
export const PLATFORM = "facebook";

const rowOf = (handle: string, number: number): RegisterRow => ({
  nip: null,
  name: `Pegawai Kacau ${number}`,
  employmentKind: "pns",
  agency: "Dinas Contoh",
  agencyRegion: HERE,
  unit: null,
  position: null,
  roleClass: null,
  from: "2010-01-01",
  platform: PLATFORM,
  handle,
  link: "declared",
  linkSource: "surat pernyataan",
});

/** Puts the world into the database: pack, contest, register, somebody who sends captures and somebody who looks at them. What is there stays. */
export async function seedWorld(context: Context, play: Play): Promise<void> {
  const { store } = context;
  const operator = systemActor("operator");
  const handles = [...Array.from({ length: play.accounts }, (_, index) => handleOf(index)), POISON_HANDLE];
  await store.as(operator, async (tx) => {
    if (!(await tx.packs.findLiveHash())) {
      const pack = parseRulePack(loadRulePackFiles(PACK));
      await tx.packs.publishLive({ packId: pack.id, version: pack.version, hash: await contentHash(pack), body: pack });
    }
    for (const [number, handle] of handles.entries()) await tx.accounts.saveRegistration(rowOf(handle, number));
    for (const username of [SENDER, LOOKER])
      if (!(await tx.users.findByName(username))) await tx.users.add({ username, name: "Petugas Kacau", role: "analyst", regions: [HERE] });
  });
  await publishContest(context, parseContest(JSON.stringify(seedContest(new Date(play.startMs)))), { demo: false });
}

/** Sessions of who sends and who looks: what their cookies hold. */
export async function openSessions({ store }: Pick<Context, "store">): Promise<{ readonly sender: string; readonly looker: string }> {
  const open = async (username: string): Promise<string> => {
    const token = newToken();
    const user = await store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
    if (!user) throw new Error(`chaos: ${username} was not seeded`);
    await store.as({ ...systemActor("api"), regions: [] }, (tx) =>
      tx.sessions.open(tokenHash(token), user.id, { mustSetPassword: false, confirmed: true }),
    );
    return token;
  };
  return { sender: await open(SENDER), looker: await open(LOOKER) };
}
