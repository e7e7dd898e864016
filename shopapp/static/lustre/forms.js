/* Small habits of forms: filters apply as they are chosen, selections are counted, settings raise the save bar. */
export function watchForms(page) {
  for (const form of page.querySelectorAll("form[data-apply]")) {
    form.addEventListener("change", () => form.requestSubmit());
  }
  for (const form of page.querySelectorAll("form[data-save-bar]")) raiseSaveBar(form);
  for (const bar of page.querySelectorAll("[data-selection]")) countSelection(page, bar);
}

function raiseSaveBar(form) {
  const before = new URLSearchParams(new FormData(form)).toString();
  const bar = form.querySelector("[data-save]");
  const changed = () => new URLSearchParams(new FormData(form)).toString() !== before;
  form.addEventListener("change", () => {
    bar?.toggleAttribute("disabled", !changed());
    window.shopify?.saveBar?.[changed() ? "show" : "hide"]?.("settings");
  });
  form.addEventListener("save-bar:save", () => form.requestSubmit());
  form.addEventListener("save-bar:discard", () => window.dispatchEvent(new PopStateEvent("popstate")));
  form.addEventListener("lustre:done", () => window.shopify?.saveBar?.hide?.("settings"));
}

function countSelection(page, bar) {
  const name = bar.dataset.selection || "media";
  const boxes = [...page.querySelectorAll(`input[type="checkbox"][name="${name}"]`)];
  const form = bar.querySelector("form");
  const update = () => {
    const chosen = boxes.filter((box) => box.checked);
    bar.hidden = chosen.length === 0;
    bar.querySelector("[data-count]").textContent = String(chosen.length);
    for (const each of form.querySelectorAll(`input[name="${name}"]`)) each.remove();
    for (const { value } of chosen) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  };
  for (const box of boxes) box.addEventListener("change", update);
  bar.querySelector("[data-none]")?.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    update();
  });
}
