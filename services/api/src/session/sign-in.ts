import { createHash } from "node:crypto";
import { conflict, DomainError, forbidden } from "@netra/domain";
import type { Store, Tx, User } from "@netra/store";
import type { ConfirmSession, SetPassword, SignIn } from "../contract.ts";
import { actorOf, DOOR, regionOf, type SignedIn } from "../guard.ts";
import { checkPassword, hashPassword, verifyPassword } from "./password.ts";
import { REFUSED, requireCode, takeCode } from "./second-factor.ts";
import { newToken, tokenHash } from "./token.ts";

interface Deps {
  readonly store: Store;
}

/** A session just begun: the token goes into the cookie and is known to nobody else. */
export interface Begun {
  readonly token: string;
  readonly person: SignedIn;
}

/**
 * Signs in by name and password. Counts the try before it looks, so that many at once are no faster than one by one; ten in a row slow the
 * name down. Unknown name, wrong password, no password and a person who was switched off give the same answer in the same time. Only who has the right password learns that a code
 * is needed too; the tries for it are the same ten.
 */
export async function signIn({ store }: Deps, given: SignIn): Promise<Begun> {
  const name = nameHash(given.username);
  const { wait, user } = await store.as(DOOR, async (tx) => ({
    wait: await tx.sessions.countTry(name),
    user: await tx.users.findByName(given.username),
  }));
  if (wait > 0) throw slowed(wait);
  const right = await verifyPassword(user?.active ? user.passwordHash : null, given.password);
  if (!user || !right) throw new DomainError("not-signed-in", "sign-in-refused", "Name or password is wrong.");
  return store.as(actorOf(user), async (tx) => {
    const secondFactor = await requireCode(tx, user.id, given.code);
    await tx.sessions.succeeded(name);
    return begin(tx, user, { by: secondFactor ? "code" : "password", mustSetPassword: false, secondFactor });
  });
}

/** Signs in by a link that works once. Outside the demo it is the way in for who has no password, or lost it: a new one is set before anything else. */
export async function signInByLink({ store }: Deps, given: { readonly token: string; readonly demo: boolean }): Promise<Begun> {
  const user = await store.as(DOOR, (tx) => tx.sessions.useLink(tokenHash(given.token)));
  if (!user) throw new DomainError("not-signed-in", "link-spent", "This sign-in link was used before or is too old. Ask for a new one.");
  return store.as(actorOf(user), async (tx) =>
    begin(tx, user, { by: "link", mustSetPassword: !given.demo, secondFactor: (await takeCode(tx, user.id, undefined)) === "needed" }),
  );
}

/** Sets a password after a link, with a code where two-step verification is set up (a link is no way around it), ends every session of the person, spends every other link, and begins a new session. */
export async function setPassword({ store }: Deps, person: SignedIn, { password, code }: SetPassword): Promise<Begun> {
  if (!person.mustSetPassword) throw conflict("password-set-before", "You have a password. To change it, ask your administrator for a sign-in link.");
  checkPassword(password, person.username);
  const name = nameHash(person.username);
  const wait = person.secondFactor ? await store.as(DOOR, (tx) => tx.sessions.countTry(name)) : 0;
  if (wait > 0) throw slowed(wait);
  const hash = await hashPassword(password);
  return store.as(actorOf(person), async (tx) => {
    const secondFactor = await requireCode(tx, person.id, code);
    if (secondFactor) await tx.sessions.succeeded(name);
    await tx.users.setPassword(person.id, hash);
    await tx.sessions.endAll(person.id);
    await tx.sessions.spendLinks(person.id);
    await tx.audit.append({ act: "password.set", objectType: "user", objectId: person.id, region: regionOf(person) });
    return begin(tx, person, { by: secondFactor ? "code" : "password", mustSetPassword: false, secondFactor });
  });
}

/**
 * Confirms a session: a code where two-step verification is set up, else the password once more, slowed as at the door. In the demo nobody has a password, and being there is enough;
 * elsewhere whoever has none signs in by a new link.
 */
export async function confirmSession(
  { store }: Deps,
  { person, given, demo }: { readonly person: SignedIn; readonly given: ConfirmSession; readonly demo: boolean },
): Promise<void> {
  const name = nameHash(person.username);
  const { wait, user } = await store.as(DOOR, async (tx) => {
    const user = await tx.users.findByName(person.username);
    // Nothing is guessed where there is nothing to guess.
    return { user, wait: person.secondFactor || user?.passwordHash ? await tx.sessions.countTry(name) : 0 };
  });
  if (wait > 0) throw slowed(wait);
  const by = person.secondFactor ? "code" : await requirePassword(user, { password: "password" in given ? given.password : "", demo });
  await store.as(actorOf(person), async (tx) => {
    const taken = await takeCode(tx, person.id, "code" in given ? given.code : undefined);
    // Set up, or removed, since the request began: what was given is not what is asked for now.
    if (taken === "needed" || (taken === "none" && by === "code"))
      throw forbidden(
        "code-needed",
        "Two-step verification was set up or removed just now, or no code was sent: ask for /api/session, and send what it asks for.",
      );
    if (taken === "refused") throw forbidden("code-refused", REFUSED);
    await tx.sessions.succeeded(name);
    await tx.sessions.confirm(person.session);
    await tx.audit.append({ act: "session.confirmed", objectType: "user", objectId: person.id, region: regionOf(person), detail: { by } });
  });
}

async function requirePassword(
  user: Awaited<ReturnType<Tx["users"]["findByName"]>>,
  { password, demo }: { readonly password: string; readonly demo: boolean },
): Promise<"password" | "presence"> {
  if (user?.passwordHash === null) {
    if (demo) return "presence";
    throw conflict("no-password", "You came by a link and have no password: sign out, and sign in by a new link from your administrator.");
  }
  if (!(await verifyPassword(user?.active ? user.passwordHash : null, password)))
    throw forbidden("confirm-refused", "This is not your password. Try again.");
  return "password";
}

export async function signOut({ store }: Deps, person: SignedIn): Promise<void> {
  await store.as(actorOf(person), async (tx) => {
    await tx.sessions.end(person.session);
    await tx.audit.append({ act: "session.ended", objectType: "user", objectId: person.id, region: regionOf(person) });
  });
}

interface How {
  readonly by: "password" | "code" | "link";
  readonly mustSetPassword: boolean;
  readonly secondFactor: boolean;
}

async function begin(tx: Tx, user: User, { by, mustSetPassword, secondFactor }: How): Promise<Begun> {
  const token = newToken();
  const session = tokenHash(token);
  // A link alone is half of what somebody with a second step would prove.
  const confirmed = !secondFactor || by === "code";
  await tx.sessions.open(session, user.id, { mustSetPassword, confirmed });
  await tx.audit.append({ act: "session.opened", objectType: "user", objectId: user.id, region: regionOf(user), detail: { by } });
  const { id, username, name, role, locale, active } = user;
  const regions = await tx.sessions.regionsOf(id);
  return { token, person: { id, username, name, role, regions, locale, active, mustSetPassword, confirmed, secondFactor, session } };
}

const slowed = (wait: number): DomainError =>
  new DomainError("limited", "sign-in-slowed", "Too many failed tries for this name. Wait, or ask for a sign-in link.", {
    detail: { retrySeconds: wait },
  });

const nameHash = (username: string): Buffer => createHash("sha256").update(username.trim().toLowerCase()).digest();
