/**
 * A part of the page that is fetched as soon as the page stands and needed later. A browser never asks twice for a module that it could not load, only a
 * new page does: when the line is back the page is loaded anew, which loses nothing, since drafts and files lie on the device.
 */
export function needed<Module>(part: Promise<Module>): Promise<Module> {
  part.catch(() => window.addEventListener("online", () => window.location.reload(), { once: true }));
  return part;
}
