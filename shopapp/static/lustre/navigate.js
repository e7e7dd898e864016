/* Pages without a document load: fetched (App Bridge adds the session token), their content exchanged.
 *
 * No cookie is needed, nothing flashes, and a plain address still works: its shell loads itself this way.
 */
const started = [];
let underWay = null;

/** Run now, and again after every exchange of the page's content. */
export function onPage(start) {
  started.push(start);
  start(document.getElementById("page"));
}

/** Say something to screen readers. */
export function say(text) {
  const live = document.getElementById("live");
  if (live.textContent !== text) live.textContent = text;
}

/** Show another page; `replace` keeps the history as it is, `quiet` keeps focus and scroll and waits for a way begun. */
export async function visit(address, { replace = false, quiet = false } = {}) {
  if (quiet && underWay && !underWay.quiet) {
    underWay.outdated = true;
    return;
  }
  underWay?.stop.abort();
  const mine = (underWay = { stop: new AbortController(), quiet, outdated: false });
  const page = document.getElementById("page");
  const busy = setTimeout(() => page.setAttribute("aria-busy", "true"), 150);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.stop.signal });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(fresh, { focusedId: quiet ? document.activeElement?.id : "page" });
    const shown = new URL(answer.url || address, location.href);
    shown.searchParams.delete("id_token");
    if (replace || shown.href === location.href) history.replaceState(null, "", shown);
    else history.pushState(null, "", shown);
    if (!quiet) window.scrollTo(0, 0);
  } catch (error) {
    if (error.name !== "AbortError") notReachable(page);
  } finally {
    clearTimeout(busy);
    if (underWay === mine) {
      underWay = null;
      page.removeAttribute("aria-busy");
    }
  }
  if (mine.outdated && !underWay) await refresh();
}

/** Fetch the present page again, after an action has changed it. */
export const refresh = () => visit(location.href, { replace: true, quiet: true });

function show(fresh, { focusedId }) {
  const page = document.getElementById("page");
  const content = fresh.getElementById("page");
  if (!content) throw new Error("the answer is not a page");
  page.replaceChildren(...content.childNodes);
  page.removeAttribute("data-shell");
  document.title = fresh.title;
  for (const start of started) start(page);
  if (focusedId) document.getElementById(focusedId)?.focus({ preventScroll: true });
  if (focusedId === "page") say(fresh.title);
}

function notReachable(page) {
  const notice = document.getElementById("unreachable").content.cloneNode(true);
  page.querySelector("#notice")?.replaceChildren(notice) ?? page.replaceChildren(notice);
}

const ours = (link) =>
  link.origin === location.origin &&
  (link.pathname === "/" || link.pathname.startsWith("/app/")) &&
  !link.hasAttribute("download") &&
  !link.target;

/** Take over clicks on links between pages, the admin's menu, and the browser's back button. */
export function listenForLinks() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.composedPath().find((node) => node.localName === "a" && node.href);
    if (!link || !ours(link)) return;
    event.preventDefault();
    visit(link.href);
  });
  document.addEventListener("shopify:navigate", (event) => {
    const href = event.target.getAttribute("href") ?? "/";
    event.preventDefault();
    visit(href);
  });
  window.addEventListener("popstate", () => visit(location.href, { replace: true }));
}
