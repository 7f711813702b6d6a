/**
 * The page of a question: what is answered is saved as it is given, and the page says so when the server has it.
 * Without this script the button saves. All words come from the page.
 */

import { Saver } from "./saving.js";

const PAUSE = 600; // milliseconds without a change after which it is sent

const form = document.getElementById("question");
const status = document.getElementById("saved");
const trouble = document.getElementById("trouble");
const words = document.getElementById("quiz-words").dataset;
const signIn = template("signed-out").querySelector("a").getAttribute("href");

const saver = new Saver(form, {
  signIn: new URL(signIn, location.href).pathname,
  waiting: words.waiting ? import(words.waiting).catch(() => null) : Promise.resolve(null),
  tell,
});

form.addEventListener("input", () => {
  if (saver.isBlocked || saver.isOver) return;
  if (!saver.isBlank()) say(words.saving);
  saver.flushIn(PAUSE);
});

form.addEventListener("filled-in", () => saver.takeAsKept());

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (saver.isBlank()) return goOn();
  await saver.flush();
  if (saver.isKept()) return location.assign(document.getElementById("later").href);
  if (saver.isSettled() || saver.refused === saver.content() && !saver.isBlocked && !saver.isOver) return goOn();
  if (trouble.hasChildNodes()) trouble.focus();
});

// Whoever presses a link or another button of the page has it saved first.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.getAttribute("href").startsWith("#")) return;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if ("giveUp" in link.dataset) saver.giveUp();
  if (saver.isUnsaved() && !saver.isBlocked) leaveBy(event, () => location.assign(link.href));
});
document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (target !== form && saver.isUnsaved() && !saver.isBlocked) leaveBy(event, () => target.requestSubmit(submitter));
});

window.addEventListener("beforeunload", (event) => {
  if (!saver.isUnsaved()) return;
  saver.isLeaving = true;
  saver.flush();
  event.preventDefault();
  event.returnValue = ""; // Chromium before 119 asks only then
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && !saver.isUnsaved()) location.reload(); // another answer may stand by now
});
document.addEventListener("visibilitychange", () => {
  saver.isLeaving = document.visibilityState === "hidden";
  if (saver.isUnsaved()) saver.flush();
});
for (const name of ["online", "focus"]) {
  window.addEventListener(name, () => {
    if (saver.inDoubt) saver.flush();
  });
}

/** Goes where the server leads; where that is not known yet, or it has something to say, the form is sent as always. */
function goOn() {
  if (saver.isSettled() && saver.next) location.assign(saver.next);
  else {
    saver.giveUp();
    form.submit();
  }
}

/** Goes once all is saved; where that cannot be, the browser asks whether to leave. */
async function leaveBy(event, go) {
  event.preventDefault();
  await saver.flush();
  go();
}

/** Says what became of the answer. @param {import("./saving.js").Told} told */
function tell(told) {
  const { state } = told;
  if (state === "saving") return say(words.saving);
  if (state === "unsent") return say(words.unsent, "unsaved-icon");
  if (state === "held") return say(words.held.replace("{count}", told.said), "unsaved-icon");
  if (state === "blank") return Number(form.elements.based_on.value) && say(words.blank, "unsaved-icon");
  if (state === "saved") say(told.said, "saved-icon");
  else if (state === "refused") say(told.said, "unsaved-icon");
  else say(state === "signed-out" ? words.signedOut : words.unsaved, "unsaved-icon");
  showTrouble(told);
}

/** What stands in the way of saving, above the question; nothing where nothing does. */
function showTrouble(told) {
  if (trouble.dataset.state === told.state) return; // said already: it is not read out again at each try
  trouble.dataset.state = told.state;
  if (told.shown) showPart(told);
  else if (told.state === "signed-out" || told.state === "not-yours") showKept(told.state);
  else trouble.replaceChildren();
}

/** That the answer stays on this page, and what to do; what is to be done is done in another tab. */
function showKept(state) {
  trouble.replaceChildren(template(state));
  for (const link of trouble.querySelectorAll("a")) link.target = "_blank";
}

/** A part of the page that the server made: both answers, or that this one came too late. */
function showPart(told) {
  const part = new DOMParser().parseFromString(told.shown, "text/html");
  trouble.replaceChildren(...part.body.childNodes);
  trouble.querySelector("[data-overwrite]")?.addEventListener("click", () => {
    showTrouble({ state: "saving" });
    form.querySelector("[type=submit]").focus();
    saver.overwrite(told.based_on, told.client_key);
  });
}

/** Puts words into the line above the question, with an icon where there is one for them. */
function say(text, icon = "") {
  if (status.textContent.trim() === text) return;
  status.classList.toggle("app-saved--off", icon === "unsaved-icon");
  status.replaceChildren(...(text && icon ? [template(icon), ` ${text}`] : [text]));
}

/** A copy of what stands in a template of the page. */
function template(id) {
  return document.getElementById(id).content.cloneNode(true);
}
