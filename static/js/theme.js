/* Day, evening or what the system says: kept on this device only. Runs before the page is drawn, so nothing flashes. */
"use strict";
(() => {
  const KEY = "theme";
  const root = document.documentElement;

  function kept() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return "";
    }
  }

  function apply(theme) {
    if (theme) {
      root.dataset.theme = theme;
    } else {
      delete root.dataset.theme;
    }
  }

  function keep(theme) {
    apply(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      /* private window: it holds for this page */
    }
  }

  apply(kept());

  document.addEventListener("DOMContentLoaded", () => {
    for (const choice of document.querySelectorAll("[data-theme-choice]")) {
      choice.hidden = false;
      for (const input of choice.querySelectorAll("input")) {
        input.checked = input.value === kept();
      }
      choice.addEventListener("change", (event) => keep(event.target.value));
    }
  });

  /* The menu of the signed-in person closes by Escape and by a click beside it. */
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".account[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    const open = document.querySelector(".account[open]");
    if (open && !open.contains(event.target)) {
      open.open = false;
    }
  });
})();
