/* The worker of one's own device: keeps what the server allows it to, and shows that when the network fails.
   VERSION and FILES stand before this text when the server gives it (course/web/own_device.py).

   A page is kept only if its answer carries the header Keep-Offline, with the tag of its owner and its language. */
/* global VERSION, FILES */

const FILES_KEPT = `files-${VERSION}`;
const PAGES_KEPT = "pages-";
const KEEP = "Keep-Offline";
const KEPT_ON = "Kept-On";
const KEPT_AT = "Kept-At";
const A_DAY = 24 * 3600 * 1000;
const LONGEST = 14 * A_DAY;
/** Forms that may wait: an answer to a question, a section that was read. */
const MAY_WAIT = /^\/(attempts\/[^/]+\/\d+|modules\/[^/]+\/[^/]+\/(seen|passed))$/;

/** One page's wishes after another's: two at once would fetch the same twice. */
let keeping = Promise.resolve();

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES_KEPT).then((files) => files.addAll(FILES)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldFiles().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  keeping = keeping.catch(() => {}).then(() => keepAll(event.data));
  event.waitUntil(keeping);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(request.method === "GET" ? page(event) : sent(request));
});

async function forgetOldFiles() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("files-") && name !== FILES_KEPT).map((name) => caches.delete(name)));
}

/** A static file: from the network, which asks the browser's own store first; the kept one when that fails. */
async function file(request) {
  try {
    const response = await fetch(request);
    // Once all was removed this worker still serves the page that removed it, and must not begin again.
    const mayKeep = response.ok && (await caches.has(FILES_KEPT)) && !(await caches.match(request));
    if (mayKeep) await (await caches.open(FILES_KEPT)).put(request, response.clone());
    return response;
  } catch (failure) {
    const kept = (await caches.match(request)) || (await caches.match(request, { ignoreSearch: true }));
    if (kept) return kept;
    throw failure;
  }
}

/** A page: from the network, kept if it may be; when that fails the copy kept, or the page that says what is kept. */
async function page(event) {
  const { request } = event;
  let response;
  try {
    response = await fetch(request);
  } catch (failure) {
    const copy = await copyOf(new URL(request.url));
    return copy ? shown(copy) : withoutNetwork(failure);
  }
  if (response.ok && response.headers.has(KEEP)) event.waitUntil(keep(addressOf(new URL(request.url)), response.clone()));
  return response;
}

/** A form that is sent. When the network fails, one that may wait is handed to the page's script, which keeps it. */
async function sent(request) {
  const spare = request.clone();
  try {
    return await fetch(request);
  } catch (failure) {
    const url = new URL(request.url);
    if (!MAY_WAIT.test(url.pathname)) return withoutNetwork(failure);
    const fields = [...new URLSearchParams(await spare.text())].filter(([name]) => name !== "csrf_token");
    const copy = (request.referrer && (await copyOf(new URL(request.referrer)))) || (await copyOf(url)) || (await copyOf(offlinePage()));
    return copy ? shown(copy, { unsent: JSON.stringify({ url: url.pathname, fields }) }) : Response.error();
  }
}

async function withoutNetwork(failure) {
  const copy = await copyOf(offlinePage());
  if (copy) return shown(copy);
  throw failure;
}

function offlinePage() {
  return new URL("/offline", self.location.origin);
}

/** Under which address a page is kept: without the field that asks for a question without its answer. */
function addressOf(url) {
  const address = new URL(url);
  address.searchParams.delete("blank");
  return address.pathname + address.search;
}

/** The copy kept of an address, or of one that differs in its query alone (a word met in another section, another
    paper), of whoever's it is: there is only one owner. None that is too old. */
async function copyOf(url) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES_KEPT)) continue;
    const kept = await caches.open(name);
    const copy = (await kept.match(addressOf(url))) || (await kept.match(addressOf(url), { ignoreSearch: true }));
    if (copy && Date.now() - Date.parse(copy.headers.get(KEPT_ON)) < LONGEST) return copy;
  }
  return undefined;
}

/** The copy as a page that knows since when and under which address it is kept. Its form has a key of its own each time, as from the server. */
async function shown(copy, marks = {}) {
  const all = { "kept-on": copy.headers.get(KEPT_ON), "kept-at": copy.headers.get(KEPT_AT), ...marks };
  const attributes = Object.entries(all).map(([name, value]) => `data-${name}="${escaped(value)}"`);
  const html = (await copy.text())
    .replace("<html ", () => `<html ${attributes.join(" ")} `)
    .replace(/(name="client_key" value=")[^"]*/g, (_, before) => before + crypto.randomUUID());
  return new Response(html, { headers: copy.headers });
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** Keep an answer of the server under that address. What is kept of another owner goes. */
async function keep(address, response) {
  const name = PAGES_KEPT + response.headers.get(KEEP).split(" ")[0];
  for (const other of await caches.keys()) {
    if (other.startsWith(PAGES_KEPT) && other !== name) await caches.delete(other);
  }
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set(KEPT_ON, new Date().toISOString());
  headers.set(KEPT_AT, address);
  await (await caches.open(name)).put(address, new Response(await response.blob(), { headers }));
}

/** Keep these addresses, one after the other, unless a copy in that language is there that is younger than a day; and
    have the copies of questions carry which answer stands. */
async function keepAll({ keep: addresses, standing, language }) {
  for (const written of addresses) {
    const url = new URL(written, self.location.origin);
    const copy = await copyOf(url);
    const isYoung = copy && Date.now() - Date.parse(copy.headers.get(KEPT_ON)) < A_DAY;
    if (isYoung && copy.headers.get(KEEP).endsWith(` ${language}`)) continue;
    try {
      const response = await fetch(url, { credentials: "same-origin", redirect: "manual" });
      if (response.ok && response.headers.has(KEEP)) await keep(addressOf(url), response);
    } catch {
      break; // no network: the rest is kept when a page is opened with it
    }
  }
  for (const [written, seq] of standing) await noteStanding(new URL(written, self.location.origin), seq);
}

/** The form of a question's copy carries the number of the answer that its owner was last shown here. Of a blank
    question nothing else that is sent depends on answers, so it is not fetched again. */
async function noteStanding(url, seq) {
  const copy = await copyOf(url);
  if (!copy) return;
  const html = (await copy.text()).replace(/(name="based_on" value=")[^"]*/, (_, before) => before + seq);
  const name = PAGES_KEPT + copy.headers.get(KEEP).split(" ")[0];
  if (await caches.has(name)) await (await caches.open(name)).put(addressOf(url), new Response(html, { headers: copy.headers }));
}
