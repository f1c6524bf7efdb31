import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How the authority behaves; `another`: it answers the question of somebody else. */
export type Mood =
  | "honest"
  | "away"
  | "rejects"
  | "garbage"
  | "expired"
  | "another-nonce"
  | "another-imprint"
  | "status-500"
  | "redirects"
  | "endless";

/** A time stamp authority of this machine: `openssl ts` behind an HTTP server on the loopback. */
export interface TimeAuthority {
  readonly url: string;
  /** What its certificate leads to, PEM; and a file with it. */
  readonly ca: string;
  readonly caFile: string;
  /** An authority that signed none of it. */
  readonly foreignCa: string;
  mood: Mood;
  /** Questions that came. */
  readonly asked: () => number;
  close(): Promise<void>;
}

const CONFIG = `[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[stamps]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

/** Starts it with keys of its own. Needs /usr/bin/openssl 3 and says so. */
export async function startTimeAuthority(): Promise<TimeAuthority> {
  const dir = mkdtempSync(join(tmpdir(), "netra-tsa-"));
  const at = (name: string): string => join(dir, name);
  const openssl = (...args: string[]): Buffer => {
    try {
      return execFileSync("openssl", args, { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new Error("The tests of time stamps need openssl 3: apt-get install openssl.");
      throw new Error(`openssl ${args[0]}: ${String((error as { stderr?: Buffer }).stderr)}`);
    }
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "tsa.cnf"];
  writeFileSync(at("tsa.cnf"), CONFIG);
  writeFileSync(at("serial"), "01\n");
  for (const name of ["ca", "foreign"])
    openssl(
      "req",
      "-x509",
      ...newKey,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      "-subj",
      `/CN=Contoh ${name}`,
      "-days",
      "30",
      "-extensions",
      "ca",
    );
  openssl("req", ...newKey, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Contoh Penanda Waktu");
  const issue = (name: string, days: string): void =>
    void openssl(
      "x509",
      "-req",
      "-in",
      "tsa.csr",
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      days,
      "-extfile",
      "tsa.cnf",
      "-extensions",
      "stamps",
      "-out",
      `${name}.pem`,
    );
  issue("tsa", "30");
  issue("expired", "-1");

  const reply = (question: Buffer, signer: string): Buffer => {
    writeFileSync(at("question.tsq"), question);
    openssl(
      "ts",
      "-reply",
      "-queryfile",
      "question.tsq",
      "-signer",
      `${signer}.pem`,
      "-inkey",
      "tsa.key",
      "-config",
      "tsa.cnf",
      "-section",
      "tsa",
      "-out",
      "answer.tsr",
    );
    return readFileSync(at("answer.tsr"));
  };
  /** The same question with one byte turned: of the hash, or of the nonce behind it. */
  const turned = (question: Buffer, where: "imprint" | "nonce"): Buffer => {
    const changed = Buffer.from(question);
    // The hash of 32 bytes follows 04 20; the nonce of 16 bytes follows 02 10.
    const found = changed.indexOf(Buffer.from(where === "imprint" ? [0x04, 0x20] : [0x02, 0x10])) + 5;
    changed[found] = (changed[found] ?? 0) ^ 1;
    return changed;
  };
  const authority = { mood: "honest" as Mood };
  let asked = 0;
  const answer = (question: Buffer): Buffer => {
    if (authority.mood === "garbage") return Buffer.from("<html>Selamat datang</html>");
    // PKIStatusInfo { rejection }: an answer without a token.
    if (authority.mood === "rejects") return Buffer.from("30053003020102", "hex");
    if (authority.mood === "another-nonce") return reply(turned(question, "nonce"), "tsa");
    if (authority.mood === "another-imprint") return reply(turned(question, "imprint"), "tsa");
    if (authority.mood === "expired") return reply(question, "expired");
    return reply(question, "tsa");
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      asked += 1;
      if (authority.mood === "away") return void request.socket.destroy();
      if (authority.mood === "status-500") return void response.writeHead(500).end("broken");
      if (authority.mood === "redirects") return void response.writeHead(302, { location: "http://169.254.169.254/" }).end();
      response.writeHead(200, { "content-type": "application/timestamp-reply" });
      if (authority.mood === "endless") return void response.end(Buffer.alloc(1024 * 1024));
      response.end(answer(Buffer.concat(parts)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return Object.assign(authority, {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/tsr`,
    ca: readFileSync(at("ca.pem"), "utf8"),
    caFile: at("ca.pem"),
    foreignCa: readFileSync(at("foreign.pem"), "utf8"),
    asked: () => asked,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true });
    },
  });
}
