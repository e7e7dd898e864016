/* Stand-ins for the Polaris web components that the app's templates use, in a look close to the Shopify admin's.
 *
 * Light: only the tags and attributes in use are here. Text-like tags are styled by one sheet of the page; those with a
 * control inside (buttons, fields) have a shadow root that holds the native control.
 */
(() => {
  /* Text-like tags, and the page under them: a sheet made here is there before anything is painted, and fetched by nobody.
   * In a layer of its own, so that the app's own sheet has the last word, as if it came later. */
  const page = new CSSStyleSheet();
  page.replaceSync(`@layer polaris {
body {
  margin: 0; background: #f1f1f1; color: #303030; -webkit-font-smoothing: antialiased;
  font: 13px/20px Inter, -apple-system, "Segoe UI", "Liberation Sans", sans-serif;
}
s-stack { display: grid; gap: 0; justify-items: start; }
s-stack[direction="inline"] { display: flex; flex-wrap: wrap; align-items: center; }
s-stack[gap="small-300"] { gap: 4px; }
s-stack[gap="small"] { gap: 8px; }
s-stack[gap="base"] { gap: 16px; }
s-stack[gap="large"] { gap: 24px; }
s-paragraph { display: block; }
s-text[color="subdued"], s-paragraph[color="subdued"] { color: #616161; }
s-text[type="strong"] { font-weight: 650; }
s-text[tone="critical"] { color: #8e0b21; }
s-heading { display: block; font-weight: 650; font-size: 14px; line-height: 20px; }
s-divider { display: block; height: 1px; background: #e3e3e3; }
s-option { display: none; }
s-badge {
  display: inline-flex; align-items: center; padding: 1px 8px; border-radius: 8px; font-size: 12px; line-height: 18px;
  font-weight: 550; white-space: nowrap; background: #ebebeb; color: #4a4a4a;
}
s-badge[tone="success"] { background: #cdf0db; color: #0c5132; }
s-badge[tone="info"] { background: #d5ebff; color: #003a5a; }
s-badge[tone="warning"] { background: #ffe8b3; color: #5e4200; }
s-badge[tone="caution"] { background: #fff4bf; color: #4f4700; }
s-badge[tone="critical"] { background: #fedad9; color: #8e0b21; }
s-spinner { display: inline-block; width: 20px; height: 20px; border: 2.5px solid #b5b5b5; border-right-color: transparent; border-radius: 50%; animation: turn .8s linear infinite; }
@keyframes turn { to { rotate: 1turn; } }
@media (prefers-reduced-motion: reduce) { s-spinner { animation: none; } }
/* Before the components are defined nothing may jump: pages and sections keep their room. */
s-page:not(:defined), s-section:not(:defined), s-banner:not(:defined) { display: block; }
s-section:not(:defined) { padding: 16px; border-radius: 12px; background: #fff; }
  }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];

  const FOCUS = ":focus-visible{outline:2px solid #005bd3;outline-offset:2px}";
  const shared = new CSSStyleSheet();
  shared.replaceSync(`*{box-sizing:border-box}${FOCUS}
    :host([hidden]){display:none!important}
    button,a,input,select{font:inherit;letter-spacing:inherit;color:inherit}`);

  const sheetOf = (css) => {
    const own = new CSSStyleSheet();
    own.replaceSync(css);
    return own;
  };

  class Piece extends HTMLElement {
    static watched = [];
    static css = "";
    static get observedAttributes() {
      return this.watched;
    }
    connectedCallback() {
      if (!this.shadowRoot) {
        this.attachShadow({ mode: "open", delegatesFocus: true });
        const kind = this.constructor;
        if (!Object.hasOwn(kind, "sheet")) kind.sheet = sheetOf(kind.css);
        this.shadowRoot.adoptedStyleSheets = [shared, kind.sheet];
        this.build(this.shadowRoot);
      }
      this.update();
    }
    attributeChangedCallback() {
      if (this.shadowRoot) this.update();
    }
    find(selector) {
      return this.shadowRoot.querySelector(selector);
    }
    text(name) {
      return this.getAttribute(name) ?? "";
    }
    build() {}
    update() {}
  }

  class Button extends Piece {
    static watched = ["disabled", "loading", "href", "accessibilitylabel", "download", "target"];
    static css = `
      :host{display:inline-block;max-width:100%}
      :host([inlinesize=fill]){display:block}
      button,a{display:inline-flex;align-items:center;justify-content:center;gap:6px;width:100%;min-height:32px;padding:6px 12px;
        border:0;border-radius:8px;background:#fff;color:#303030;font-weight:550;text-decoration:none;cursor:pointer;text-align:center;
        box-shadow:0 -1px 0 0 #b5b5b5 inset,0 0 0 1px #0000001a inset,0 .5px 0 1.5px #fff inset}
      button:hover,a:hover{background:#fafafa}
      :host([variant=primary]) :is(button,a){background:linear-gradient(#3d3d3d,#2a2a2a);color:#fff;box-shadow:0 -1px 0 1px #000c inset,0 .5px 0 1.5px #ffffff40 inset}
      :host([variant=primary]) :is(button,a):hover{background:#1a1a1a}
      :host([variant=tertiary]) :is(button,a){background:none;box-shadow:none}
      :host([variant=tertiary]) :is(button,a):hover{background:#0000000d}
      :host([tone=critical]) :is(button,a){color:#8e1f0b}
      :host([tone=critical][variant=primary]) :is(button,a){background:#c70a24;color:#fff}
      button:disabled{color:#616161!important;background:#e3e3e3!important;box-shadow:none!important;cursor:default}
      :host([loading]) button::before{content:"";width:14px;height:14px;border:2px solid currentColor;border-right-color:transparent;border-radius:50%;animation:turn .8s linear infinite}
      @keyframes turn{to{rotate:1turn}}
      @media (prefers-reduced-motion:reduce){:host([loading]) button::before{animation:none}}
      @media (pointer:coarse){button,a{min-height:44px}}`;
    update() {
      const tag = this.hasAttribute("href") ? "a" : "button";
      if (this.control?.localName !== tag) {
        this.control = document.createElement(tag);
        this.control.append(document.createElement("slot"));
        this.shadowRoot.replaceChildren(this.control);
        if (tag === "button") this.control.onclick = () => this.press();
      }
      const off = this.hasAttribute("disabled") || this.hasAttribute("loading");
      if (tag === "button") Object.assign(this.control, { disabled: off, type: "button" });
      else for (const name of ["href", "target", "download"]) {
        if (this.hasAttribute(name)) this.control.setAttribute(name, this.text(name));
      }
      if (this.text("accessibilitylabel")) this.control.setAttribute("aria-label", this.text("accessibilitylabel"));
    }
    press() {
      const form = this.closest("form");
      if (this.getAttribute("type") === "submit" && form) {
        if (this.hasAttribute("name")) form.dataset.pressed = this.text("name");
        form.requestSubmit();
      }
    }
  }

  class Link extends Piece {
    static watched = ["href", "accessibilitylabel", "download", "target"];
    static css = "a{color:#005bd3;text-decoration:underline;border-radius:4px}a:hover{color:#004299}:host([tone=neutral]) a{color:inherit}";
    build(root) {
      root.innerHTML = "<a><slot></slot></a>";
    }
    update() {
      const link = this.find("a");
      for (const name of ["href", "target", "download"]) {
        if (this.hasAttribute(name)) link.setAttribute(name, this.text(name));
      }
      if (this.text("accessibilitylabel")) link.setAttribute("aria-label", this.text("accessibilitylabel"));
    }
  }

  class Page extends Piece {
    static watched = ["heading"];
    static css = `
      :host{display:block;max-width:1000px;margin:0 auto;padding:16px 20px 64px}
      :host([inlinesize=large]){max-width:1320px}:host([inlinesize=small]){max-width:680px}
      header{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin-bottom:16px}
      h1{font-size:20px;line-height:28px;font-weight:650;letter-spacing:-.01em;margin:0;margin-inline-end:auto}
      .body{display:grid;gap:16px;grid-template-columns:minmax(0,1fr)}
      @media (max-width:480px){:host{padding:12px 10px 48px}}`;
    build(root) {
      root.innerHTML = `<header><slot name="breadcrumb-actions"></slot><h1></h1><slot name="secondary-actions"></slot>
        <slot name="primary-action"></slot></header><div class="body"><slot></slot></div>`;
    }
    update() {
      this.find("h1").textContent = this.text("heading");
    }
  }

  class Section extends Piece {
    static watched = ["heading", "accessibilitylabel"];
    static css = `
      :host{display:block}
      section{background:#fff;border-radius:12px;box-shadow:0 1px 0 #0000000d,0 0 0 1px #00000012;padding:16px}
      :host([padding=none]) section{padding:0;overflow:hidden}:host([padding=none]) header{padding:16px 16px 0}
      header{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-bottom:10px}header.bare{display:none}
      h2{font-size:14px;line-height:20px;font-weight:650;margin:0;margin-inline-end:auto}`;
    build(root) {
      root.innerHTML = `<section><header><h2></h2><slot name="secondary-actions"></slot></header><slot></slot></section>`;
    }
    update() {
      const heading = this.text("heading");
      this.find("h2").textContent = heading;
      this.find("header").className = heading ? "" : "bare";
      const label = this.text("accessibilitylabel") || heading;
      if (label) this.find("section").setAttribute("aria-label", label);
    }
  }

  class Banner extends Piece {
    static watched = ["heading", "tone"];
    static css = `
      :host{display:block}
      div{display:grid;grid-template-columns:20px 1fr;gap:2px 10px;padding:12px 16px;border-radius:12px;background:#eaf4ff;color:#00456b;box-shadow:0 0 0 1px #00000012}
      :host([tone=success]) div{background:#e3f6ea;color:#0c5132}
      :host([tone=warning]) div{background:#fff3d6;color:#5e4200}
      :host([tone=critical]) div{background:#fee8eb;color:#8e0b21}
      i{font-style:normal;font-weight:700;text-align:center}b{font-weight:650}.body{grid-column:2}`;
    build(root) {
      root.innerHTML = '<div><i aria-hidden="true"></i><b></b><span class="body"><slot></slot></span></div>';
    }
    update() {
      const tone = this.text("tone");
      this.find("i").textContent = { success: "✓", warning: "!", critical: "!" }[tone] ?? "i";
      this.find("b").textContent = this.text("heading");
      this.find("div").setAttribute("role", tone === "critical" ? "alert" : "status");
    }
  }

  class Progress extends Piece {
    static watched = ["value", "max", "accessibilitylabel"];
    static css = `
      :host{display:block}
      div{height:8px;border-radius:99px;background:#e3e3e3;overflow:hidden}
      span{display:block;height:100%;border-radius:99px;background:#303030;transition:width .4s}
      @media (prefers-reduced-motion:reduce){span{transition:none}}`;
    build(root) {
      root.innerHTML = '<div role="progressbar" aria-valuemin="0"><span></span></div>';
    }
    update() {
      const [value, max] = [Number(this.text("value")), Number(this.text("max") || 1)];
      const bar = this.find("div");
      bar.setAttribute("aria-valuenow", String(value));
      bar.setAttribute("aria-valuemax", String(max));
      bar.setAttribute("aria-label", this.text("accessibilitylabel"));
      this.find("span").style.width = `${max ? (100 * value) / max : 0}%`;
    }
  }

  class Field extends Piece {
    static formAssociated = true;
    static css = `
      :host{display:block}
      label{display:block;margin-bottom:4px}.hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
      input:not([type=checkbox]),select{display:block;width:100%;height:32px;padding:6px 12px;border:1px solid #8a8a8a;border-radius:8px;background:#fdfdfd}
      input[type=search]{padding-left:30px;background:#fdfdfd url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='16' height='16' fill='none' stroke='%23616161' stroke-width='1.8'%3E%3Ccircle cx='7' cy='7' r='4.6'/%3E%3Cpath d='m10.5 10.5 3.5 3.5'/%3E%3C/svg%3E") 10px 50% no-repeat}
      small{display:block;margin-top:4px;font-size:12px;line-height:16px;color:#616161}
      small:empty{display:none}small.error{color:#8e0b21}
      @media (pointer:coarse){input:not([type=checkbox]),select{height:44px}}`;
    constructor() {
      super();
      this.internals = this.attachInternals();
    }
    get name() {
      return this.text("name");
    }
    get value() {
      return this.control?.value ?? this.text("value");
    }
    set value(value) {
      if (this.control) this.control.value = value;
      this.internals.setFormValue(value);
    }
    make() {
      return document.createElement("input");
    }
    build(root) {
      this.control = this.make();
      this.control.id = "control";
      const label = Object.assign(document.createElement("label"), { htmlFor: "control" });
      const hint = Object.assign(document.createElement("small"), { id: "hint" });
      root.append(label, this.control, hint);
      this.control.setAttribute("aria-describedby", "hint");
      this.control.addEventListener("input", () => this.internals.setFormValue(this.control.value));
      this.control.addEventListener("change", () => this.dispatchEvent(new Event("change", { bubbles: true })));
      this.control.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && this.control.localName === "input") this.closest("form")?.requestSubmit();
      });
    }
    update() {
      const label = this.find("label");
      label.textContent = this.text("label");
      label.className = this.text("labelaccessibilityvisibility") === "exclusive" ? "hide" : "";
      this.find("small").textContent = this.text("error") || this.text("details");
      this.find("small").className = this.text("error") ? "error" : "";
      this.control.disabled = this.hasAttribute("disabled");
      for (const name of ["placeholder", "maxlength"]) {
        if (this.hasAttribute(name)) this.control.setAttribute(name, this.text(name));
      }
      if (this.hasAttribute("readonly")) this.control.readOnly = true;
    }
  }

  class TextField extends Field {
    static watched = ["label", "value", "error", "details", "placeholder", "disabled"];
    update() {
      super.update();
      this.value = this.text("value");
    }
  }
  class SearchField extends TextField {
    make() {
      return Object.assign(document.createElement("input"), { type: "search" });
    }
  }

  class Select extends Field {
    static watched = ["label", "value", "error", "details", "disabled"];
    make() {
      return document.createElement("select");
    }
    connectedCallback() {
      super.connectedCallback();
      if (document.readyState !== "loading") return;
      document.addEventListener("DOMContentLoaded", () => this.update()); // its options are not read yet
    }
    update() {
      super.update();
      const options = [...this.querySelectorAll("s-option")].map(
        (option) => new Option(option.textContent.trim(), option.getAttribute("value") ?? "", false, option.hasAttribute("selected")),
      );
      this.control.replaceChildren(...options);
      if (this.hasAttribute("value")) this.control.value = this.text("value");
      this.internals.setFormValue(this.control.value);
    }
  }

  class Switch extends Field {
    static watched = ["label", "checked", "disabled", "details"];
    static css = `${Field.css}
      :host{display:grid;grid-template-columns:auto 1fr;gap:0 10px;align-items:center}
      label{order:2;margin:0;font-weight:550}small{grid-column:2;order:3}
      input{appearance:none;width:34px;height:20px;margin:0;border-radius:99px;background:#8a8a8a;position:relative;cursor:pointer;min-height:0!important}
      input::before{content:"";position:absolute;inset:2px auto auto 2px;width:16px;height:16px;border-radius:50%;background:#fff;transition:translate .15s}
      input:checked{background:#303030}input:checked::before{translate:14px}input:disabled{opacity:.5}
      @media (prefers-reduced-motion:reduce){input::before{transition:none}}`;
    make() {
      return Object.assign(document.createElement("input"), { type: "checkbox", role: "switch" });
    }
    get checked() {
      return this.control.checked;
    }
    build(root) {
      super.build(root);
      this.control.addEventListener("change", () => this.tell());
    }
    update() {
      super.update();
      this.control.checked = this.hasAttribute("checked");
      this.tell();
    }
    tell() {
      this.internals.setFormValue(this.control.checked ? this.text("value") || "on" : null);
    }
  }

  const headings = class extends HTMLElement {
    connectedCallback() {
      this.setAttribute("role", "heading");
      this.setAttribute("aria-level", "3");
    }
  };

  const pieces = {
    "s-button": Button, "s-link": Link, "s-page": Page, "s-section": Section, "s-banner": Banner,
    "s-progress": Progress, "s-text-field": TextField, "s-search-field": SearchField, "s-select": Select,
    "s-switch": Switch, "s-heading": headings,
  };
  for (const [tag, piece] of Object.entries(pieces)) customElements.define(tag, piece);
})();
