/* <photo-compare>: the original under the result, divided by a line; zoomed and moved together.
 *
 * The server writes two images inside (class "before" and "after"), each with its full-size address in data-full. The line
 * is a slider for keyboards; + and - zoom, arrows move a zoomed photo, and O, held, shows the original alone.
 */
const STEPS = [1, 2, 4, 8];

class PhotoCompare extends HTMLElement {
  connectedCallback() {
    if (this.view) return;
    Object.assign(this, { x: 0, y: 0, zoom: 1, split: 50 });
    this.view = this.querySelector(".compare-view");
    this.line = this.querySelector(".compare-line");
    this.images = [...this.querySelectorAll("img")];
    this.watchLine();
    this.watchView();
    this.watchButtons();
    this.hold = (event) => this.#holdKey(event);
    document.addEventListener("keydown", this.hold);
    document.addEventListener("keyup", this.hold);
    this.draw();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.hold);
    document.removeEventListener("keyup", this.hold);
  }

  watchLine() {
    const follow = (event) => {
      const box = this.view.getBoundingClientRect();
      this.divide((100 * (event.clientX - box.left)) / box.width);
    };
    this.line.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      this.line.setPointerCapture(event.pointerId);
      this.line.addEventListener("pointermove", follow);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.line.addEventListener(end, () => this.line.removeEventListener("pointermove", follow));
    }
    this.line.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: this.split - 5, ArrowRight: this.split + 5, Home: 0, End: 100 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.divide(to);
    });
  }

  watchView() {
    const { view } = this;
    view.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoomTo(this.zoom * Math.exp(-event.deltaY / 400), event);
    }, { passive: false });
    view.addEventListener("dblclick", (event) => this.zoomTo(this.zoom > 1 ? 1 : this.actual(), event));
    view.addEventListener("pointerdown", (event) => {
      if (event.target.closest(".compare-line")) return;
      view.setPointerCapture(event.pointerId);
      this.drag = { x: event.clientX - this.x, y: event.clientY - this.y };
    });
    view.addEventListener("pointermove", (event) => {
      if (this.drag && this.zoom > 1) this.move(event.clientX - this.drag.x, event.clientY - this.drag.y);
    });
    for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, () => (this.drag = null));
    view.addEventListener("keydown", (event) => this.#viewKey(event));
  }

  watchButtons() {
    const buttons = {
      fit: () => this.zoomTo(1),
      actual: () => this.zoomTo(this.actual()),
      triple: () => this.zoomTo(3 * this.actual()),
    };
    for (const [name, press] of Object.entries(buttons)) {
      this.querySelector(`[data-zoom="${name}"]`)?.addEventListener("click", press);
    }
    const original = this.querySelector("[data-original]");
    const show = (on) => this.showOriginal({ on });
    original?.addEventListener("pointerdown", () => show(true));
    for (const end of ["pointerup", "pointerleave", "pointercancel", "blur"]) original?.addEventListener(end, () => show(false));
    original?.addEventListener("keydown", ({ key }) => [" ", "Enter"].includes(key) && show(true));
    original?.addEventListener("keyup", () => show(false));
  }

  /** How much the fitted photo must grow for one of its pixels to fill one of the screen's. */
  actual() {
    const wide = Number(this.dataset.width) || this.images.at(-1).naturalWidth;
    const high = Number(this.dataset.height) || this.images.at(-1).naturalHeight;
    const fitted = Math.min(this.view.clientWidth / wide, this.view.clientHeight / high);
    return Math.max(1, 1 / fitted / (window.devicePixelRatio || 1));
  }

  divide(percent) {
    this.split = Math.min(100, Math.max(0, percent));
    this.draw();
  }

  zoomTo(zoom, at) {
    const box = this.view.getBoundingClientRect();
    const [px, py] = at?.clientX === undefined ? [box.width / 2, box.height / 2] : [at.clientX - box.left, at.clientY - box.top];
    const to = Math.min(Math.max(STEPS.at(-1), 3 * this.actual()), Math.max(1, zoom));
    const grown = to / this.zoom;
    this.zoom = to;
    if (to > 1.2) this.sharpen();
    this.move(px - (px - this.x) * grown, py - (py - this.y) * grown);
  }

  move(x, y) {
    const { clientWidth: wide, clientHeight: high } = this.view;
    this.x = Math.min(0, Math.max(wide * (1 - this.zoom), x));
    this.y = Math.min(0, Math.max(high * (1 - this.zoom), y));
    this.draw();
  }

  /** Ask for the full-size files once somebody looks closely. */
  sharpen() {
    for (const image of this.images) {
      const { full } = image.dataset;
      if (!full) continue;
      delete image.dataset.full;
      image.removeAttribute("srcset");
      image.src = full;
    }
  }

  showOriginal({ on }) {
    this.toggleAttribute("data-holding", on);
  }

  draw() {
    const style = { "--x": `${this.x}px`, "--y": `${this.y}px`, "--z": this.zoom, "--split": `${this.split}%` };
    for (const [name, value] of Object.entries(style)) this.style.setProperty(name, value);
    this.toggleAttribute("data-zoomed", this.zoom > 1.001);
    this.line.setAttribute("aria-valuenow", String(Math.round(this.split)));
    const now = this.zoom <= 1.001 ? "fit" : this.zoom <= this.actual() * 1.5 ? "actual" : "triple";
    for (const button of this.querySelectorAll("[data-zoom]")) {
      button.setAttribute("aria-pressed", String(button.dataset.zoom === now));
    }
  }

  #viewKey(event) {
    if (event.target !== this.view) return;
    const by = 60;
    const moves = { ArrowLeft: [by, 0], ArrowRight: [-by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] };
    if (event.key === "+" || event.key === "=") this.zoomTo(this.zoom * 1.5);
    else if (event.key === "-") this.zoomTo(this.zoom / 1.5);
    else if (event.key === "0") this.zoomTo(1);
    else if (moves[event.key] && this.zoom > 1) this.move(this.x + moves[event.key][0], this.y + moves[event.key][1]);
    else return;
    event.preventDefault();
  }

  #holdKey(event) {
    if (event.key.toLowerCase() !== "o" || event.target.closest?.("input, textarea, s-text-field, s-search-field")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    this.showOriginal({ on: event.type === "keydown" });
  }
}

customElements.define("photo-compare", PhotoCompare);
