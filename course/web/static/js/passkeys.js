/**
 * Has the browser make a passkey or show one, for the forms that say so: asks the server what is wanted, gives it to the
 * device, and sends what the device answers with the form itself. Without a script or a device a code does as well.
 */

const FIELDS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/** @param {string} text base64url @returns {Uint8Array} */
function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer} bytes @returns {string} base64url */
function toText(bytes) {
  const signs = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The server's options with bytes where the browser wants them. */
function prepared(options) {
  const known = (list = []) => list.map((one) => ({ ...one, id: toBytes(one.id) }));
  const made = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) made.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) made.allowCredentials = known(options.allowCredentials);
  return made;
}

/** @param {PublicKeyCredential} credential @returns {string} JSON */
function written(credential) {
  const answer = FIELDS.filter((name) => credential.response[name]);
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(answer.map((name) => [name, toText(credential.response[name])])),
  });
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const said = form.querySelector("[role=status]");
  said.textContent = "";
  const token = form.elements.namedItem("csrf_token").value;
  try {
    const asked = await fetch(form.dataset.options, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ csrf_token: token }),
      redirect: "manual",
    });
    const isData = (asked.headers.get("Content-Type") ?? "").startsWith("application/json");
    const options = isData ? await asked.json() : {};
    if (!asked.ok) {
      said.textContent = options.said ?? form.dataset.failed;
      return;
    }
    const publicKey = prepared(options);
    const isNew = form.dataset.passkey === "create";
    const credential = await (isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
    form.elements.namedItem("credential").value = written(credential);
    form.submit();
  } catch {
    said.textContent = form.dataset.failed;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
