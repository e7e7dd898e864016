/* A stand-in for Shopify's App Bridge, for the sandbox's admin: the parts that the app uses and no more.
 *
 * Runs inside the app's frame and speaks with admin.js, in the frame above, by messages of these kinds:
 *
 *   to the admin     app-bridge:id-token {id}        app-bridge:nav {links: [{label, href}]}
 *                    app-bridge:toast {text, error, duration}   app-bridge:title {heading}
 *                    app-bridge:location {path}      app-bridge:open {url}      app-bridge:save-bar {open}
 *   from the admin   app-bridge:id-token {id, token} app-bridge:navigate {href} app-bridge:save-bar {action}
 *
 * As the real one does, it puts a fresh session token on every request to the app's own origin.
 */
(() => {
  const framed = window.parent !== window;
  const waiting = new Map();
  let lastId = 0;
  let links = [];

  const tell = (kind, body = {}) => {
    if (framed) window.parent.postMessage({ kind: `app-bridge:${kind}`, ...body }, "*");
  };

  const idToken = () => {
    const given = new URLSearchParams(location.search).get("id_token");
    if (!framed) return given ? Promise.resolve(given) : Promise.reject(new Error("not inside the admin"));
    const id = (lastId += 1);
    tell("id-token", { id });
    return new Promise((resolve) => waiting.set(id, resolve));
  };

  const plainFetch = window.fetch.bind(window);
  window.fetch = async (input, options) => {
    const request = new Request(input, options);
    if (new URL(request.url).origin !== location.origin || request.headers.has("Authorization")) {
      return plainFetch(request);
    }
    request.headers.set("Authorization", `Bearer ${await idToken()}`);
    return plainFetch(request);
  };

  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    if (target !== "_top" && target !== "_parent") return plainOpen(url, target, features);
    tell("open", { url: new URL(url, location.href).href });
    return null;
  };

  window.shopify = {
    config: { apiKey: document.querySelector('meta[name="shopify-api-key"]')?.content ?? "" },
    idToken,
    toast: {
      show: (text, { isError = false, duration = 5000 } = {}) => tell("toast", { text, error: isError, duration }),
    },
    saveBar: {
      show: async () => tell("save-bar", { open: true }),
      hide: async () => tell("save-bar", { open: false }),
    },
  };

  const readNav = () => {
    links = [...document.querySelectorAll("s-app-nav s-link")];
    const shown = links.filter((link) => link.getAttribute("rel") !== "home");
    const list = shown.map((link) => ({ label: link.textContent.trim(), href: link.getAttribute("href") }));
    tell("nav", { links: list });
  };
  const report = () => {
    tell("title", { heading: document.title });
    tell("location", { path: location.pathname + location.search });
  };

  window.addEventListener("message", ({ data, source }) => {
    if (source !== window.parent) return;
    if (data?.kind === "app-bridge:id-token") {
      waiting.get(data.id)?.(data.token);
      waiting.delete(data.id);
    }
    if (data?.kind === "app-bridge:navigate") {
      const link = links.find((each) => each.getAttribute("href") === data.href);
      const go = new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true });
      (link ?? document.body).dispatchEvent(go);
    }
    if (data?.kind === "app-bridge:save-bar") {
      document.querySelector("form[data-save-bar]")?.dispatchEvent(new CustomEvent(`save-bar:${data.action}`));
    }
  });

  for (const name of ["pushState", "replaceState"]) {
    const plain = history[name].bind(history);
    history[name] = (...args) => {
      plain(...args);
      report();
    };
  }
  customElements.define("s-app-nav", class extends HTMLElement {
    connectedCallback() {
      this.hidden = true;
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    readNav();
    report();
    new MutationObserver(report).observe(document.querySelector("title"), { childList: true });
  });
})();
