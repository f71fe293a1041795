/* What was typed is not lost when the login ended meanwhile: before a form with words in it is sent, this asks whether the
   login still holds. If not, the form stays as it is and says what to do. A login in another tab gives a new token. */
"use strict";
(() => {
  const asking = new WeakSet();
  const answered = new WeakSet();

  const hasWords = (form) => [...form.querySelectorAll("textarea")].some((area) => area.value.trim());

  async function send(form, submitter) {
    let holds;
    try {
      const answer = await fetch(document.body.dataset.login, { redirect: "manual", cache: "no-store" });
      holds = answer.ok;
      if (holds) {
        const token = await answer.text();
        form.querySelector("[name=csrfmiddlewaretoken]").value = token;
        if (document.body.hasAttribute("hx-headers")) {
          document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
        }
      }
    } catch {
      asking.delete(form);
      document.dispatchEvent(new CustomEvent("tell", { detail: "offline" }));
      return;
    }
    asking.delete(form);
    if (!holds) {
      document.dispatchEvent(new CustomEvent("tell", { detail: "loggedOut" }));
      return;
    }
    answered.add(form);
    form.requestSubmit(submitter);
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (answered.delete(form) || form.method !== "post" || !document.body.dataset.login || !hasWords(form)) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!asking.has(form)) {
        asking.add(form);
        send(form, event.submitter);
      }
    },
    true,
  );
})();
