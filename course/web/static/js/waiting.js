/* What waits on one's own device until there is network: answers and sections read, sealed with a key that no script
   can take out of this browser, and bound to whoever is signed in.

   Kept in IndexedDB under NAME: `keys` holds the owner's tag and the key; `forms` a row a form: its kind, when it was
   sent, its state, and its address and fields sealed. The tag is made by the server (course/web/own_device.py). */

const NAME = "waiting";
const LONGEST = 14 * 24 * 3600 * 1000;
const TOKEN_PAGE = "/offline";
const SIGN_IN = "/sign-in";
const here = document.documentElement.dataset;
/** What was removed since the last report: it is told once. */
const removed = { unreadable: 0, old: 0 };
const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

/**
 * What became of what waited.
 * @typedef {{sent: number, gone: number, unreadable: number, old: number, isSignedOut: boolean}} Report
 */

/**
 * A form that waits.
 * @typedef {{id: number, kind: string, at: number, state: string, url: string, fields: [string, string][]}} Form
 */

/**
 * Keep a form until there is network. One for the same address takes the place of the one that waits for it.
 * @param {string} url The address that it is sent to.
 * @param {[string, string][]} fields Name and value of each field; the token is left out, a fresh one goes with it.
 * @returns {Promise<boolean>} Whether it is kept: false where the device is not one's own, or cannot keep it.
 */
export async function hold(url, fields) {
  if (!isOwn()) return false;
  try {
    const address = new URL(url, location.origin).pathname;
    const kept = fields.filter(([name]) => name !== "csrf_token").map(([name, value]) => [name, String(value)]);
    const { forms, isAnothers } = await readAll();
    if (isAnothers) return false;
    const earlier = forms.filter((form) => form.url === address);
    const row = await seal({ url: address, fields: withOwnKey(kept, earlier) });
    await change("forms", (rows) => {
      earlier.forEach((form) => rows.delete(form.id));
      rows.add({ ...row, kind: kindOf(address), at: Date.now(), state: "waits" });
    });
    tell();
    return true;
  } catch {
    return false;
  }
}

/**
 * How many answers and sections wait here of whoever is signed in.
 * @returns {Promise<number>}
 */
export async function count() {
  return (await list()).length;
}

/**
 * What waits here of whoever is signed in, in the order in which it was given.
 * @returns {Promise<Form[]>}
 */
export async function list() {
  return here.owner ? (await readAll()).forms : [];
}

/**
 * Send what waits, in order, each once, with a fresh token. What another answer stands against stays and asks.
 * @returns {Promise<Report>} Nothing of it is sent while another person is signed in, or another window sends.
 */
export async function send() {
  const nothing = { sent: 0, gone: 0, unreadable: 0, old: 0, isSignedOut: false };
  if (!here.owner) return nothing;
  if (!navigator.locks) return sendAll();
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? sendAll() : nothing));
}

/**
 * Have what asks sent again with the next ones: its owner is about to be shown both answers.
 * @param {number} id The form's.
 */
export async function ask(id) {
  await setState(id, "waits");
}

/**
 * Drop what waits for an address: its owner has chosen.
 * @param {string} url The address.
 */
export async function drop(url) {
  const address = new URL(url, location.origin).pathname;
  for (const form of await list()) {
    if (form.url === address) await change("forms", (rows) => rows.delete(form.id));
  }
  tell();
}

/** Remove everything, the key first. */
export async function clear() {
  if (!(await isThere())) return;
  await change("keys", (rows) => rows.clear());
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  tell();
}

/**
 * Call when something waits more or less than before, here or in another window.
 * @param {() => void} callback
 */
export function watch(callback) {
  addEventListener("waiting-changed", callback);
  if (channel) channel.onmessage = callback;
}

/** Remove what waited for more than 14 days. */
export async function sweep() {
  await readAll();
}

async function sendAll() {
  const { forms, isAnothers } = await readAll();
  const report = { sent: 0, gone: 0, ...removed, isSignedOut: false };
  Object.assign(removed, { unreadable: 0, old: 0 });
  const ready = forms.filter((form) => form.state === "waits");
  if ((!ready.length && !isAnothers) || navigator.onLine === false) return report;
  const live = await livePage();
  if (!live) return report;
  if (live.owner !== here.owner) return { ...report, isSignedOut: !live.owner };
  if (isAnothers) await clear();
  for (const form of ready) {
    const outcome = await post(form, live.token);
    if (outcome === "signed out") report.isSignedOut = true;
    if (outcome === "signed out" || outcome === "later") break;
    if (outcome === "asks") await setState(form.id, "asks");
    else await change("forms", (rows) => rows.delete(form.id));
    if (outcome in report) report[outcome] += 1;
  }
  tell();
  return report;
}

/** Who is signed in now, by the server's own word, and a fresh token; null without network. */
async function livePage() {
  try {
    const response = await fetch(TOKEN_PAGE, { cache: "no-store" });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { owner: page.documentElement.dataset.owner || "", token: page.querySelector("[name=csrf_token]").value };
  } catch {
    return null;
  }
}

/** What the server made of a form: sent, gone (what it answers is there no more), asks, later, signed out. */
async function post(form, token) {
  let response;
  try {
    const body = new URLSearchParams([...form.fields, ["csrf_token", token]]);
    response = await fetch(form.url, { method: "POST", body });
  } catch {
    return "later";
  }
  const path = new URL(response.url).pathname;
  if (path === SIGN_IN) return "signed out";
  if (response.ok) return path.endsWith("/result") ? "gone" : "sent";
  if (response.status === 409 || response.status === 422) return "asks";
  return response.status === 404 ? "gone" : "later";
}

function isOwn() {
  return Boolean(here.owner) && here.ownDevice !== undefined && "indexedDB" in window && Boolean(window.crypto?.subtle);
}

function kindOf(address) {
  return address.startsWith("/attempts/") ? "answer" : "step";
}

/** A key that named other fields before would make the server take these for those: then the form has a new one. */
function withOwnKey(fields, earlier) {
  const key = (all) => all.find(([name]) => name === "client_key")?.[1];
  const isUsed = earlier.some((form) => key(form.fields) === key(fields) && String(form.fields) !== String(fields));
  return fields.map(([name, value]) => [name, name === "client_key" && isUsed ? crypto.randomUUID() : value]);
}

/** All that can be read and is young enough; the rest is removed and counted. Another owner's is not touched here: a
    page left open since before must not remove what is of whoever is signed in now. */
async function readAll() {
  const found = { forms: [], isAnothers: false };
  if (!(await isThere())) return found;
  const [kept] = await all("keys");
  if (kept && here.owner && kept.owner !== here.owner) return { ...found, isAnothers: true };
  for (const row of await all("forms")) {
    const isOld = Date.now() - row.at > LONGEST;
    const form = isOld || !here.owner ? null : await open(row, kept);
    if (form) found.forms.push(form);
    if (isOld) removed.old += 1;
    else if (!form && here.owner) removed.unreadable += 1;
    if (isOld || (!form && here.owner)) await change("forms", (rows) => rows.delete(row.id));
  }
  return found;
}

async function open(row, kept) {
  try {
    const opened = await crypto.subtle.decrypt(cipher(row.iv, kept.owner), kept.key, row.sealed);
    const { url, fields } = JSON.parse(new TextDecoder().decode(opened));
    return { id: row.id, kind: row.kind, at: row.at, state: row.state, url, fields };
  } catch {
    return null;
  }
}

async function seal(content) {
  const key = await ownKey();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(content));
  return { iv, sealed: await crypto.subtle.encrypt(cipher(iv, here.owner), key, text) };
}

/** AES-GCM, with the owner's tag as what is authenticated beside the text. */
function cipher(iv, owner) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(owner) };
}

/** The owner's key, made where there is none. It cannot be exported: `false` below. */
async function ownKey() {
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await change("keys", (rows) => {
    rows.get(1).onsuccess = (event) => event.target.result || rows.put({ id: 1, owner: here.owner, key: fresh });
  });
  return (await all("keys"))[0].key;
}

async function setState(id, state) {
  await change("forms", (rows) => {
    rows.get(id).onsuccess = (event) => event.target.result && rows.put({ ...event.target.result, state });
  });
  tell();
}

function tell() {
  dispatchEvent(new Event("waiting-changed"));
  if (channel) channel.postMessage("");
}

/** Whether the database is there: looking for one must not make it. */
async function isThere() {
  if (!("indexedDB" in window)) return false;
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some((database) => database.name === NAME);
}

async function all(store) {
  let rows = [];
  await use(store, "readonly", (opened) => {
    opened.getAll().onsuccess = (event) => (rows = event.target.result);
  });
  return rows;
}

function change(store, work) {
  return use(store, "readwrite", work);
}

/** One transaction on a store. The database is closed after it, so that it can be removed at any time. */
function use(store, mode, work) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys", { keyPath: "id" });
      request.result.createObjectStore("forms", { keyPath: "id", autoIncrement: true });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const transaction = database.transaction(store, mode);
      const end = (settle) => () => {
        database.close();
        settle(transaction.error);
      };
      transaction.oncomplete = end(resolve);
      transaction.onabort = transaction.onerror = end(reject);
      work(transaction.objectStore(store));
    };
  });
}
