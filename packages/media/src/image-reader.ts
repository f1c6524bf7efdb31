import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { invalid } from "@netra/domain";
import { createWorker, OEM, type Worker } from "tesseract.js";
import { imageSize } from "./image-size.ts";

/** Words a machine read in a picture. They are nobody's words until a person has looked. */
export interface ImageText {
  /** Lines as they stand in the picture; "" when nothing was found. */
  readonly text: string;
  /** How sure the engine is of what it read, 0–100. */
  readonly confidence: number;
  /** Engine and data with their versions, so that a reading can be repeated. */
  readonly engine: string;
}

/** Reads pictures one at a time. */
export interface ImageReader {
  /**
   * Throws invalid `image-unreadable` for what is no picture, is larger than MAX_PIXELS, or takes longer than a minute.
   *
   * Cost: about a second and 150 MB for a screenshot of a telephone.
   */
  read(bytes: Uint8Array): Promise<ImageText>;
  /** Lets go of the engine; the next `read` starts it again. */
  close(): Promise<void>;
}

/** Kinds of pictures that can be read. */
export const READABLE_IMAGES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp"]);
/** The largest picture that is opened: a small file may hold a very large one. */
export const MAX_PIXELS = 40_000_000;
const READ_WITHIN_MS = 60_000;

const require = createRequire(import.meta.url);
const dataFolder = dirname(require.resolve("@tesseract.js-data/ind/package.json"));
const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8")) as { readonly version: string }).version;
const ENGINE = `tesseract.js ${versionOf("tesseract.js")}, ind ${versionOf("@tesseract.js-data/ind")} best_int`;

const unreadable = (what: string): Error => invalid("image-unreadable", `The picture cannot be read: ${what}. Type what it says into the capture.`);

/** An engine for Indonesian print, on this machine alone: program and data come with the package, nothing is fetched. It knows letters, never faces. */
export function createImageReader(): ImageReader {
  let engine: Promise<Worker> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function stop(): Promise<void> {
    const old = engine;
    engine = undefined;
    await (await old?.catch(() => undefined))?.terminate();
  }

  async function readNow(bytes: Uint8Array): Promise<ImageText> {
    const size = imageSize(bytes);
    if (size === null) throw unreadable("it is no PNG, JPEG or WebP");
    if (size.width * size.height > MAX_PIXELS) throw unreadable(`it has more than ${MAX_PIXELS / 1_000_000} million pixels`);
    engine ??= createWorker("ind", OEM.LSTM_ONLY, {
      langPath: join(dataFolder, "4.0.0_best_int"),
      gzip: true,
      cacheMethod: "none",
      errorHandler: () => undefined,
    });
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(unreadable("it took longer than a minute")), READ_WITHIN_MS);
    try {
      const worker = await engine;
      const { data } = await Promise.race([worker.recognize(Buffer.from(bytes)), late]);
      return { text: data.text.trim(), confidence: Math.round(data.confidence), engine: ENGINE };
    } catch (error) {
      // An engine that failed once, or is still busy, is not trusted with the next picture.
      await stop();
      throw error instanceof Error && "code" in error ? error : unreadable("the engine gave up on it");
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    read: (bytes) => {
      const turn = queue.then(() => readNow(bytes));
      queue = turn.catch(() => undefined);
      return turn;
    },
    close: async () => {
      await queue;
      await stop();
    },
  };
}
