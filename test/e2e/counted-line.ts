import { connect, createServer, type Socket } from "node:net";

/** A way to a server of this machine that counts what passes, headers and compressed bodies as they are on the wire. */
export interface CountedLine {
  readonly url: string;
  /** Bytes to the browser so far. */
  down(): number;
  /** Bytes from the browser so far. */
  up(): number;
  /** Ends every connection that stands, and takes none until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openCountedLine(serverUrl: string): Promise<CountedLine> {
  const sockets = new Set<Socket>();
  let [down, up] = [0, 0];
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(new URL(serverUrl).port), "127.0.0.1");
    near.on("data", (bytes) => {
      up += bytes.length;
    });
    far.on("data", (bytes) => {
      down += bytes.length;
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the counted line has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    down: () => down,
    up: () => up,
    cut() {
      whole = false;
      drop();
    },
    mend() {
      whole = true;
    },
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
