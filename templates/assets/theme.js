// Dark by preference, or by the switch at the foot of the page. Not a module: it must run before
// the page is drawn, or a dark page would flash.

(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const keep = (/** @type {string} */ theme) => {
    try {
      localStorage.setItem("theme", theme);
    } catch { /* for this page, then */ }
  };
  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";

  const theme = kept();
  if (theme) root.dataset.theme = theme;
  addEventListener("DOMContentLoaded", () => {
    /** @type {HTMLElement | null} */
    const button = document.querySelector(".theme-switch");
    if (!button) return;
    const name = () => {
      button.textContent = button.dataset[isDark() ? "light" : "dark"] ?? "";
    };
    button.addEventListener("click", () => {
      const chosen = isDark() ? "light" : "dark";
      root.dataset.theme = chosen;
      keep(chosen);
      name();
    });
    dark.addEventListener("change", name);
    name();
    button.hidden = false;
  });
})();
