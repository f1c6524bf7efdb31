/** Draws an SVG of our own making as a PNG; its letters must be paths, since a machine may have no fonts. Never for what somebody sent: SVG can hold anything. Throws for what is no SVG. */
export async function drawPicture(svg: string): Promise<Buffer> {
  // A native library: a process that draws nothing does not load it.
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(svg)).png().toBuffer();
}
