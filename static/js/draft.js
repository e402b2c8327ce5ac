// The field in which a team writes: says what is not saved yet, tries again when the network fails, and keeps the text when one is signed out.
(() => {
  "use strict";

  const text = document.querySelector("[data-draft]");
  if (!text) return;
  const form = text.form;
  const RETRY = 5000;
  let typed = 0;
  let sent = 0;
  let kept = 0;

  const say = (words) => {
    document.getElementById("saved").textContent = words;
  };

  text.addEventListener("input", () => {
    typed += 1;
    say(text.dataset.unsaved);
  });

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === text) sent = typed;
  });

  document.body.addEventListener("draft-saved", () => {
    kept = sent;
  });

  // A session that has ended answers with the page for signing in: it must not take the place of the draft.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const answer = new URL(event.detail.xhr.responseURL || location.href);
    if (event.detail.elt === text && answer.pathname !== location.pathname) {
      event.detail.shouldSwap = false;
      say(text.dataset.signedOut);
    }
  });

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== text || event.detail.successful) return;
    say(event.detail.xhr.status >= 400 ? text.dataset.refused : text.dataset.offline);
    setTimeout(() => text.dispatchEvent(new Event("retry")), RETRY);
  });

  // What the page shows from now on: see components/shown.html.
  const shown = form.querySelector("[name^='shown-']");
  document.body.addEventListener("htmx:afterSettle", () => {
    shown.name = `shown-${form.elements.revision.value}`;
  });

  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
  });

  // A browser that has come back to the page has put in what was typed, which nobody has saved.
  window.addEventListener("pageshow", () => {
    leaving = false;
    if (text.value === text.defaultValue) return;
    typed += 1;
    say(text.dataset.unsaved);
    text.dispatchEvent(new Event("retry"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && typed !== kept) event.preventDefault();
  });

  const files = document.querySelector("[data-send-at-once]");
  if (files) {
    files.addEventListener("change", () => {
      if (files.files.length) form.requestSubmit(document.getElementById("add-files"));
    });
  }
})();
