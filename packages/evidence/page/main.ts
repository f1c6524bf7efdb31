import { EvidenceError } from "../src/evidence-error.ts";
import { sha256Hex } from "../src/hash.ts";
import { type PassportFacts, type PassportVerdict, verifyPassport } from "../src/verify-passport.ts";
import { element, make, type PageElement, type PageFile, page } from "./browser.ts";
import { CHECK_NAMES, type Language, WORDS, type Word } from "./words.ts";

type Outcome =
  | { readonly kind: "verdict"; readonly verdict: PassportVerdict; readonly sha256: string; readonly file: string }
  | { readonly kind: "busy" | "key" | "cannot" | "unreadable" };

let language: Language = "id";
let file: PageFile | null = null;
let outcome: Outcome | null = null;
/** Only the newest check may show its result. */
let run = 0;

const say = (word: Word): string => WORDS[word][language];

async function check(): Promise<void> {
  run += 1;
  const mine = run;
  if (!file) return;
  show({ kind: "busy" });
  const found = await look(file, element("key").value.trim());
  if (mine !== run) return;
  show(found);
  if (found.kind !== "key") element("verdict").focus();
}

async function look(chosen: PageFile, key: string): Promise<Outcome> {
  if (!globalThis.crypto?.subtle) return { kind: "cannot" };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await chosen.arrayBuffer());
  } catch {
    return { kind: "unreadable" };
  }
  try {
    const verdict = await verifyPassport(bytes, { verifierKey: key === "" ? undefined : key });
    return { kind: "verdict", verdict, sha256: await sha256Hex(bytes), file: chosen.name };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return { kind: error.code === "ed25519-missing" ? "cannot" : "key" };
  }
}

function show(next: Outcome | null): void {
  outcome = next;
  element("key-problem").hidden = next?.kind !== "key";
  element("key").setAttribute("aria-invalid", String(next?.kind === "key"));
  element("result").hidden = next === null || next.kind === "key";
  element("details").hidden = next?.kind !== "verdict";
  if (next === null || next.kind === "key") return;
  const [state, mark, head, more] = headline(next);
  element("result").className = state;
  element("mark").textContent = mark;
  element("verdict").textContent = say(head);
  element("advice").textContent = more === null ? "" : say(more);
  if (next.kind === "verdict") showDetails(next);
}

/** Shape, words, and only then colour. */
function headline(next: Exclude<Outcome, { kind: "key" }>): [state: string, mark: string, head: Word, more: Word | null] {
  if (next.kind === "verdict") {
    if (!next.verdict.ok) return ["bad", "✗", "refused", "refusedMore"];
    return next.verdict.facts?.compared ? ["good", "✓", "holds", "holdsMore"] : ["open", "?", "uncompared", "uncomparedMore"];
  }
  if (next.kind === "cannot") return ["open", "!", "cannot", "cannotMore"];
  if (next.kind === "unreadable") return ["open", "!", "unreadable", "unreadableMore"];
  return ["open", "…", "busy", null];
}

function showDetails({ verdict, sha256, file: name }: Extract<Outcome, { kind: "verdict" }>): void {
  element("checks").replaceChildren(
    ...verdict.checks.map(({ id, ok, sentence }) => {
      const [state, mark, word]: [string, string, Word] = ok
        ? ["good", "✓", "isOk"]
        : ok === false
          ? ["bad", "✗", "isRefused"]
          : ["open", "–", "isNotMade"];
      const sign = make("span", "sign", mark);
      sign.setAttribute("aria-hidden", "true");
      return make(
        "li",
        state,
        sign,
        make("strong", "", CHECK_NAMES[id][language]),
        make("em", "", say(word)),
        make("span", "sentence", sentence[language]),
      );
    }),
  );
  const { facts } = verdict;
  const rows: [string, string][] = [];
  if (facts) {
    rows.push([say(facts.kind), facts.number], [say("made"), facts.madeAt], [say("tool"), facts.tool], [say("files"), String(facts.files)]);
    if (facts.masked.pictures > 0) rows.push([say("masked"), `${facts.masked.pictures}. ${maskedOriginals(facts.masked)}`]);
    rows.push([say("people"), say(facts.withPeople ? "yes" : "no")], [say("signer"), facts.key]);
    rows.push([say("ledger"), facts.checkpoint ? `${facts.checkpoint.size} ${say("leaves")}, ${facts.checkpoint.at}` : say("none")]);
    rows.push([say("stampedAt"), facts.stampedAt ?? say("none")]);
    rows.push([say("unsealed"), String(facts.unsealed)]);
  }
  rows.push([say("sha256"), `${sha256} (${name})`]);
  const typed = facts?.typedWords ?? [];
  element("typed").hidden = typed.length === 0;
  element("typed-words").replaceChildren(
    ...typed.flatMap(({ flag, words }) => [make("dt", "", `${say("flag")} ${flag}`), make("dd", "typed", make("bdi", "", words))]),
  );
  element("facts").replaceChildren(...rows.flatMap(([term, value]): PageElement[] => [make("dt", "", term), make("dd", "", make("bdi", "", value))]));
}

const maskedOriginals = ({ pictures, originals }: PassportFacts["masked"]): string =>
  say(originals === 0 ? "originalsNone" : originals === pictures ? "originalsAll" : "originalsSome");

function speak(next: Language): void {
  language = next;
  page.document.documentElement.lang = next;
  page.document.title = say("title");
  for (const place of page.document.querySelectorAll("[data-say]")) place.textContent = say(place.getAttribute("data-say") as Word);
  element("language").lang = next === "id" ? "en" : "id";
  show(outcome);
}

function choose(files: ArrayLike<PageFile> | null | undefined): void {
  const [first] = Array.from(files ?? []);
  if (!first) return;
  file = first;
  void check();
}

element("file").addEventListener("change", () => choose(element("file").files));
element("key").addEventListener("change", () => void check());
element("language").addEventListener("click", () => speak(language === "id" ? "en" : "id"));
for (const type of ["dragenter", "dragover", "dragleave", "drop"])
  page.addEventListener(type, (event) => {
    event.preventDefault();
    page.document.documentElement.classList.toggle("dropping", type === "dragenter" || type === "dragover");
    if (type === "drop") choose(event.dataTransfer?.files);
  });
speak("id");

/** For whoever checks many files by script: `await netraVerify(bytes, { verifierKey })`. */
page.netraVerify = verifyPassport;
