/* A button that was pressed says so and cannot be pressed twice; an answer that does not come is told. */
"use strict";
(() => {
  const busy = (form) => form.querySelector("button[type=submit]:focus") || form.querySelector("button[type=submit]");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.dataset.download !== undefined) {
      return;
    }
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    const button = event.submitter || busy(form);
    if (button && form.method === "post") {
      button.setAttribute("aria-busy", "true");
    }
  });

  /* A page that comes back out of the browser's memory is not busy any more. */
  window.addEventListener("pageshow", () => rest(document));

  function rest(root) {
    for (const element of root.querySelectorAll("[aria-busy=true]")) {
      element.removeAttribute("aria-busy");
    }
  }

  function tell(text) {
    const area = document.getElementById("toasts");
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.textContent = text;
    area.replaceChildren(toast);
    window.setTimeout(() => toast.remove(), 12000);
  }

  document.addEventListener("tell", (event) => tell(document.getElementById("toasts").dataset[event.detail]));
  document.addEventListener("htmx:afterRequest", () => rest(document));
  document.addEventListener("htmx:responseError", () => tell(document.getElementById("toasts").dataset.failed));
  document.addEventListener("htmx:sendError", () => tell(document.getElementById("toasts").dataset.offline));
})();
