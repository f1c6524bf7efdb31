// Takes what another app shares into Netra. A share is a POST that this worker answers on the phone itself: link, text and pictures go into the device's
// store and never into an address, a server's log or the network. Kept as plain JavaScript: it is served as it stands.
const STORE = { database: "netra-capture", store: "kept", key: "shared" };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "POST" && new URL(request.url).pathname === "/capture") event.respondWith(take(request));
});

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
