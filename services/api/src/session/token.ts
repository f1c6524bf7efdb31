import { createHash, randomBytes } from "node:crypto";

/** A new secret of 256 bits: for a session, or a link that works once. Only its hash is ever stored. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What the database knows of a token. Unsalted, because the token itself is random and long. */
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
