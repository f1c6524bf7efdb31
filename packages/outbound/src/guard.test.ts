import { describe, expect, it } from "vitest";
import { createGuard, type HostAddress } from "./guard.ts";
import type { OutboundError } from "./outbound-error.ts";

const guard = createGuard({ allow: ["http://127.0.0.1:2583/xrpc", "https://pds.kantor.internal:8443"] });
const refusal = (url: string, from: string | null = null): string | null => {
  try {
    guard.check(new URL(url), from === null ? null : new URL(from));
    return null;
  } catch (error) {
    return (error as OutboundError).code;
  }
};

describe("an address", () => {
  it.each(["https://plc.directory/did:plc:a", "http://contoh.go.id", "https://contoh.go.id:443/a", "http://contoh.go.id:443", "https://8.8.8.8"])(
    "%s may be called",
    (url) => expect(refusal(url)).toBeNull(),
  );

  it.each([
    "http://127.0.0.1",
    "http://127.1",
    "http://0x7f.1",
    "http://0x7f000001",
    "http://0177.0.0.1",
    "http://2130706433",
    "http://0",
    "http://①②⑦.0.0.1",
    "http://127.0.0.1.",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]",
    "http://[::]",
    "http://[::ffff:127.0.0.1]",
    "http://[::ffff:7f00:1]",
    "http://[64:ff9b::7f00:1]",
    "http://[fd00:ec2::254]",
    "https://192.168.0.10",
  ])("%s may not", (url) => {
    expect(refusal(url)).toBe("blocked-address");
  });

  it.each([
    "ftp://contoh.go.id",
    "file:///etc/passwd",
    "data:text/plain,a",
    "unix:/run/x.sock",
    "https://contoh.go.id:8443",
    "http://contoh.go.id:22",
    "http://contoh.go.id:6379",
    "https://user@contoh.go.id",
    "https://:secret@contoh.go.id",
  ])("%s is not of the web", (url) => {
    expect(refusal(url)).toBe("blocked-url");
  });

  it("of an allowed origin may be called, on that origin alone", () => {
    expect(refusal("http://127.0.0.1:2583/xrpc/a")).toBeNull();
    expect(refusal("https://pds.kantor.internal:8443/a")).toBeNull();
    expect(refusal("http://127.0.0.1:2584/a")).toBe("blocked-url");
    expect(refusal("https://127.0.0.1:2583/a")).toBe("blocked-url");
    expect(refusal("http://127.0.0.1/a")).toBe("blocked-address");
  });

  it("may not be reached from everywhere: not an office's own from another's page, nor an open one from an encrypted one", () => {
    expect(refusal("http://127.0.0.1:2583/a", "https://contoh.go.id")).toBe("blocked-redirect");
    expect(refusal("http://127.0.0.1:2583/a", "http://127.0.0.1:2583/b")).toBeNull();
    expect(refusal("http://contoh.go.id", "https://contoh.go.id")).toBe("blocked-redirect");
    expect(refusal("https://contoh.go.id", "http://contoh.go.id")).toBeNull();
    expect(refusal("http://10.0.0.1", "http://contoh.go.id")).toBe("blocked-address");
  });
});

describe("a name", () => {
  const PUBLIC: HostAddress = { address: "8.8.8.8", family: 4 };
  const PUBLIC_6: HostAddress = { address: "2606:4700:4700::1111", family: 6 };
  const PRIVATE: HostAddress = { address: "127.0.0.1", family: 4 };
  const asking = async (answers: readonly (readonly HostAddress[])[], options: { all?: boolean; family?: number }) => {
    let asked = 0;
    const own = createGuard({ allow: [], resolve: async () => answers[asked++] ?? Promise.reject(new Error("ENOTFOUND")) });
    const given = await new Promise<unknown[]>((resolve) => own.lookup("contoh.go.id", options, (...result) => resolve(result)));
    return { given, asked };
  };

  it("is resolved once; what was checked is what the socket gets", async () => {
    expect(await asking([[PUBLIC], [PRIVATE]], { all: true })).toEqual({ given: [null, [PUBLIC]], asked: 1 });
    expect(await asking([[PUBLIC], [PRIVATE]], {})).toEqual({ given: [null, PUBLIC.address, 4], asked: 1 });
    expect((await asking([[PUBLIC, PUBLIC_6]], { family: 6 })).given).toEqual([null, PUBLIC_6.address, 6]);
  });

  it("with one bad address is refused whole", async () => {
    for (const addresses of [[PRIVATE], [PUBLIC, PRIVATE], [{ address: "::ffff:10.0.0.1", family: 6 }]])
      expect((await asking([addresses], { all: true })).given[0]).toMatchObject({ code: "blocked-address" });
  });

  it("without an address is not found", async () => {
    expect((await asking([[]], { all: true })).given[0]).toMatchObject({ code: "dns-failed" });
    expect((await asking([], { all: true })).given[0]).toMatchObject({ code: "dns-failed", message: expect.not.stringContaining("contoh") });
  });
});
