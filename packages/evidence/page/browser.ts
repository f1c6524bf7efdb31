/**
 * The few parts of a browser that the page uses. Written out here because this package's code is checked without the browser's types: it runs in Node too.
 */
export interface PageElement {
  textContent: string | null;
  value: string;
  hidden: boolean;
  lang: string;
  className: string;
  readonly files: ArrayLike<PageFile> | null;
  append(...children: (PageElement | string)[]): void;
  replaceChildren(...children: (PageElement | string)[]): void;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  focus(): void;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  readonly classList: { toggle(name: string, force: boolean): void };
}
export interface PageFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
export interface PageEvent {
  preventDefault(): void;
  readonly dataTransfer?: { readonly files: ArrayLike<PageFile> } | null;
}
interface PageWindow {
  readonly document: {
    title: string;
    readonly documentElement: PageElement;
    getElementById(id: string): PageElement | null;
    querySelectorAll(selector: string): Iterable<PageElement>;
    createElement(name: string): PageElement;
  };
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  netraVerify?: unknown;
}

/** The window of the page. */
export const page = globalThis as unknown as PageWindow;

/** The element with this id; every id used stands in template.ts. */
export function element(id: string): PageElement {
  const found = page.document.getElementById(id);
  if (!found) throw new Error(`template.ts has no #${id}`);
  return found;
}

/** A new element. Text only ever arrives as text: nothing of a passport can become markup. */
export function make(name: string, className: string, ...children: (PageElement | string)[]): PageElement {
  const made = page.document.createElement(name);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}
