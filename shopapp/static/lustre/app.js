/* The embedded pages: start everything once, and again whenever the page's content is exchanged. */
import "./compare.js";
import { listenForActions } from "./actions.js";
import { listenForKeys } from "./keys.js";
import { listenForLinks, onPage, visit } from "./navigate.js";
import { startPolling } from "./poll.js";
import { watchForms } from "./forms.js";

listenForLinks();
listenForActions();
listenForKeys();
onPage(startPolling);
onPage(watchForms);

/* A file that is no picture leaves its frame empty. */
document.addEventListener("error", (event) => event.target.classList?.add("broken"), true);

const page = document.getElementById("page");
if (page.hasAttribute("data-shell")) {
  visit(location.href, { replace: true });
} else {
  const clean = new URL(location.href);
  for (const name of ["id_token", "hmac", "session", "timestamp"]) clean.searchParams.delete(name);
  history.replaceState(null, "", clean);
}
