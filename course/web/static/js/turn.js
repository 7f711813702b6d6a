/**
 * Somebody waits for their turn to sign in: the page's own form is sent after the seconds that the server named. Without
 * this script its button does the same.
 */

const told = document.querySelector("[data-again-in]");
if (told) {
  setTimeout(() => told.parentElement.querySelector("form").requestSubmit(), Number(told.dataset.againIn) * 1000);
}
