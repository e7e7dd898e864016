/* The stand-alone pages: choose or drop one photo, watch it being retouched or measured, see what came of it. */
import "./compare.js";

const form = document.querySelector("form[data-upload]");
const say = (text) => {
  document.getElementById("live").textContent = text;
};

function refuse(sentence) {
  const place = document.getElementById("refusal");
  place.hidden = false;
  place.textContent = sentence;
  form.classList.remove("busy");
}

async function send(file) {
  document.getElementById("refusal").hidden = true;
  if (file.size > Number(form.dataset.largest)) {
    refuse(form.dataset.tooLarge);
    return;
  }
  form.classList.add("busy");
  say(form.dataset.sending);
  const body = new FormData(form);
  body.set("photo", file, file.name);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (told.error) refuse(told.error.sentence);
    else location.assign(told.next);
  } catch {
    refuse(form.dataset.unreachable);
  }
}

if (form) {
  const field = form.querySelector('input[type="file"]');
  field.addEventListener("change", () => field.files[0] && send(field.files[0]));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
    });
  }
}

/* While the photo is worked on, the page asks every two seconds and shows itself anew at the end. */
const waiting = document.querySelector("[data-waiting]");
if (waiting) {
  const ask = async () => {
    const answer = await fetch(waiting.dataset.waiting, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json() : {};
    if (told.finished) location.reload();
    else setTimeout(ask, document.hidden ? 20000 : 2000);
  };
  setTimeout(ask, 2000);
}
