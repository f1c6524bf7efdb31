import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type MailServer, startMail } from "../../../test/support/mail-server.ts";
import { createMailer, type Mail } from "./send-mail.ts";

const mail: Mail = {
  to: "penerima@provinsi.example",
  subject: "Titik periksa 7",
  text: "Isi surat – dengan tanda",
  id: "checkpoint-7",
  attachments: [{ name: "0000000007.txt", bytes: Buffer.from("satu\ndua\n\n— kunci\n") }],
};
const PATIENCE_MS = 3_000;

let server: MailServer;
afterEach(() => server?.stop());
const mailer = (smtpUrl: string) => createMailer({ smtpUrl, from: "netra@kantor.example", patienceMs: PATIENCE_MS });

it("brings a mail with its attachment byte for byte, under its own id", async () => {
  server = await startMail();
  await mailer(`smtp://127.0.0.1:${server.port}`)(mail);
  const [one] = server.arrived;
  expect(one?.to).toEqual([mail.to]);
  expect(one?.attachment).toEqual({ name: "0000000007.txt", bytes: Buffer.from(mail.attachments[0]?.bytes ?? []) });
  expect(one?.raw).toMatch(/^Message-ID: <checkpoint-7@kantor\.example>\r$/im);
  expect(one?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/im);
});

describe("says by code why a mail did not leave, and quotes no address", () => {
  /** The URL parser leaves this name as it is, and it leads to this machine all the same: an address that is not known to be local. */
  const elsewhere = "127.1";
  const cases: readonly (readonly [string, object | undefined, (port: number) => string, object])[] = [
    ["no TLS where it is required", undefined, (port) => `smtp://${elsewhere}:${port}`, { code: "mail-tls" }],
    ["a certificate that nobody vouches for", { secure: true }, (port) => `smtps://127.0.0.1:${port}`, { code: "mail-tls" }],
    ["the same, after STARTTLS", {}, (port) => `smtp://${elsewhere}:${port}`, { code: "mail-tls" }],
    [
      "a login that is refused",
      {
        disabledCommands: ["STARTTLS"],
        allowInsecureAuth: true,
        onAuth: (_: unknown, __: unknown, done: (error: Error) => void) => done(new Error("no")),
      },
      (port) => `smtp://netra:rahasia@127.0.0.1:${port}`,
      { code: "mail-login", answered: 535 },
    ],
    ["a recipient that is refused", undefined, (port) => `smtp://127.0.0.1:${port}`, { code: "mail-refused", answered: 550 }],
  ];

  it.each(cases)("%s", async (_, options, urlOf, said) => {
    server = await startMail(options);
    server.unknown.add(mail.to);
    const error = await mailer(urlOf(server.port))(mail).catch((cause: unknown) => cause);
    expect(error).toMatchObject(said);
    expect(`${String(error)} ${(error as Error).stack} ${JSON.stringify(error)}`).not.toMatch(/provinsi|kantor|rahasia/);
    expect(server.arrived).toEqual([]);
  });

  it("nobody there", async () => {
    server = await startMail();
    await server.stop();
    await expect(mailer(`smtp://127.0.0.1:${server.port}`)(mail)).rejects.toMatchObject({ code: "mail-away", answered: null });
  });

  it("somebody who never says a word", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const hasty = createMailer({
      smtpUrl: `smtp://127.0.0.1:${(silent.address() as { port: number }).port}`,
      from: "netra@kantor.example",
      patienceMs: 200,
    });
    await expect(hasty(mail)).rejects.toMatchObject({ code: "mail-away" });
    silent.close();
  });
});
