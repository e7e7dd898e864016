/* One key for one control: an element with data-hotkey is pressed by it, unless somebody is typing. */
const TYPING = "input, textarea, select, s-text-field, s-search-field, s-select";

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(TYPING)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const wanted = document.querySelector(`#page [data-hotkey="${CSS.escape(key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    const form = wanted.closest("form");
    if (form && wanted.getAttribute("type") === "submit") form.requestSubmit();
    else (wanted.shadowRoot?.querySelector("a, button") ?? wanted).click();
  });
}
