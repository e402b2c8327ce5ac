// Keys 1 to 9 choose a level while one is in the cards of a criterion. The screen works without this file.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
    const radio = event.target.closest(".levels input[type=radio]");
    if (!radio) return;
    const chosen = radio.closest(".levels").querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.focus();
    if (chosen.checked) return;
    chosen.checked = true;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
