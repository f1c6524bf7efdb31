// The capture page's worker: it takes what another app shares, and lets the page open without a line. Plain JavaScript, since it is served as it stands;
// the build fills in the two values below (capture-shell.ts).
const VERSION = "__VERSION__";
const SHELL = "__SHELL__";

const STORE = { database: "netra-capture", store: "kept", key: "shared" };
const PAGE = "/capture";
const CACHE = `capture-${VERSION}`;
/** After so long a bad line counts as none, where the page lies here already. */
const PATIENCE_MS = 3000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), forgetOldShells()])));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // What the API answers is never kept, and never even passes through here.
  if (origin !== self.location.origin || pathname.startsWith("/api/")) return;
  if (request.method === "POST" && pathname === PAGE) event.respondWith(take(request));
  else if (request.method === "GET" && pathname === PAGE && request.mode === "navigate") event.respondWith(openPage(request));
  else if (request.method === "GET" && SHELL.includes(pathname)) event.respondWith(openFile(request));
});

/** All or nothing: a page is only kept together with every file that it names. Files that the page has just loaded come from the browser's own cache. */
async function keepShell() {
  const cache = await caches.open(CACHE);
  await cache.addAll([new Request(PAGE, { cache: "reload" }), ...SHELL]);
}

async function forgetOldShells() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("capture-") && name !== CACHE).map((name) => caches.delete(name)));
}

/** The server's page when it comes in time, so that a new build is seen at once; else the kept one, whose files are kept with it. */
async function openPage(request) {
  const kept = await (await caches.open(CACHE)).match(PAGE, { ignoreVary: true });
  if (kept === undefined) return fetch(request);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  const answer = fetch(request).then(
    (response) => (response.status >= 500 ? kept : response),
    () => kept,
  );
  return Promise.race([answer, patience]);
}

async function openFile(request) {
  const kept = await (await caches.open(CACHE)).match(request, { ignoreVary: true, ignoreSearch: true });
  return kept ?? fetch(request);
}

/** A share is a POST that is answered on the phone itself: link, text and pictures go into the device's store and never into an address, a log or the network. */
async function take(request) {
  const form = await request.formData();
  const words = (name) => String(form.get(name) ?? "");
  const files = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  await keep({ title: words("title"), text: words("text"), url: words("url"), files });
  return Response.redirect("/capture?step=1", 303);
}

function keep(shared) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(STORE.database);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE.store);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const writing = opening.result.transaction(STORE.store, "readwrite");
      writing.objectStore(STORE.store).put(shared, STORE.key);
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
      writing.onerror = () => reject(writing.error);
    };
  });
}
