/**
 * The checks of a section: an answer is corrected in its place. The form goes to its own address; of the page that comes
 * back only the check is taken, and the notes it cites. Without this script, or when something is amiss, the page is sent.
 */

for (const form of document.querySelectorAll(".app-check form")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(form);
  });
}

/** Sends the form and shows what the server says of it. @param {HTMLFormElement} form */
async function answer(form) {
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(new FormData(form));
    const sent = await fetch(form.action, { method: "POST", body, redirect: "error" });
    if (sent.status !== 200 && sent.status !== 422) throw new Error(String(sent.status));
    const page = new DOMParser().parseFromString(await sent.text(), "text/html");
    const check = form.closest(".app-check");
    const corrected = page.getElementById(check.id);
    for (const part of ["fieldset", "answer"]) {
      take(check.querySelector(`[data-part=${part}]`), corrected.querySelector(`[data-part=${part}]`));
    }
    form.querySelector("[type=submit]").textContent = corrected.querySelector("[type=submit]").textContent;
    take(document.getElementById("notes-below"), page.getElementById("notes-below"));
    if (sent.status === 422) check.querySelector("fieldset").querySelector("input, select, textarea").focus();
  } catch {
    form.submit(); // the page says what is amiss
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** What stands in one element is replaced by what stands in the other. */
function take(here, there) {
  here.className = there.className;
  here.replaceChildren(...there.childNodes);
}
