/**
 * The live room: the page asks every few seconds whether the room has gone on, and a vote that could not be sent is sent
 * again. A page that is being filled in is never loaded anew: it says that the room has gone on. Without this script a
 * page that waits loads itself, and a form is sent as any other.
 */

const EVERY = 3_000; // milliseconds between two questions, and as many again by chance, so that phones do not ask at once
const LONGEST_PAUSE = 30_000;
const PATIENCE = 15_000; // milliseconds until a form that is not answered counts as not sent

const room = document.getElementById("room");
const form = document.getElementById("vote");
let known = "";
let pause = EVERY;
let timer;
let isAsking = false;

/** Asks once, and goes on asking: more seldom where there is no answer. */
async function ask() {
  if (isAsking) return;
  isAsking = true;
  clearTimeout(timer);
  try {
    const headers = known ? { "If-None-Match": known } : {};
    const answer = await fetch(room.dataset.state, { headers, cache: "no-store" });
    if (answer.status === 404) return moveOn();
    if (answer.ok) {
      known = answer.headers.get("ETag") ?? "";
      if (tell(await answer.text())) return;
    }
    pause = answer.status < 500 ? EVERY : longer();
  } catch {
    pause = longer();
  } finally {
    isAsking = false;
  }
  timer = setTimeout(ask, pause + Math.random() * EVERY);
}

function longer() {
  return Math.min(pause * 2, LONGEST_PAUSE);
}

/** What the server says: on the screen of the room with how many voted, in words. Whether there is nothing left to ask. */
function tell(said) {
  const [mark, turnout] = said.split("\n");
  const place = document.getElementById("turnout");
  if (place && turnout && place.textContent !== turnout) place.textContent = turnout;
  return mark !== room.dataset.mark && moveOn();
}

/** The room is elsewhere: a page that waits goes there, one that is being filled in only says so. */
function moveOn() {
  const notice = document.getElementById("moved");
  if (notice) notice.hidden = false;
  else location.replace(room.dataset.next);
  return true;
}

/** Sends the vote until it is answered. The same form sent twice is one vote. */
async function send(wait = 1_000) {
  const given = new AbortController();
  const patience = setTimeout(() => given.abort(), PATIENCE);
  let answer = null;
  try {
    const body = new URLSearchParams(new FormData(form));
    answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal: given.signal });
  } catch {
    // Nobody knows whether it arrived: it is sent again below.
  } finally {
    clearTimeout(patience);
  }
  if (answer?.type === "opaqueredirect") return location.replace(room.dataset.next);
  if (answer && answer.status < 500) return form.submit(); // refused: the page that says why is the browser's to show
  document.getElementById("unsent").hidden = false;
  setTimeout(send, wait, Math.min(wait * 2, LONGEST_PAUSE));
}

if (form) {
  form.addEventListener("submit", (event) => {
    if (!form.querySelector("input[name=choice]:checked")) return; // the page that says what to mend
    event.preventDefault();
    if (form.dataset.isSent) return;
    form.dataset.isSent = "yes";
    send();
  });
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
ask();
