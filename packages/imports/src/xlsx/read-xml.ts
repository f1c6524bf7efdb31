/** What is told of an XML text, in order. Names come without their prefix. */
export interface XmlListener {
  /** `attribute` reads one by its name, prefix left out. An empty element is opened and closed. */
  open(name: string, attribute: (name: string) => string | undefined): void;
  close(name: string): void;
  text(text: string): void;
}

const TAG = /<(\/?)([^\s/>=<]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([^\s=:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Reads the XML that spreadsheet programs write: elements, attributes, text, CDATA; comments and instructions are passed over.
 *
 * A document type is refused, so that nothing can define an entity; nothing is ever fetched. Names are not matched up. Throws on anything else that is no
 * such XML, without quoting it. Linear in the text, no recursion.
 */
export function readXml(text: string, listener: XmlListener): void {
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf("<", at);
    const end = open === -1 ? text.length : open;
    if (end > at) listener.text(decodeEntities(text.slice(at, end)));
    if (open === -1) return;
    at = text.startsWith("<!", open) || text.startsWith("<?", open) ? passOver(text, open, listener) : readTag(text, open, listener);
  }
}

/** Returns where the reading goes on. */
function passOver(text: string, at: number, listener: XmlListener): number {
  const until = (mark: string, from: number): number => {
    const found = text.indexOf(mark, from);
    if (found === -1) throw new Error("the XML ends too early");
    return found;
  };
  if (text.startsWith("<!--", at)) return until("-->", at + 4) + 3;
  if (text.startsWith("<?", at)) return until("?>", at + 2) + 2;
  if (!text.startsWith("<![CDATA[", at)) throw new Error("the XML declares a document type");
  const end = until("]]>", at + 9);
  listener.text(text.slice(at + 9, end));
  return end + 3;
}

function readTag(text: string, at: number, listener: XmlListener): number {
  TAG.lastIndex = at;
  const found = TAG.exec(text);
  if (found === null) throw new Error("the XML is broken");
  const [whole, closing, prefixed = "", attributes = "", empty] = found;
  const name = prefixed.slice(prefixed.indexOf(":") + 1);
  if (closing === "") listener.open(name, (wanted) => attributeOf(attributes, wanted));
  if (closing !== "" || empty !== "") listener.close(name);
  return at + whole.length;
}

function attributeOf(attributes: string, wanted: string): string | undefined {
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(attributes); found !== null; found = ATTRIBUTE.exec(attributes))
    if (found[1] === wanted) return decodeEntities(found[2] ?? found[3] ?? "");
  return undefined;
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
