import { expect, it } from "vitest";
import { newSigningKey } from "../../../test/evidence/fictional-passport.ts";
import { toHex, utf8 } from "./bytes.ts";
import { checkpointText, parseCheckpoint } from "./checkpoint.ts";
import { openNote, signNote } from "./note.ts";
import { holds, importSigningKey, parseVerifierKey, signBytes, verifierKeyOf } from "./signing-key.ts";

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const pemOf = (seed: string): string =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(`302e020100300506032b657004220420${seed}`, "hex").toString("base64")}\n-----END PRIVATE KEY-----\n`;

/** RFC 8032 §7.1, tests 1 to 3. */
const KNOWN = [
  [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
] as const;

it.each(KNOWN)("signs as RFC 8032 has it (%#)", async (seed, publicKey, message, signature) => {
  const key = await importSigningKey(pemOf(seed));
  expect(toHex(key.publicKey)).toBe(publicKey);
  expect(toHex(await signBytes(key, bytesOf(message)))).toBe(signature);
  const claim = { publicKey: key.publicKey, signature: bytesOf(signature), bytes: bytesOf(message) };
  expect(await holds(claim)).toBe(true);
  expect(await holds({ ...claim, bytes: utf8("x") })).toBe(false);
  expect(await holds({ ...claim, signature: claim.signature.subarray(1) })).toBe(false);
});

it("refuses a signature whose second half is not reduced, which an attacker makes from a good one", async () => {
  const [, publicKey, message, signature] = KNOWN[1];
  const order = (1n << 252n) + 27742317777372353535851937790883648493n;
  const half = bytesOf(signature.slice(64)).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + order;
  const malleable = bytesOf(signature.slice(0, 64) + Buffer.from(half.toString(16).padStart(64, "0"), "hex").reverse().toString("hex"));
  expect(await holds({ publicKey: bytesOf(publicKey), signature: malleable, bytes: bytesOf(message) })).toBe(false);
});

it("opens a note that Go's own sumdb tool signed", async () => {
  const key = await parseVerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
  expect(await openNote(note, key)).toEqual({ text, signatures: 1 });
});

it("keeps the private half to itself and says nothing of a key it cannot read", async () => {
  const key = await newSigningKey();
  await expect(crypto.subtle.exportKey("pkcs8", key.privateKey as never)).rejects.toThrow();
  const broken = pemOf(KNOWN[0][0]).replace("MC4", "MC5");
  await expect(importSigningKey(broken)).rejects.toThrow(/^the signing key is not a PKCS#8/);
});

it("writes a verifier key that reads back, and refuses one that was changed", async () => {
  const key = await newSigningKey();
  const text = await verifierKeyOf("netra.contoh", key);
  expect(await parseVerifierKey(` ${text}\n`)).toMatchObject({ name: "netra.contoh", text, publicKey: key.publicKey });
  for (const changed of [text.replace("contoh", "lain"), text.slice(0, -1), `${text}A`, text.replace(/\+[0-9a-f]/, "+g"), "", "x"])
    await expect(parseVerifierKey(changed), changed).rejects.toThrow(/verifier key/);
  await expect(verifierKeyOf("Netra Contoh", key)).rejects.toThrow("key's name");
});

it("opens only what this key signed, as it was signed", async () => {
  const [mine, other] = [await newSigningKey(), await newSigningKey()];
  const [key, otherKey] = [
    await parseVerifierKey(await verifierKeyOf("netra.a", mine)),
    await parseVerifierKey(await verifierKeyOf("netra.a", other)),
  ];
  const note = await signNote({ text: "satu\ndua\n", name: "netra.a", key: mine });
  expect(await openNote(note, key)).toEqual({ text: "satu\ndua\n", signatures: 1 });
  await expect(openNote(note, otherKey)).rejects.toThrow(expect.objectContaining({ code: "note-other-key" }));
  await expect(openNote(note.replace("dua", "due"), key)).rejects.toThrow(expect.objectContaining({ code: "note-signature" }));
  const line = (await signNote({ text: "satu\ndua\n", name: "netra.witness", key: other })).split("\n").at(-2);
  expect(await openNote(`${note}${line}\n`, key)).toEqual({ text: "satu\ndua\n", signatures: 2 });
  for (const broken of [
    note.slice(0, -1),
    `${note}\n`,
    `${note}x\n`,
    note.replace("— ", "- "),
    note.replace("\n\n", "\n"),
    note.replace("satu", "sa\rtu"),
    "",
  ])
    await expect(openNote(broken, key), JSON.stringify(broken)).rejects.toThrow(expect.objectContaining({ code: "note-malformed" }));
  await expect(signNote({ text: "no end", name: "netra.a", key: mine })).rejects.toThrow("ends in a newline");
});

it("writes a checkpoint that reads back, and reads nothing else", () => {
  const checkpoint = { origin: "netra.contoh", size: 1234, root: new Uint8Array(32).fill(7), at: new Date("2029-10-22T13:10:00Z") };
  const text = checkpointText(checkpoint);
  expect(text).toBe("netra.contoh\n1234\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\nat 2029-10-22T13:10:00Z\n");
  expect(parseCheckpoint(text)).toEqual(checkpoint);
  const changes: [string, string][] = [
    ["1234", "01234"],
    ["1234", "-1"],
    ["1234", "1e3"],
    ["1234", "9999999999999999"],
    ["wc=", "wd="],
    ["10-22", "02-31"],
    ["13:10", "25:10"],
    ["00Z", "00.5Z"],
    ["netra", "Netra"],
    ["at ", "at  "],
    ["00Z\n", "00Z\nmore\n"],
    ["00Z\n", "00Z"],
  ];
  for (const [from, to] of changes) expect(() => parseCheckpoint(text.replace(from, to)), `${from} as ${to}`).toThrow(/checkpoint/);
});
