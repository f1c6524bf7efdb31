import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { conflict, DomainError, invalid, notFound } from "@netra/domain";
import { isAcceptedMedia, MAX_MEDIA_BYTES, maxBytesOf, SNIFF_BYTES, sniffMedia } from "@netra/media";
import { FileStore } from "@tus/file-store";
import { Server as TusServer, type Upload } from "@tus/server";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn } from "../guard.ts";

export const UPLOAD_PATH = "/api/uploads";
/** An upload that is not finished by then is abandoned. */
const ABANDONED_MS = 24 * 3_600_000;

/** Resumable uploads by the tus 1.0 protocol. */
export interface Uploads {
  /** Answers one protocol request of this person; throws a DomainError for what is refused. */
  handle(request: Request, person: SignedIn): Promise<Response>;
}

/** What a refused protocol request threw, beside what tus makes of it. */
interface Asked {
  readonly person: SignedIn;
  refusal?: DomainError;
}

/**
 * Opens the upload desk. Parts gather in `uploadDir`; a whole file is looked at by its content, hashed, moved into the blob store and kept
 * under its sender's name until a capture takes it. The file's own name is never kept. Only who began an upload may go on with it.
 */
export async function openUploads({ store, blobs, config, logger }: Pick<ApiDeps, "store" | "blobs" | "config" | "logger">): Promise<Uploads> {
  await removeAbandoned(config.uploadDir);
  const files = new FileStore({ directory: config.uploadDir, expirationPeriodInMilliseconds: ABANDONED_MS });
  const asked = new WeakMap<object, Asked>();
  const askerOf = (request: object): Asked => {
    const found = asked.get(request);
    if (!found) throw new Error("an upload request came past the guard");
    return found;
  };

  const keep = async (upload: Upload, person: SignedIn): Promise<void> => {
    const path = join(config.uploadDir, upload.id);
    const type = await sniffMedia(await readHead(path));
    if (!type || !isAcceptedMedia(type.mime)) {
      await files.remove(upload.id);
      throw new DomainError(
        "invalid",
        "media-refused",
        "This type of file is not accepted. Send PNG, JPEG, WebP, HEIC, MP4, MOV, WebM, M4A, MP3, OGG or PDF.",
      );
    }
    if ((upload.size ?? 0) > maxBytesOf(type.mime)) {
      await files.remove(upload.id);
      throw tooLarge(maxBytesOf(type.mime));
    }
    const blob = await blobs.putFile(path);
    const row = { id: upload.id, region: regionOf(person), mediaType: type.mime, byteLength: blob.size, sha256: blob.key, blobKey: blob.key };
    await store.as(actorOf(person), (tx) => tx.captures.addUpload(row));
    await files.configstore.delete(upload.id);
    logger.info({ uploadId: upload.id, bytes: blob.size, mediaType: type.mime }, "upload.kept");
  };

  /** A large file is hashed and moved for seconds. Whoever asks meanwhile waits for the end of it, instead of hearing that there is no such upload. */
  const keeping = new Map<string, Promise<void>>();
  const keepOnce = (upload: Upload, person: SignedIn): Promise<void> => {
    const running = keeping.get(upload.id) ?? keep(upload, person).finally(() => keeping.delete(upload.id));
    keeping.set(upload.id, running);
    return running;
  };

  /**
   * Size of an upload that is whole, else null. A telephone that lost the last answer asks where it stands, and must hear "done" instead of
   * sending everything again. Whole but not kept means that a process ended between the two: it is kept now.
   */
  const sizeOfWhole = async (id: string, person: SignedIn): Promise<number | null> => {
    await keeping.get(id)?.catch(() => undefined);
    const kept = await store.as(actorOf(person), (tx) => tx.captures.findUpload(id));
    if (kept) return kept.bytes;
    const upload = await files.getUpload(id).catch(() => null);
    if (!upload || upload.metadata?.owner !== person.id || upload.offset !== upload.size) return null;
    await keepOnce(upload, person);
    return upload.offset;
  };

  const tus = new TusServer({
    path: UPLOAD_PATH,
    datastore: files,
    maxSize: MAX_MEDIA_BYTES,
    relativeLocation: true,
    onUploadCreate: async (request) => ({ metadata: { owner: askerOf(request).person.id } }),
    onIncomingRequest: async (request, id) => {
      if (request.method === "POST") return;
      const { person } = askerOf(request);
      const upload = await files.getUpload(id);
      if (upload.metadata?.owner !== person.id) throw notFound("upload");
    },
    onUploadFinish: async (request, upload) => {
      await keepOnce(upload, askerOf(request).person);
      return {};
    },
    onResponseError: (request, error) => {
      if (error instanceof DomainError) askerOf(request).refusal = error;
      return undefined;
    },
  });

  return {
    async handle(request, person) {
      const answerWhole = async (): Promise<Response | null> => {
        const size = request.method === "HEAD" ? await sizeOfWhole(request.url.split("/").at(-1) ?? "", person) : null;
        const headers = { "tus-resumable": "1.0.0", "upload-offset": String(size), "upload-length": String(size) };
        return size === null ? null : new Response(null, { headers });
      };
      const whole = await answerWhole();
      if (whole) return whole;
      const asker: Asked = { person };
      asked.set(request, asker);
      const response = await tus.handleWeb(request);
      // It may have become whole, and been moved away, between the two looks.
      if (response.status === 404 || response.status === 410) {
        const meanwhile = await answerWhole();
        if (meanwhile) return meanwhile;
      }
      if (response.status >= 400) throw asker.refusal ?? refusalOf(response.status);
      return response;
    },
  };
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const tooLarge = (maxBytes: number): DomainError =>
  new DomainError("invalid", "upload-too-large", `A file of this type may have ${maxBytes / 1_000_000} MB. Trim it or send a part.`);

/** What the protocol refuses, as a problem of ours. */
function refusalOf(status: number): Error {
  switch (status) {
    case 404:
      return notFound("upload");
    case 409:
      return conflict("upload-offset", "The upload stands at another byte than this part begins with. Ask where it stands, then go on from there.");
    case 410:
      return new DomainError("gone", "upload-gone", "This upload was given up or is too old. Begin again.");
    case 413:
      return tooLarge(MAX_MEDIA_BYTES);
    case 423:
      return conflict("upload-busy", "Another part of this upload is arriving. Try again in a moment.");
    default:
      return status < 500
        ? invalid("upload-protocol", "Uploads speak tus 1.0: a header is missing or wrong.")
        : new Error(`the upload desk answered ${status}`);
  }
}

/** Clears what nobody came back for. */
async function removeAbandoned(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    const path = join(directory, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}
