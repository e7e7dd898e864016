/* The sandbox's admin around the app's frame: what the merchant sees of Shopify.
 *
 * The page that loads this gives, on <body>: data-shop (the shop's domain), data-app (the app's origin), data-name
 * (the app's name), data-frame (the first address of the frame, with id_token, shop and host). Everything else is
 * built here. Session tokens come from POST /control/session-token. Messages: see app-bridge.js.
 */
const { shop, app, name, frame: first } = document.body.dataset;

const make = (tag, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
};

const nav = make("ul", { className: "app-links" });
const title = make("span", { className: "app-title", textContent: name });
const toasts = make("div", { className: "toasts", role: "status" });
const saveBar = make(
  "div",
  { className: "save-bar", hidden: true },
  make("span", { textContent: "Unsaved changes" }),
  make("button", { type: "button", textContent: "Discard", onclick: () => answerSaveBar("discard") }),
  make("button", { type: "button", className: "strong", textContent: "Save", onclick: () => answerSaveBar("save") }),
);
const frame = make("iframe", { title: name, name: "app-iframe", src: first });

const entry = (label, href, className = "") => make("li", { className }, make("a", { href, textContent: label }));
document.body.replaceChildren(
  make(
    "header",
    { className: "top-bar" },
    make("a", { className: "brand", href: "/admin", textContent: "sandbox admin" }),
    saveBar,
    make("a", { className: "shop", href: "/", textContent: shop.replace(".myshopify.com", "") }),
  ),
  make(
    "nav",
    { className: "side", ariaLabel: "Admin" },
    make("ul", {}, entry("Storefront", "/")),
    make("p", { className: "caption", textContent: "Apps" }),
    make("a", { className: "app-home", href: "#", textContent: name, onclick: (event) => go(event, "/") }),
    nav,
  ),
  make("main", {}, make("div", { className: "app-bar" }, title), frame),
  toasts,
);

const send = (kind, body) => frame.contentWindow.postMessage({ kind: `app-bridge:${kind}`, ...body }, app);

function answerSaveBar(action) {
  saveBar.hidden = true;
  send("save-bar", { action });
}

function go(event, href) {
  event.preventDefault();
  send("navigate", { href });
}

const hear = {
  "id-token": async ({ id }) => {
    const answer = await fetch("/control/session-token", { method: "POST" });
    const body = await answer.json();
    send("id-token", { id, token: body.token ?? body.id_token ?? body.session_token });
  },
  nav: ({ links }) => {
    const entries = links.map(({ label, href }) => {
      const link = make("a", { href: `/admin/apps/lustre${href}`, textContent: label });
      link.dataset.href = href;
      link.onclick = (event) => go(event, href);
      return make("li", {}, link);
    });
    nav.replaceChildren(...entries);
  },
  title: ({ heading }) => {
    title.textContent = heading;
    document.title = `${heading} · sandbox admin`;
  },
  location: ({ path }) => {
    const [place] = path.split("?");
    for (const link of nav.querySelectorAll("a")) {
      if (link.dataset.href === place) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  },
  toast: ({ text, error, duration }) => {
    const toast = make("div", { className: error ? "toast error" : "toast", textContent: text });
    toasts.append(toast);
    setTimeout(() => toast.remove(), duration);
  },
  open: ({ url }) => window.location.assign(url),
  "save-bar": ({ open }) => {
    saveBar.hidden = !open;
  },
};

window.addEventListener("message", ({ data, origin, source }) => {
  if (origin !== app || source !== frame.contentWindow) return;
  hear[String(data?.kind).replace("app-bridge:", "")]?.(data);
});
