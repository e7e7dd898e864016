/* Live parts: one small fragment every two seconds, a tenth as often while nobody looks, 304 when nothing changed.
 *
 * A fragment whose data-state is "done" brings the whole page up to date and ends; a data-steady part goes on.
 */
import { refresh, say } from "./navigate.js";

const SLOWER_WHEN_HIDDEN = 10;
let generation = 0;

export function startPolling(page) {
  generation += 1;
  for (const part of page.querySelectorAll("[data-poll]")) follow(part, generation);
}

async function follow(part, mine) {
  const every = Number(part.dataset.every || 2000);
  let etag = part.dataset.etag || "";
  let failures = 0;
  while (part.isConnected && mine === generation) {
    await pause(document.hidden ? every * SLOWER_WHEN_HIDDEN : every);
    if (!part.isConnected || mine !== generation) return;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(part.dataset.poll, { headers });
      failures = 0;
      if (answer.status === 304) continue;
      if (!answer.ok) throw new Error(String(answer.status));
      etag = answer.headers.get("ETag") ?? "";
      if (exchange(part, await answer.text()) === "done" && !part.hasAttribute("data-steady")) {
        await refresh();
        return;
      }
    } catch {
      failures += 1;
    }
    part.classList.toggle("unreachable", failures > 1);
  }
}

/* Wakes early when the page is looked at again. */
function pause(milliseconds) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    document.addEventListener("visibilitychange", wake);
  });
}

/* Pictures that are the same stay the same nodes: nothing flickers, nothing is loaded twice. */
function exchange(part, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const node of fresh.content.querySelectorAll("[data-key]")) {
    const old = part.querySelector(`[data-key="${CSS.escape(node.dataset.key)}"]`);
    if (old) node.replaceWith(old);
  }
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const note = fresh.content.querySelector("[data-say]")?.dataset.say;
  const state = fresh.content.querySelector("[data-state]")?.dataset.state;
  part.replaceChildren(fresh.content);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (note) say(note);
  return state;
}
