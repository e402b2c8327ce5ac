// What HTML cannot do by itself. Every page works without this file.
(() => {
  "use strict";

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };

  // A menu that one has left, by pointer or by key, would cover what one goes to.
  for (const leaving of ["click", "focusin"]) {
    document.addEventListener(leaving, (event) => closeMenus(event.target.closest("details.menu")));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details.menu[open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
  });

  // A form that comes back with errors starts reading at its summary, or at the message that refused it.
  const refusal = document.querySelector(".error-summary, .messages .error");
  if (refusal) refusal.focus();

  // A part of the page that is replaced keeps the focus. htmx finds it again by its id; what has none is known by what it is and says.
  const likeness = (one) => [one.localName, one.name, one.value, one.getAttribute("href"), one.textContent].join();
  let held = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const one = document.activeElement;
    held = event.detail.target.contains(one) ? likeness(one) : "";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (held && document.activeElement === document.body) {
      const likely = [...document.querySelectorAll("a, button, input, select, summary")].find((one) => likeness(one) === held);
      const part = document.getElementById(event.detail.target.id);
      if (likely) likely.focus();
      else if (part) {
        part.tabIndex = -1;
        part.focus();
      }
    }
    held = "";
  });

  for (const back of document.querySelectorAll("[data-back]")) {
    back.hidden = history.length < 2;
    back.addEventListener("click", () => history.back());
  }

  // Nothing is handed in twice by an impatient second press.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
})();
