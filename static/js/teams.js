// A student of a proposal is dragged into another team. The link “Move” does the same without this file.
(() => {
  "use strict";

  let dragged = null;

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-enrolment]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.enrolment);
  });

  const teamUnder = (event) => {
    const team = dragged && event.target.closest("[data-team]");
    return team && !team.contains(dragged) ? team : null;
  };

  const mark = (team) => {
    for (const one of document.querySelectorAll("[data-team].over")) one.classList.toggle("over", one === team);
    if (team) team.classList.add("over");
  };

  document.addEventListener("dragover", (event) => {
    const team = teamUnder(event);
    mark(team);
    if (team) event.preventDefault();
  });

  document.addEventListener("drop", (event) => {
    const team = teamUnder(event);
    const form = document.getElementById("drops");
    if (!team || !form) return;
    event.preventDefault();
    form.elements.enrolment.value = dragged.dataset.enrolment;
    form.elements.to.value = team.dataset.team;
    form.requestSubmit();
  });

  document.addEventListener("dragend", () => {
    mark(null);
    dragged = null;
  });
})();
