/* Keys for people who work through a list. Never while somebody types in a field; every key has a button as well.
   1-9 choose an answer in the open row · Enter saves it · j and k, or the arrows, go to the next and the previous row
   · / goes to the search box. */
"use strict";
(() => {
  const TYPING = "input:not([type=radio]):not([type=checkbox]):not([type=submit]), textarea, select, [contenteditable]";

  const openRow = () => document.querySelector(".review--open");

  function choose(number) {
    const row = openRow();
    const input = row && row.querySelectorAll(".review__decide .choice input[type=radio]")[number - 1];
    if (!input || input.disabled) {
      return false;
    }
    input.click();
    input.focus();
    return true;
  }

  function save(event) {
    const row = openRow();
    if (!row || event.target.closest("a, button, summary, dialog") || !row.contains(event.target) && event.target !== document.body) {
      return false;
    }
    const button = row.querySelector(".review__decide button[type=submit]");
    if (!button) {
      return false;
    }
    button.click();
    return true;
  }

  function go(step) {
    const rows = [...document.querySelectorAll(".reviews > .review")];
    if (!rows.length) {
      return false;
    }
    const focused = document.activeElement && document.activeElement.closest(".review");
    const here = rows.indexOf(focused || openRow());
    const row = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
    const target = row && row.querySelector(".review__row, .review__decide input:checked, .review__decide input");
    if (!target) {
      return false;
    }
    target.focus();
    row.scrollIntoView({ block: "nearest" });
    return true;
  }

  function search() {
    const box = document.querySelector("input[type=search]:not([hidden])");
    if (!box) {
      return false;
    }
    box.focus();
    box.select();
    return true;
  }

  function act(event) {
    const answers = event.target.matches("input[type=radio], input[type=checkbox]");
    switch (event.key) {
      case "j":
        return go(1);
      case "k":
        return go(-1);
      case "ArrowDown":
        return !answers && Boolean(event.target.closest(".reviews")) && go(1);
      case "ArrowUp":
        return !answers && Boolean(event.target.closest(".reviews")) && go(-1);
      case "Enter":
        return save(event);
      case "/":
        return search();
      default:
        return /^[1-9]$/.test(event.key) && choose(Number(event.key));
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.target.matches(TYPING) || document.querySelector("dialog:modal")) {
      return;
    }
    if (act(event)) {
      event.preventDefault();
    }
  });
})();
