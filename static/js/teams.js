// A student of a proposal is dragged into another team. The link “Move” does the same without this file. After any change without a new
// page, what came of it is said to who cannot see it, and the keyboard stays with the student it was about.
(() => {
  "use strict";

  let dragged = null;
  let about = "";

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

  document.addEventListener("submit", (event) => {
    const enrolment = event.target.elements.enrolment;
    const pressed = event.submitter ? event.submitter.value : "";
    about = enrolment ? enrolment.value : pressed.split(":")[1] || "";
  });

  // Read out only where it is there before its words change.
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "polite");
  document.body.append(said);

  document.addEventListener("htmx:afterSettle", (event) => {
    const words = event.target.id === "main" && event.target.querySelector(".messages");
    if (!words) return;
    said.textContent = words.textContent.trim();
    const student = document.getElementById(`student-${about}`);
    const next = student && student.querySelector("a, button");
    (next || document.getElementById("main")).focus();
  });
})();
