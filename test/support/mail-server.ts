import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as it arrived. */
export interface ArrivedMail {
  readonly to: readonly string[];
  readonly raw: string;
  /** The only attachment, decoded. */
  readonly attachment: { readonly name: string; readonly bytes: Buffer };
}

export interface MailServer {
  readonly port: number;
  readonly arrived: ArrivedMail[];
  /** Addresses that are refused for good. */
  readonly unknown: Set<string>;
  stop(): Promise<void>;
  /** At the same port. */
  start(): Promise<void>;
}

/** Starts a mail server on this machine, without TLS unless told. */
export async function startMail(options: SMTPServerOptions = { disabledCommands: ["STARTTLS"] }): Promise<MailServer> {
  const arrived: ArrivedMail[] = [];
  const unknown = new Set<string>();
  let server: SMTPServer;
  let port = 0;
  const mail: MailServer = {
    get port() {
      return port;
    },
    arrived,
    unknown,
    stop: () => new Promise((done) => server.close(() => done())),
    async start() {
      server = new SMTPServer({
        authOptional: true,
        ...options,
        onRcptTo: ({ address }, _session, done) =>
          done(unknown.has(address) ? Object.assign(new Error(`${address} is unknown here`), { responseCode: 550 }) : null),
        onData(stream, { envelope }, done) {
          buffer(stream).then(
            (bytes) => {
              arrived.push({ to: envelope.rcptTo.map(({ address }) => address), raw: bytes.toString(), attachment: attachmentOf(bytes.toString()) });
              done();
            },
            (error: Error) => done(error),
          );
        },
      });
      // A client that hangs up over a certificate is what some tests want.
      server.on("error", () => undefined);
      const listening = server.listen(port, "127.0.0.1");
      await once(listening, "listening");
      port = (listening.address() as AddressInfo).port;
    },
  };
  await mail.start();
  return mail;
}

function attachmentOf(raw: string): ArrivedMail["attachment"] {
  const part = raw.split(/\r\n--[^\r\n]+/).find((one) => /content-disposition: attachment/i.test(one)) ?? "";
  const [head = "", body = ""] = part.split("\r\n\r\n", 2);
  return { name: /filename="?([^"\r\n;]+)/.exec(head)?.[1] ?? "", bytes: Buffer.from(body, "base64") };
}
