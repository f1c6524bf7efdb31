import { generateKeyPairSync, randomBytes } from "node:crypto";
import {
  canonicalJson,
  checkpointText,
  encodeBase64,
  importSigningKey,
  type LeafKind,
  leafData,
  leafHash,
  MerkleTree,
  type PassportManifest,
  type PassportParts,
  type SigningKey,
  sha256Hex,
  signNote,
  verifierKeyOf,
  type ZipEntry,
} from "@netra/evidence";
import { fictionalStamp } from "./fictional-stamp.ts";

/** Everything about these people and this post is made up. */
export const NAME = "netra.contoh-2029";
/** What a second person typed from the picture, and the text that was read: the author's words and these. */
export const TYPED_WORDS = "Nomor dua, pilihan kita 🙏";
const TEXT = `Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih\n\n${TYPED_WORDS}`;
const AT = "2029-10-22T13:10:00.123456Z";
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A new Ed25519 key as the installation keeps it. */
export const newSigningKey = (): Promise<SigningKey> =>
  importSigningKey(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString());

export interface FictionalPassport {
  readonly parts: PassportParts;
  /** As an office would publish it. */
  readonly verifierKey: string;
}

/**
 * The parts of a passport about a fictional flag: two evidences (the first with words that a second person typed, the second an edit not sealed yet), a picture that somebody sent, a video of which only the hash is given, a picture of which only a masked copy is, five
 * signals' worth of reading, one decision, a ledger of `leaves` leaves, and a time stamp. `page` is put in as verify.html.
 */
export async function fictionalPassport({
  page = "<!doctype html>",
  leaves = 21,
  key,
}: {
  readonly page?: string;
  readonly leaves?: number;
  readonly key?: SigningKey;
} = {}): Promise<FictionalPassport> {
  const signer = key ?? (await newSigningKey());
  const raw = utf8(JSON.stringify({ id: "40001", message: TEXT, from: { handle: "contoh.sari.nilam" } }));
  const edited = utf8(JSON.stringify({ id: "40001", message: "Selamat pagi 🙏" }));
  const [hash, editedHash] = [await sha256Hex(raw), await sha256Hex(edited)];
  const pack = utf8(canonicalJson({ id: "id-pilkada", version: 4, rules: [{ id: "vote_call", tenths: 45 }] }));
  const contest = utf8(canonicalJson({ id: "contoh-2029", candidates: ["1", "2"] }));

  // The smallest PNG there is, and a film that stays at the office.
  const picture = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=", "base64");
  const [pictureHash, filmHash] = [await sha256Hex(picture), await sha256Hex(utf8("film"))];
  // A picture with a name in it stays there too: what was made from it by covering the name is in.
  const [named, masked] = [utf8("a picture with a name"), Buffer.concat([picture, utf8("masked")])];
  const [namedHash, maskedHash] = [await sha256Hex(named), await sha256Hex(masked)];
  const entries: Readonly<Record<number, { readonly kind: LeafKind; readonly entry: Record<string, unknown> }>> = {
    5: { kind: "evidence", entry: { id: "evidence-1", sha256: hash, pinned_at: AT } },
    7: { kind: "upload", entry: { id: "file-1", sha256: pictureHash, received_at: AT } },
    8: { kind: "media", entry: { id: "file-2", sha256: filmHash, received_at: AT } },
    10: { kind: "upload", entry: { id: "file-3", sha256: namedHash, received_at: AT } },
  };

  const tree = new MerkleTree();
  const data: Uint8Array[] = [];
  for (let index = 0; index < leaves; index += 1) {
    const leaf = entries[index] ?? { kind: "audit", entry: { id: String(index), act: "flag.opened", at: AT } };
    data.push(leafData({ ...leaf, salt: randomBytes(16) }));
    tree.append(await leafHash(data[index]!));
  }
  const root = await tree.root();
  const text = checkpointText({ origin: NAME, size: tree.size, root, at: new Date("2029-10-22T13:20:00Z") });
  const checkpoint = await signNote({ text, name: NAME, key: signer });
  const proven = async (index: number) => ({
    index,
    data: encodeBase64(data[index]!),
    proof: (await tree.inclusionProof(index, tree.size)).map(encodeBase64),
  });

  const cut = (word: string) => ({ start: TEXT.indexOf(word), end: TEXT.indexOf(word) + word.length, cut: word });
  const evidence = {
    content_type: "application/json",
    source: "connector",
    headers: null,
    connector: "fake",
    connector_version: "1",
    occurred_at: AT,
    known_at: AT,
    captured_at: AT,
    url: "https://platform.example/contoh.sari.nilam/posts/40001",
  };
  const flag: PassportManifest["flags"][number] = {
    id: "flag-1",
    number: "N-000123",
    opened_at: AT,
    state: "decided",
    outcome: "not_partisan",
    stance: "support",
    targets: ["2"],
    contest_id: "contoh-2029",
    contest_hash: `sha256:${await sha256Hex(contest)}`,
    pack_hash: `sha256:${await sha256Hex(pack)}`,
    pack_id: "id-pilkada",
    pack_version: 4,
    leaf: 3,
    evidence: [
      {
        ...evidence,
        id: "evidence-1",
        sha256: hash,
        bytes: `bytes/${hash}`,
        text: `text/${hash}.txt`,
        words_from: TEXT.indexOf(TYPED_WORDS),
        leaf: 5,
      },
      { ...evidence, id: "evidence-2", sha256: editedHash, bytes: `bytes/${editedHash}`, text: null, leaf: null },
    ],
    files: [
      {
        ...{ id: "file-1", origin: "upload", sha256: pictureHash, size: picture.length, bytes: `bytes/${pictureHash}`, content_type: "image/png" },
        ...{ receipt: "T-221029-0001", received_at: AT, leaf: 7 },
        machine_words: { text: "coblos nomor 2", confidence: 91, tool: "contoh 1.0", read_at: AT, is_evidence: false },
      },
      {
        ...{ id: "file-2", origin: "media", sha256: filmHash, size: 4, bytes: null, content_type: "video/mp4" },
        ...{ receipt: null, received_at: AT, leaf: 8, machine_words: null },
      },
      {
        ...{ id: "file-3", origin: "upload", sha256: namedHash, size: named.length, bytes: null, content_type: "image/png" },
        masked: { sha256: maskedHash, size: masked.length, bytes: `bytes/${maskedHash}`, content_type: "image/png", made_from: namedHash },
        ...{ receipt: "T-221029-0002", received_at: AT, leaf: 10, machine_words: null },
      },
    ],
    classification: {
      evidence: "evidence-1",
      score_tenths: 60,
      threshold_tenths: 40,
      stance: "support",
      targets: ["2"],
      signals: [
        { side: "for", ...cut("coblos") },
        { side: "for", ...cut("nomor 2") },
        { side: "context", ...cut("#BaharRatih") },
      ],
      contributions: [
        { rule_id: "vote_call", tenths: 45, signals: [0, 1], reason: { id: "Ajakan memilih", en: "A call to vote" } },
        { rule_id: "hashtag", tenths: 20, signals: [2], reason: { id: "Tagar calon", en: "A candidate's hashtag" } },
        { rule_id: "courtesy", tenths: -5, signals: [], reason: { id: "Sopan santun", en: "Courtesy" } },
      ],
    },
    decisions: [{ act: "close", outcome: "not_partisan", reason: "Contoh alasan.", reader_no: 1, reader: "reader-1", at: AT, undone_at: null }],
  };
  const files: ZipEntry[] = [
    { path: `bytes/${hash}`, bytes: raw },
    { path: `bytes/${editedHash}`, bytes: edited },
    { path: `bytes/${pictureHash}`, bytes: new Uint8Array(picture) },
    { path: `bytes/${maskedHash}`, bytes: new Uint8Array(masked) },
    { path: "checkpoint.txt", bytes: utf8(checkpoint) },
    { path: "checkpoint.tsr", bytes: fictionalStamp(utf8(checkpoint)) },
    { path: `text/${hash}.txt`, bytes: utf8(TEXT) },
    { path: "pack.json", bytes: pack },
    { path: "contest.json", bytes: contest },
    { path: "readme.txt", bytes: utf8("Cara memeriksa. How to check.\n") },
    { path: "verify.html", bytes: utf8(page) },
  ];
  return {
    parts: {
      name: NAME,
      key: signer,
      files,
      manifest: {
        ...{ v: 1, kind: "flag", id: "flag-1", number: "N-000123", made_at: "2029-10-22T13:21:00Z", people: null },
        tool: { name: "netra", version: "0.1.0" },
        flags: [flag],
        ledger: {
          checkpoint,
          leaves: await Promise.all([3, 5, 7, 8, 10].map(proven)),
          unsealed: 1,
          stamp: { token: "checkpoint.tsr", note: "checkpoint.txt", at: "2029-10-22T13:20:05Z" },
        },
      },
    },
    verifierKey: await verifierKeyOf(NAME, signer),
  };
}
