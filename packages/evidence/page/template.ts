import { WORDS, type Word } from "./words.ts";

/** The page as it is before its script runs: in Indonesian, so that it says what it is even where scripts are off. The policy lets it load and send nothing. */
export const renderTemplate = ({ style, script }: { readonly style: string; readonly script: string }): string => `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${say("title")}</title>
${inline("style", style)}
</head>
<body>
<header>
<h1 data-say="title">${say("title")}</h1>
<button id="language" type="button" data-say="other">${say("other")}</button>
</header>
<main>
<noscript>Halaman ini memerlukan JavaScript. This page needs JavaScript. netra_verify.py does the same without a browser.</noscript>
<p data-say="intro">${say("intro")}</p>
<div class="field drop">
<label for="file" data-say="file">${say("file")}</label>
<input id="file" type="file" accept=".zip,application/zip" aria-describedby="drop">
<p class="hint" id="drop" data-say="drop">${say("drop")}</p>
</div>
<div class="field">
<label for="key" data-say="key">${say("key")}</label>
<input id="key" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="key-hint key-problem">
<p class="hint" id="key-hint" data-say="keyHint">${say("keyHint")}</p>
<p class="problem" id="key-problem" role="alert" data-say="keyBad" hidden>${say("keyBad")}</p>
</div>
<section id="result" aria-live="polite" hidden>
<span id="mark" aria-hidden="true"></span>
<div>
<h2 id="verdict" tabindex="-1">${say("busy")}</h2>
<p id="advice"></p>
</div>
</section>
<div id="details" hidden>
<h2 data-say="checks">${say("checks")}</h2>
<ol id="checks"></ol>
<h2 data-say="facts">${say("facts")}</h2>
<dl id="facts"></dl>
<section id="typed" hidden>
<h2 data-say="typed">${say("typed")}</h2>
<p class="hint" data-say="typedHint">${say("typedHint")}</p>
<dl id="typed-words"></dl>
</section>
</div>
<h2 data-say="limits">${say("limits")}</h2>
<ul>
<li data-say="limits1">${say("limits1")}</li>
<li data-say="limits2">${say("limits2")}</li>
<li data-say="limits3">${say("limits3")}</li>
<li data-say="limits4">${say("limits4")}</li>
</ul>
</main>
${inline("script", script)}
</body>
</html>
`;

const say = (word: Word): string => WORDS[word].id;

/** Apart from the markup above: what formats it must not take these for code. */
const inline = (tag: "script" | "style", content: string): string => `<${tag}${tag === "script" ? ' type="module"' : ""}>\n${content}</${tag}>`;
