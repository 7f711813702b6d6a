/**
 * The editor of a draft: the source with colours and suggestions, saved as it is written, its problems told anew with each
 * saving. Without this script the textarea is the source and the buttons save. All words come from the page.
 */

import { Saver } from "./saving.js";
import { YamlSource } from "./yaml_source.js";

const PAUSE = 1_500; // milliseconds without a change after which it is sent

const form = document.getElementById("editor");
const field = form.querySelector("textarea[data-editor]");
const status = document.getElementById("saved");
const trouble = document.getElementById("trouble");
const words = document.getElementById("editor-words").dataset;
const signIn = template("signed-out").querySelector("a").getAttribute("href");

/** An empty text is a text: nothing that stands in this form is left unsent. */
class SourceSaver extends Saver {
  isBlank() {
    return false;
  }
}

const saver = new SourceSaver(form, {
  signIn: new URL(signIn, location.href).pathname,
  waiting: Promise.resolve(null),
  tell,
});
const source = await takeOver();

form.addEventListener("input", () => {
  if (saver.isBlocked || saver.isOver) return;
  say(words.saving);
  saver.flushIn(PAUSE);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const line = source && /^#l([0-9]+)$/.exec(link.getAttribute("href"));
  if (line) {
    event.preventDefault();
    source.goTo(Number(line[1]), Number(link.dataset.column ?? 1));
  } else if (isLeft(event, link) && saver.isUnsaved() && !saver.isBlocked) leaveBy(event, () => location.assign(link.href));
});

// The form itself is sent by its buttons, so that the page comes back with all that is checked; any other waits for it.
document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (target === form) saver.giveUp();
  else if (target.id === "keep-standing") {
    target.elements.namedItem("source").value = field.value;
    saver.giveUp();
  }
  else if (saver.isUnsaved() && !saver.isBlocked) leaveBy(event, () => target.requestSubmit(submitter));
});

window.addEventListener("beforeunload", (event) => {
  if (!saver.isUnsaved()) return;
  event.preventDefault();
  event.returnValue = ""; // Chromium before 119 asks only then
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && !saver.isUnsaved()) location.reload(); // another text may stand by now
});
document.addEventListener("visibilitychange", () => {
  if (saver.isUnsaved()) saver.flush();
});
for (const name of ["online", "focus"]) {
  window.addEventListener(name, () => {
    if (saver.inDoubt) saver.flush();
  });
}

/** The source in place of the textarea; null, and the textarea stays, where the bundle does not come. */
async function takeOver() {
  let parts;
  try {
    parts = await import(words.codemirror);
  } catch {
    return null;
  }
  const hint = document.getElementById("editor-keys");
  const place = document.createElement("div");
  field.after(place);
  const made = new YamlSource(parts, field, place, {
    label: form.querySelector(`label[for="${field.id}"]`).textContent.trim(),
    hint: hint.textContent.trim(),
    lang: field.lang,
    phrases: JSON.parse(words.phrases),
  });
  for (const drawn of [field, field.previousElementSibling]) drawn.style.display = "none"; // and the server's numbers
  field.parentElement.style.overflow = "visible"; // the editor scrolls by itself
  hint.hidden = false;
  form.querySelector(`label[for="${field.id}"]`).addEventListener("click", () => made.view.focus());
  made.showProblems(problemsOnPage());
  const asked = /^#l([0-9]+)$/.exec(location.hash);
  if (asked) made.goTo(Number(asked[1]), 1);
  learn(made);
  return made;
}

/** Asks what may be written in this file: nothing is suggested until it comes, or if it does not. */
async function learn(made) {
  try {
    const answer = await fetch(words.suggestions, { headers: { Accept: "application/json" } });
    if (answer.ok) made.suggestFrom(await answer.json());
  } catch {
    // suggestions are comfort
  }
}

/** The problems as the page lists them. @returns {import("./yaml_source.js").Problem[]} */
function problemsOnPage() {
  return [...document.querySelectorAll("#checked [data-line]")].map((item) => ({
    line: Number(item.dataset.line),
    column: Number(item.dataset.column),
    message: item.dataset.message,
    isError: "error" in item.dataset,
  }));
}

function isLeft(event, link) {
  if (link.target || link.getAttribute("href").startsWith("#")) return false;
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** Goes once all is saved; where that cannot be, the browser asks whether to leave. */
async function leaveBy(event, go) {
  event.preventDefault();
  await saver.flush();
  go();
}

/** Says what became of the text. @param {import("./saving.js").Told & {checked?: string, next_step?: string}} told */
function tell(told) {
  const { state } = told;
  if (state === "saving") return say(words.saving);
  if (state === "unsent") return say(words.unsent, "unsaved-icon");
  if (state === "saved") {
    say(told.said, "saved-icon");
    showAnew("checked", told.checked);
    showAnew("next", told.next_step);
    source?.showProblems(problemsOnPage());
  } else if (state === "refused") say(told.said, "unsaved-icon");
  else say(state === "signed-out" ? words.signedOut : words.unsaved, "unsaved-icon");
  showTrouble(told);
}

/** A part of the page as it is after saving. @param {string} id @param {string} shown part of a page */
function showAnew(id, shown) {
  const part = new DOMParser().parseFromString(shown, "text/html");
  document.getElementById(id).replaceChildren(...part.body.childNodes);
}

/** What stands in the way of saving, above the text; nothing where nothing does. */
function showTrouble(told) {
  if (trouble.dataset.state === told.state) return; // said already: it is not read out again at each try
  trouble.dataset.state = told.state;
  if (told.shown) showPart(told);
  else if (told.state === "signed-out" || told.state === "not-yours") trouble.replaceChildren(template(told.state));
  else trouble.replaceChildren();
  for (const link of trouble.querySelectorAll("[data-elsewhere]")) link.target = "_blank";
}

/** A part of the page that the server made: both texts, and which of them shall stand. */
function showPart(told) {
  const part = new DOMParser().parseFromString(told.shown, "text/html");
  trouble.replaceChildren(...part.body.childNodes);
  for (const button of trouble.querySelectorAll("[data-overwrite]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      showTrouble({ state: "saving" });
      (source?.view ?? field).focus();
      saver.overwrite(told.based_on, told.client_key);
    });
  }
  trouble.focus();
}

/** Puts words into the line above the text, with an icon where there is one for them. */
function say(text, icon = "") {
  if (status.textContent.trim() === text) return;
  status.classList.toggle("app-saved--off", icon === "unsaved-icon");
  status.replaceChildren(...(text && icon ? [template(icon), ` ${text}`] : [text]));
}

/** A copy of what stands in a template of the page. */
function template(id) {
  return document.getElementById(id).content.cloneNode(true);
}
