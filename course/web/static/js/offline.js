/* One's own device: the worker that keeps pages is set up, answers that wait are counted and sent, and all goes at
   sign-out. The words stand in the page (templates/web/device.html). In a browser that is somebody's own no longer,
   what was left there is removed. */

import * as waiting from "./waiting.js";

const PAGES_KEPT = "pages-";
const KEPT_ON = "Kept-On";
const LONGEST = 14 * 24 * 3600 * 1000;
const AGAIN = 10 * 1000;
const LISTED = [/^\/modules\/[^/]+$/, /^\/attempts\/[^/]+\/\d+$/, /^\/library\/(cards|glossary)$/];
const WAITING = "device-waiting";
const root = document.documentElement;
const here = root.dataset;
const box = document.getElementById("device");
const leaving = "BroadcastChannel" in window ? new BroadcastChannel("signed-out") : null;
const both = document.getElementById("both-answers");
let isTouched = false;
const part = (name) => document.getElementById(`device-${name}`);

if (here.ownDevice !== undefined) await useOwnDevice();
else await leaveDevice();

/** The device is whoever's is signed in. */
async function useOwnDevice() {
  watchSignOut();
  watchChoice();
  waiting.watch(showWhatWaits);
  addEventListener("online", sendWhatWaits);
  if (leaving) leaving.onmessage = () => location.reload();
  await forgetOldCopies();
  if (here.keptOn && here.keptAt !== "/offline") showAsCopy();
  if (here.unsent && (await takeUp(JSON.parse(here.unsent)))) return;
  if (here.keptOn) await fillIn();
  document.addEventListener("input", () => (isTouched = true));
  await showKept();
  await sendWhatWaits();
  setInterval(sendAgain, AGAIN);
  if (!here.keptOn) await keepPages();
}

/** Nobody called this device their own at this sign-in: what the same person left is sent, then all of it removed. */
async function leaveDevice() {
  if (!here.owner) {
    await waiting.sweep();
    await forgetOldCopies();
    return;
  }
  await forgetPages();
  say(await waiting.send());
  localStorage.clear();
  if (!(await waiting.count())) {
    await waiting.clear();
    return;
  }
  watchSignOut();
  watchChoice();
  waiting.watch(showWhatWaits);
  await showWhatWaits();
}

/** Have the worker keep this part or these questions, the cards and the glossary. */
async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/worker.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  const links = [...document.querySelectorAll('.app-sections a[href^="/modules/"]')].map((link) => link.pathname);
  const squares = [...document.querySelectorAll('.app-qnav a[href^="/attempts/"]')];
  const beside = (document.querySelector("[data-keep]")?.dataset.keep || "").split(" ").filter(Boolean);
  const seen = [location.href, document.referrer].filter(Boolean).map((address) => new URL(address).pathname);
  const own = links.length || beside.length ? [location.pathname] : [];
  await forgetHandedIn();
  active?.postMessage({
    keep: ["/offline", ...own, ...links, ...beside, ...squares.map(blank), "/library/cards", "/library/glossary"],
    // Of these alone the answer was seen here. The form of a question answered elsewhere must go on asking.
    standing: squares.filter((square) => seen.includes(square.pathname)).map((square) => [blank(square), square.dataset.seq]),
    language: root.lang.slice(0, 2),
  });
}

/** The address of a question's copy to keep: without what was answered. */
function blank({ pathname }) {
  return `${pathname}?blank=yes`;
}

/** The questions of an attempt are kept until it is handed in. */
async function forgetHandedIn() {
  const attempt = /^(\/attempts\/[^/]+\/)result$/.exec(location.pathname);
  if (attempt) await forgetCopies((request) => new URL(request.url).pathname.startsWith(attempt[1]));
}

async function forgetOldCopies() {
  await forgetCopies((_, copy) => !(Date.now() - Date.parse(copy.headers.get(KEPT_ON)) < LONGEST));
}

async function forgetCopies(goes) {
  for (const kept of await pagesKept()) {
    for (const request of await kept.keys()) {
      if (goes(request, await kept.match(request))) await kept.delete(request);
    }
  }
}

async function pagesKept() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES_KEPT));
  return Promise.all(names.map((name) => caches.open(name)));
}

/** Everything of this site but its cookies goes from this browser. */
async function forgetAll() {
  localStorage.clear(); // the codes of surveys (survey.js)
  await waiting.clear();
  await forgetPages();
}

async function forgetPages() {
  for (const name of await caches.keys()) await caches.delete(name);
  const workers = "serviceWorker" in navigator ? await navigator.serviceWorker.getRegistrations() : [];
  await Promise.all(workers.map((worker) => worker.unregister()));
}

function showAsCopy() {
  const written = { en: "en-GB" }[root.lang] || root.lang;
  const day = new Intl.DateTimeFormat(written, { day: "numeric", month: "long" }).format(new Date(here.keptOn));
  part("copy").querySelector("span").textContent = box.dataset.copy.replace("{day}", day);
  part("copy").hidden = false;
}

/** A form that could not be sent is kept; then the next page of the part or of the questions, if it is kept. */
async function takeUp({ url, fields }) {
  if (!(await waiting.hold(url, fields))) {
    addLine(box.dataset.lost);
    return false;
  }
  const present = document.querySelector(".app-qnav [aria-current], .app-sections__here");
  const next = present?.closest("li").nextElementSibling?.querySelector("a");
  if (!next || !(await caches.match(next.pathname))) return false;
  location.replace(next.href);
  return true;
}

/** On the copy of a question: what waits for it stands in its form again. */
async function fillIn() {
  const forms = [...document.forms].filter((form) => form.elements.namedItem("client_key"));
  const held = await waiting.list();
  for (const form of forms) {
    const fields = held.find(({ url }) => url === new URL(form.action).pathname)?.fields;
    if (!fields) continue;
    [...form.elements].forEach((field) => fillInField(field, fields));
    form.dispatchEvent(new Event("filled-in")); // what stands there waits already
  }
}

function fillInField(field, fields) {
  const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
  if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
  else if (field.type !== "hidden" && values.length) [field.value] = values;
}

/** On the page for what is not kept: links to what is; of the questions of an attempt, to the first. */
async function showKept() {
  const list = part("kept");
  if (!list) return;
  const paths = [];
  for (const kept of await pagesKept()) {
    paths.push(...(await kept.keys()).map((request) => new URL(request.url).pathname));
  }
  const shown = LISTED.flatMap((pattern) => firstOfEach(paths.filter((path) => pattern.test(path))));
  list.replaceChildren(...(await Promise.all(shown.map(linkTo))));
}

/** Of addresses that differ in a number alone, the one with the least. */
function firstOfEach(paths) {
  const number = (path) => Number(/\d+$/.exec(path));
  const above = (path) => path.replace(/\/\d+$/, "");
  const sorted = [...paths].sort((one, other) => number(one) - number(other));
  return sorted.filter((path, place) => sorted.findIndex((earlier) => above(earlier) === above(path)) === place);
}

async function linkTo(path) {
  const page = new DOMParser().parseFromString(await (await caches.match(path)).text(), "text/html");
  const link = Object.assign(document.createElement("a"), { className: "app-link", href: path });
  link.textContent = page.title.replace(/ \| [^|]*$/, "");
  const item = document.createElement("li");
  item.append(link);
  return item;
}

async function sendWhatWaits() {
  if (both) return; // the page on which one chooses: what waits is shown there
  const report = await waiting.send();
  say(report);
  await showWhatWaits();
  if (here.keptOn && report.sent) leaveCopy();
}

/** What waited is sent, so there is network: the copy gives way to the page as it is now, unless something was typed.
    Then its form has a new key: the old one stands for what was sent. */
function leaveCopy() {
  if (!isTouched && here.keptAt !== "/offline") location.replace(here.keptAt);
  document.querySelectorAll("[name=client_key]").forEach((field) => (field.value = crypto.randomUUID()));
}

async function sendAgain() {
  const ready = (await waiting.list()).some((form) => form.state === "waits");
  if (ready && !document.hidden) await sendWhatWaits();
}

/** What became of what waited, in words. */
function say(report) {
  if (!box) return;
  for (const what of ["sent", "gone", "unreadable", "old"]) {
    if (report[what]) addLine(inWords(what, report[what]));
  }
  part("sign-in").hidden = !report.isSignedOut;
}

function inWords(what, number) {
  return box.dataset[number === 1 ? what : `${what}s`].replace("{count}", number);
}

function addLine(text, id = "") {
  const line = Object.assign(document.createElement("div"), { id });
  const words = Object.assign(document.createElement("p"), { className: part("copy").firstElementChild.className });
  words.append(part("copy").querySelector("svg").cloneNode(true), " ", text);
  line.append(words);
  part("told").append(line);
}

/** How many wait, and whether one of them asks. */
async function showWhatWaits() {
  const forms = await waiting.list();
  const words = ["answer", "step"]
    .map((kind) => [kind, forms.filter((form) => form.kind === kind).length])
    .filter(([, number]) => number)
    .map(([kind, number]) => inWords(kind, number))
    .join(" ");
  const line = document.getElementById(WAITING);
  if ((line ? line.textContent.trim() : "") !== words) {
    line?.remove();
    if (words) addLine(words, WAITING);
  }
  part("choose").hidden = Boolean(here.keptOn || both) || !forms.some((form) => form.state === "asks");
  if (!forms.length) part("leaving").hidden = true;
}

/** The server shows both answers when the one that waits is sent as a form; what is chosen there waits no more. */
function watchChoice() {
  part("choose").querySelector("button").addEventListener("click", async () => {
    const form = (await waiting.list()).find(({ state }) => state === "asks");
    if (!form) return;
    await waiting.ask(form.id);
    sendAsForm(form);
  });
  if (!both) return;
  both.addEventListener("submit", () => waiting.drop(both.action));
  both.querySelector("a").addEventListener("click", () => waiting.drop(both.action));
}

function sendAsForm({ url, fields }) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url, hidden: true });
  const token = document.querySelector("[name=csrf_token]").value;
  for (const [name, value] of [...fields, ["csrf_token", token]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

/** Signing out removes everything here first; it says so when something was not sent. */
function watchSignOut() {
  const form = document.querySelector('form[action="/sign-out"]');
  if (!form) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await waiting.count())) return signOut(form);
    part("leaving").hidden = false;
    part("leaving").focus();
    return undefined;
  });
  part("leave").addEventListener("click", () => signOut(form));
  part("send").addEventListener("click", sendWhatWaits);
}

async function signOut(form) {
  await forgetAll();
  part("leaving").hidden = true;
  try {
    await fetch("/health", { cache: "no-store" });
  } catch {
    await showWhatWaits();
    addLine(box.dataset.left);
    return;
  }
  if (leaving) leaving.postMessage("");
  form.submit();
}
