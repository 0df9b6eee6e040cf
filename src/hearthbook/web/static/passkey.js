// Passkeys: the question goes to the device, its answer to the server. Nothing is kept here.

const TOKEN = document.body.dataset.token;

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const spelled = (buffer) => text(buffer).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const ids = (those) => those.map((id) => ({ type: "public-key", id: bytes(id) }));

// What a person is to be told, already in their language.
class Said extends Error {}

async function post(address, fields, lost) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "x-form": TOKEN },
    body: new URLSearchParams(fields),
  }).catch(() => { throw new Said(lost); });
  const heard = await answer.json().catch(() => ({ said: lost }));
  if (!answer.ok) throw new Said(heard.said || lost);
  return heard;
}

function secretOf(made) {
  const found = made.getClientExtensionResults().prf;
  return found && found.results && found.results.first ? text(found.results.first) : "";
}

function answerOf(made) {
  const response = { clientDataJSON: spelled(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = made.response[name];
    if (value instanceof ArrayBuffer) response[name] = spelled(value);
  }
  return JSON.stringify({ id: made.id, rawId: spelled(made.rawId), type: made.type, response });
}

const asked = (question, those) => ({
  challenge: bytes(question.challenge),
  rpId: question.rpId || question.rp.id,
  userVerification: "required",
  timeout: question.timeout,
  allowCredentials: those,
  extensions: { prf: { eval: { first: bytes(question.secret) } } },
});

async function enter(lost) {
  const question = await post("/passkey/ask", {}, lost);
  const made = await navigator.credentials.get({ publicKey: asked(question, []) });
  return post("/passkey", { said: answerOf(made), secret: secretOf(made) }, lost);
}

async function add(form, lost) {
  const question = await post("/passkeys/ask", { passphrase: form.passphrase.value }, lost);
  form.passphrase.value = "";
  const made = await navigator.credentials.create({
    publicKey: {
      ...question,
      challenge: bytes(question.challenge),
      user: { ...question.user, id: bytes(question.user.id) },
      excludeCredentials: ids(question.exclude),
      extensions: { prf: { eval: { first: bytes(question.secret) } } },
    },
  });
  let secret = secretOf(made);
  const prf = made.getClientExtensionResults().prf;
  if (!secret && prf && prf.enabled) {
    // Some devices tell their secret only when a passkey is used.
    const those = [{ type: "public-key", id: made.rawId }];
    secret = secretOf(await navigator.credentials.get({ publicKey: asked(question, those) }));
  }
  const fields = { said: answerOf(made), secret, name: form.elements.name.value };
  return post("/passkeys", fields, lost);
}

// Does it, and says what came in between.
async function during(button, place, lost, work) {
  button.disabled = true;
  place.hidden = true;
  try {
    return await work();
  } catch (error) {
    place.textContent = error instanceof Said ? error.message : lost;
    place.hidden = false;
    return undefined;
  } finally {
    button.disabled = false;
  }
}

const able = Boolean(window.PublicKeyCredential && navigator.credentials);

const door = document.querySelector("[data-passkey]");
if (door && able) {
  const [button, place, { lost }] = [door.querySelector("button"), door.querySelector("p"), door.dataset];
  door.hidden = false;
  button.addEventListener("click", async () => {
    const heard = await during(button, place, lost, () => enter(lost));
    if (heard) window.location.replace(heard.to);
  });
}

const form = document.querySelector("[data-passkey-add]");
if (form) {
  const [button, place, { lost, none }] = [form.querySelector("button"), form.querySelector("p"), form.dataset];
  if (!able) {
    button.disabled = true;
    place.textContent = none;
    place.hidden = false;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const heard = await during(button, place, lost, () => add(form, lost));
    if (heard) window.location.reload();
  });
}
