import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { loadConfig } from "@netra/config";
import { expect, it } from "vitest";
import { createConnectors, createOembed } from "./connectors.ts";

const connectorOf = (settings: Record<string, string> = {}) => createConnectors(loadConfig(settings))[0] ?? expect.unreachable();
const firstPage = (connector: ReturnType<typeof connectorOf>) => {
  const account = { platform: "bluesky", handle: "sekar.test", externalId: null } as const;
  const pages = connector.fetchPosts({ account, cursor: null, now: new Date(), signal: new AbortController().signal });
  return pages[Symbol.asyncIterator]().next();
};

it("lists Bluesky closed until a decision is set", () => {
  expect(connectorOf()).toMatchObject({ name: "bluesky", platforms: ["bluesky"], gate: { open: false } });
  expect(connectorOf({ NETRA_BLUESKY_DECISION: "Nota Dinas 012/HK/2029" }).gate).toEqual({ open: true, reference: "Nota Dinas 012/HK/2029" });
});

it("opens oEmbed for the platforms that the settings name, with their paper, and for none by default", () => {
  const url = "https://www.tiktok.com/@contoh.sari/video/71";
  const oembed = (settings: Record<string, string>) => createOembed(loadConfig(settings), () => new Date());
  expect([oembed({}).gate, oembed({}).whyNot(url, { platform: "tiktok" })]).toEqual([
    { open: false, reference: expect.stringContaining("NETRA_OEMBED"), platforms: [] },
    "platform-closed",
  ]);
  const opened = oembed({ NETRA_OEMBED: "tiktok,x", NETRA_OEMBED_DECISION: "Nota Dinas 014/HK/2029" });
  expect(opened.gate).toEqual({ open: true, reference: "Nota Dinas 014/HK/2029", platforms: ["tiktok", "x"] });
  expect(opened.whyNot(url, { platform: "tiktok" })).toBeNull();
});

it("asks a local resolver that the settings name, and says who asks", async () => {
  const agents: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    agents.push(request.headers["user-agent"]);
    response.writeHead(400).end('{"error":"HandleNotFound","message":""}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const settings = { NETRA_BLUESKY_RESOLVER: url, NETRA_BLUESKY_DIRECTORY: url };
  await expect(firstPage(connectorOf(settings))).rejects.toMatchObject({ code: "renamed" });
  await expect(firstPage(connectorOf({ ...settings, NETRA_PUBLIC_URL: "https://netra.contoh.go.id" }))).rejects.toMatchObject({ code: "renamed" });
  expect(agents).toEqual(["Netra", "Netra (+https://netra.contoh.go.id)"]);
  server.closeAllConnections();
  server.close();
});
