import type { FastifyReply } from "fastify";
import type { ApiDeps } from "./deps.ts";
import { contentDisposition, SANDBOXED, SLOW_LINE_MS } from "./download.ts";

/** Pictures a browser may show by itself; everything else is saved to disk. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/webp"]);

/** Answers with a kept file: without any right in a page, a picture in the page, all else as a download under its id. */
export async function sendFile(
  { blobs }: Pick<ApiDeps, "blobs">,
  reply: FastifyReply,
  file: { readonly id: string; readonly blobKey: string; readonly mediaType: string; readonly bytes: number },
): Promise<FastifyReply> {
  if (reply.routeOptions.handlerTimeout !== SLOW_LINE_MS) throw new Error(`${reply.routeOptions.url} sends files and has no time for a slow line`);
  reply.type(file.mediaType).header("content-length", file.bytes).header("content-security-policy", SANDBOXED);
  reply.header("content-disposition", contentDisposition(SHOWN.has(file.mediaType) ? "inline" : "attachment", file.id));
  return reply.send(await blobs.open(file.blobKey));
}
