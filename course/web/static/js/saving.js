/**
 * Saves what stands in a form while it is filled in: to the form's own address, with its own fields, one after the
 * other. Of each form that was sent and not answered it is not known whether it arrived; so that form is sent again as
 * it was, with its own key, before anything newer. The server keeps a form that comes twice once.
 */

const PATIENCE = 20_000; // milliseconds until a form that is not answered counts as not sent
const FIRST_PAUSE = 2_000; // milliseconds until the next try; doubled after each, up to the longest
const LONGEST_PAUSE = 60_000;
const CARRIED = new Set(["csrf_token", "based_on", "client_key"]);

/** @typedef {[string, string][]} Fields Names and values, in the order of the page. */
/** @typedef {{state: string, said?: string, shown?: string, based_on?: number, client_key?: string, next?: string}} Told */
/** @typedef {{hold: (url: string, fields: Fields) => Promise<boolean>, count: () => Promise<number>}} Waiting */

/**
 * Sends a form. Of what went wrong it says only what to do about it.
 * @param {string} url
 * @param {Fields} fields
 * @param {boolean} isLast whether the page is being left, so that nobody waits for the answer
 * @returns {Promise<Told>} `state` is the server's (saved, stale, late, refused), or unsent, signed-out, not-yours
 */
export async function send(url, fields, isLast = false) {
  if (navigator.onLine === false) return { state: "unsent" };
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), PATIENCE);
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
      redirect: "manual",
      keepalive: isLast,
      signal: given.signal,
    });
    // A guard that sends to the sign-in, or a token of a sign-in that has ended.
    if (answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 401) return { state: "signed-out" };
    if (answer.status === 403 || answer.status === 404) return { state: "not-yours" };
    const isData = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    return isData ? await answer.json() : { state: "unsent" };
  } catch {
    return { state: "unsent" };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks for a page of one's own, which carries the token of whoever is signed in by now.
 * @param {string} url
 * @param {string} signIn the path of the sign-in page
 * @returns {Promise<{state?: string, token?: string}>} a token, or why there is none
 */
export async function findToken(url, signIn) {
  try {
    const page = await fetch(url, { headers: { Accept: "text/html" } });
    if (new URL(page.url).pathname === signIn) return { state: "signed-out" };
    if (!page.ok) return { state: page.status < 500 ? "not-yours" : "unsent" };
    const read = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = read.querySelector('input[name="csrf_token"]')?.value;
    return token ? { token } : { state: "unsent" };
  } catch {
    return { state: "unsent" };
  }
}

/** The saving of one form. */
export class Saver {
  /**
   * @param {HTMLFormElement} form
   * @param {{signIn: string, waiting: Promise<Waiting | null>, tell: (told: Told) => void}} around `tell` is called with
   *   each new state: those of `send`, and saving, blank, held
   */
  constructor(form, around) {
    this.form = form;
    this.around = around;
    this.next = null; // where the server leads after what is saved now
    this.isLeaving = false;
    this.settled = this.content(); // the last content that the server is known to have
    this.refused = null; // the content that it would not take
    this.inDoubt = null; // what was sent or kept on the device and not answered: {content, fields, isHeld}
    this.isBlocked = false; // two answers stand side by side and nobody has chosen yet
    this.isOver = false; // nothing can be saved here any more
    this.running = null;
    this.pause = FIRST_PAUSE;
  }

  /** @returns {Fields} the form as it would be sent now */
  fields() {
    return [...new FormData(this.form)].map(([name, value]) => [name, String(value)]);
  }

  /** @returns {string} what was answered, to be compared */
  content() {
    return JSON.stringify(this.fields().filter(([name]) => !CARRIED.has(name)));
  }

  /** @returns {boolean} whether nothing is chosen or written (how sure one is of nothing is nothing) */
  isBlank() {
    return !this.fields().some(([name, value]) => name.startsWith("answer") && value.trim() !== "");
  }

  /** @returns {boolean} whether the page holds an answer that would be lost with it */
  isUnsaved() {
    if (this.isOver) return false;
    if (this.inDoubt && !this.inDoubt.isHeld) return true;
    const newest = this.inDoubt?.content ?? this.settled;
    return this.content() !== newest && !this.isBlank();
  }

  /** @returns {boolean} whether the server has what stands in the form */
  isSettled() {
    return !this.inDoubt && this.content() === this.settled;
  }

  /** What stands in the form waits on this device already, and is sent from there. */
  takeAsKept() {
    this.settled = this.content();
  }

  /** @returns {boolean} whether what stands in the form is kept on this device, to be sent when there is network */
  isKept() {
    return Boolean(this.inDoubt?.isHeld) && this.content() === this.inDoubt.content;
  }

  /** Send what is not saved, now. @returns {Promise<void>} done when all is saved, or no more can be done at present */
  flush() {
    clearTimeout(this.timer);
    this.running ??= this.#sendAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Send what is not saved in so many milliseconds, counted from the last time this was asked. */
  flushIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  /** The answer on this page replaces the newer one, of that number. @param {number} basedOn @param {string} key */
  overwrite(basedOn, key) {
    this.#carry("based_on", String(basedOn));
    this.#carry("client_key", key);
    this.isBlocked = false;
    this.settled = this.refused = null;
    return this.flush();
  }

  /** The answer on this page is given up for the one that is saved. */
  giveUp() {
    this.isOver = true;
  }

  async #sendAll() {
    let isRenewed = false;
    while (!this.isOver && !this.isBlocked && this.#hasToSend()) {
      if (this.pause === FIRST_PAUSE) this.around.tell({ state: "saving" }); // not at each of many tries
      const sent = this.inDoubt;
      let told = await send(this.form.action, sent.fields, this.isLeaving);
      if (told.state === "signed-out" && !isRenewed) {
        isRenewed = true;
        const found = await findToken(location.pathname, this.around.signIn);
        if (found.token) {
          this.#renew(found.token);
          continue;
        }
        told = { state: found.state };
      }
      if (this.#settle(sent, told)) continue;
      await this.#putOff(told);
      return;
    }
    if (!this.isOver && !this.isBlocked && this.isBlank() && this.settled !== this.content()) {
      this.around.tell({ state: "blank" });
    }
  }

  /** Takes what stands in the form to be sent, unless an earlier form is still in doubt. */
  #hasToSend() {
    if (this.inDoubt) return true;
    const content = this.content();
    if (content === this.settled || content === this.refused || this.isBlank()) return false;
    this.inDoubt = { content, fields: this.fields(), isHeld: false };
    return true;
  }

  /** @returns {boolean} whether the server has answered what became of it, so that one can go on */
  #settle(sent, told) {
    if (!["saved", "stale", "late", "refused"].includes(told.state)) return false;
    this.inDoubt = null;
    this.pause = FIRST_PAUSE;
    if (told.state === "saved") {
      this.settled = sent.content;
      this.refused = null;
      this.next = told.next;
      this.#carry("based_on", String(told.based_on));
      this.#carry("client_key", told.client_key);
    } else {
      this.refused = sent.content;
      this.isBlocked = told.state === "stale";
      this.isOver = told.state === "late";
    }
    if (told.state !== "saved" || this.isSettled()) this.around.tell(told);
    return true;
  }

  /** It could not be sent: kept on one's own device where that is possible, and tried again later in any case. */
  async #putOff(told) {
    if (told.state === "not-yours") this.isOver = true;
    const count = told.state === "unsent" ? await this.#hold() : null;
    this.around.tell(count === null ? told : { state: "held", said: String(count) });
    if (this.isOver) return;
    this.flushIn(this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  /**
   * Keeps what stands in the form now in place of what was kept of it before, which the server may never have seen.
   * @returns {Promise<number | null>} how many answers wait on this device; null where it keeps none
   */
  async #hold() {
    const waiting = await this.around.waiting;
    if (!waiting) return null;
    let newest = this.inDoubt;
    if (this.content() !== newest.content && !this.isBlank()) {
      const fields = this.fields().map(([name, value]) => [name, name === "client_key" ? newKey() : value]);
      newest = { content: this.content(), fields, isHeld: false };
    }
    newest.isHeld ||= await waiting.hold(this.form.action, newest.fields);
    if (!newest.isHeld) return null;
    this.inDoubt = newest;
    return waiting.count();
  }

  /** A newer token for the form and for what waits. */
  #renew(token) {
    this.#carry("csrf_token", token);
    const { fields } = this.inDoubt;
    this.inDoubt.fields = fields.map(([name, value]) => [name, name === "csrf_token" ? token : value]);
  }

  /** Where sending the same text twice is one act by itself, a form has no key to carry. */
  #carry(name, value) {
    const field = this.form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

/** @returns {string} a key of a form that no other form has */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
