import { createRequire } from "node:module";

/** Roboto (Apache-2.0), as pdfmake brings it: regular and medium, upright alone. */
export const PDF_FONT = "Roboto";

let loaded: Promise<typeof import("pdfmake")["default"]> | undefined;

/**
 * The library, loaded by the first call, with its doors closed: whatever a document says, it may open no address, and no file but those two fonts. Its state is one for the whole
 * process, so that nothing else may use it.
 */
export const openPdfmake = (): NonNullable<typeof loaded> =>
  (loaded ??= (async () => {
    const { default: pdfmake } = await import("pdfmake");
    const { resolve } = createRequire(import.meta.url);
    const [regular, medium] = [resolve("pdfmake/fonts/Roboto/Roboto-Regular.ttf"), resolve("pdfmake/fonts/Roboto/Roboto-Medium.ttf")];
    pdfmake.setFonts({ [PDF_FONT]: { normal: regular, bold: medium, italics: regular, bolditalics: medium } });
    pdfmake.setUrlAccessPolicy(() => false);
    pdfmake.setLocalAccessPolicy((path) => path === regular || path === medium);
    return pdfmake;
  })());
