/* The code of a survey on one's own device: kept in this browser when its owner says so, and put into the sheet of the
   next wave. It leaves with all else at sign-out (offline.js). The server sees none of this; without this script, and
   on any other device, the code stands on paper. */

const KEPT = "survey-code:";
const SENT = "survey-code-sent:";
const { owner, ownDevice } = document.documentElement.dataset;
const sheet = document.getElementById("code-here");
const thanks = document.getElementById("code-settled");

if (owner && ownDevice !== undefined) {
  if (sheet) useSheet(sheet.dataset.survey);
  if (thanks) thanks.hidden = !settle(thanks.dataset.survey);
}

/** Offer to keep the code; one that is kept goes with this sheet, unless something was filled in already. */
function useSheet(survey) {
  const form = sheet.closest("form");
  const kept = document.getElementById("code-kept");
  const keep = document.getElementById("keep-code");
  const offer = keep.closest(".govuk-form-group");
  const code = find(KEPT + survey);
  sheet.hidden = false;
  if (code && !form.elements.code_from.value && !form.elements.code.value) {
    document.getElementById("code-card").checked = true;
    form.elements.code.value = code;
  }
  kept.hidden = !code;
  offer.hidden = Boolean(code);
  document.getElementById("code-forget").addEventListener("click", () => {
    localStorage.removeItem(KEPT + survey);
    if (form.elements.code.value === code) form.elements.code.value = "";
    kept.hidden = true;
    offer.hidden = false;
    keep.focus();
  });
  form.addEventListener("submit", () => {
    localStorage.removeItem(SENT + survey);
    const chosen = { drawn: form.elements.drawn.value, none: "" }[form.elements.code_from.value] ?? form.elements.code.value;
    if (keep.checked && chosen) localStorage.setItem(SENT + survey, JSON.stringify({ owner, code: chosen }));
  });
}

/** The sheet was taken, so its code is one: now it is kept. Whether there was one to keep. */
function settle(survey) {
  const code = find(SENT + survey);
  localStorage.removeItem(SENT + survey);
  if (code) localStorage.setItem(KEPT + survey, JSON.stringify({ owner, code }));
  return Boolean(code);
}

/** A code left here by whoever is signed in; another person's is nobody's. */
function find(name) {
  const found = JSON.parse(localStorage.getItem(name) || "{}");
  return found.owner === owner ? found.code : "";
}
