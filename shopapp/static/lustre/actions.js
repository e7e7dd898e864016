/* Buttons that do something: a form posted in the background, its answer said, the page brought up to date.
 *
 * The server answers {"sentence", "next"?, "open"?}: what happened, the page to go to, an address outside the app
 * (Shopify's confirmation of a charge; with "window" it gets one of its own, and the page stays). A refusal is {"error": {"code", "sentence"}}.
 */
import { refresh, say, visit } from "./navigate.js";

const isAction = (address) => new URL(address).pathname.startsWith("/app/actions/");

export function listenForActions() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const address = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
    if (form.method === "get") {
      event.preventDefault();
      visit(`${form.getAttribute("action") || location.pathname}?${new URLSearchParams(new FormData(form))}`);
    } else if (isAction(address)) {
      event.preventDefault();
      send(form, address);
    }
  });
}

async function send(form, address) {
  const buttons = form.querySelectorAll("s-button, button");
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  for (const button of buttons) button.setAttribute("loading", "");
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    await follow(await answer.json(), form);
  } catch {
    refuse(document.getElementById("unreachable").content.textContent.trim());
  } finally {
    form.removeAttribute("aria-busy");
    for (const button of buttons) button.removeAttribute("loading");
  }
}

async function follow(answer, form) {
  if (answer.error) {
    refuse(answer.error.sentence);
    return;
  }
  if (answer.open) {
    window.open(answer.open, answer.window ? "_blank" : "_top");
    if (!answer.window) return;
  }
  form.dispatchEvent(new CustomEvent("lustre:done", { bubbles: true, detail: answer }));
  if (answer.next) await visit(answer.next);
  else await refresh();
  if (answer.show) show(answer.show);
  if (answer.sentence) {
    window.shopify?.toast.show(answer.sentence);
    say(answer.sentence);
  }
}

/* A key is shown once: the answer brings it, and no page holds it. */
function show({ into, text }) {
  const place = document.getElementById(into);
  if (!place) return;
  place.hidden = false;
  place.querySelector("[data-shown]").textContent = text;
  place.querySelector("[data-copy]")?.addEventListener("click", () => navigator.clipboard?.writeText(text));
}

function refuse(sentence) {
  const banner = document.createElement("s-banner");
  banner.setAttribute("tone", "critical");
  banner.setAttribute("heading", sentence);
  document.getElementById("notice")?.replaceChildren(banner);
  document.getElementById("notice")?.scrollIntoView({ block: "nearest" });
  window.shopify?.toast.show(sentence, { isError: true });
}
