// What eyes and fingers notice on a page; each function gives what is wrong, in words.
window.sight = (() => {
  "use strict";

  const name = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 120);
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);

  // Words at the distances that some readers set: WCAG 1.4.12.
  const spacing = new CSSStyleSheet();
  spacing.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  const spaced = (on) => {
    document.adoptedStyleSheets = on ? [spacing] : [];
  };

  const wide = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const outside = all("body *").filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    return [`${root.scrollWidth} px wide: ${outside.slice(0, 3).map(name).join(" | ")}`];
  };

  // Words cut off by their own box. What is hidden for eyes alone is one pixel large.
  const cut = () =>
    all("body *:not(svg *)")
      .filter((one) => {
        if (one.clientWidth < 2 || one.matches("input, textarea, select, option")) return false;
        const hides = (value) => value === "hidden" || value === "clip";
        const style = getComputedStyle(one);
        const across = hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
        const down = hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
        return (across || down) && one.textContent.trim() !== "";
      })
      .map((one) => `cut off: ${name(one)}`);

  const moving = () => {
    const seconds = (value) => Math.max(...value.split(",").map(parseFloat));
    const styles = all("body, body *").map((one) => [one, getComputedStyle(one)]);
    return [
      ...document.getAnimations().map(() => "an animation runs"),
      ...styles
        .filter(([, style]) => seconds(style.transitionDuration) > 0 || (style.animationName !== "none" && seconds(style.animationDuration) > 0))
        .map(([one]) => `moves: ${name(one)}`),
    ];
  };

  // A link in a sentence is as high as its line; a box or a dot is pressed by its label.
  const small = (least) =>
    all("button, summary, select, input:not([type=hidden]), textarea, a[href], [role=button]")
      .filter((one) => {
        const style = getComputedStyle(one);
        if (one.matches(".skip, .visually-hidden") || (one.matches("a, button") && style.display === "inline")) return false;
        const target = one.matches("[type=checkbox], [type=radio]") ? one.closest("label") || one.labels[0] || one : one;
        const places = [one, target, one.closest(".search-box") || one].map((each) => each.getBoundingClientRect());
        return Math.max(...places.map((each) => each.height)) < least - 0.5;
      })
      .map((one) => `lower than ${least} px: ${name(one)}`);

  // What is drawn around an element, or around what stands for it: its face, its frame, or its card.
  const marks = (one) =>
    [
      [one],
      [one, "::after"],
      [one.nextElementSibling],
      [one.closest(".search-box")],
    ]
      .filter(([each]) => each)
      .map(([each, pseudo]) => {
        const style = getComputedStyle(each, pseudo);
        return style.outlineStyle === "none" ? "" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
      });

  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const stops = () =>
    [...document.querySelectorAll(FOCUSABLE)].filter((one) => {
      if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true })) return false;
      if (one.type !== "radio") return true;
      const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)].filter((each) => each.form === one.form);
      return one === (group.find((each) => each.checked) || group[0]);
    });

  let before = new WeakMap();
  // What was replaced by its like on the way counts as the same.
  const like = (one) => [one.localName, one.name, one.matches("button, [type=checkbox], [type=radio]") && one.value, one.getAttribute("href")?.split("?")[0], one.textContent.trim()].join("|");
  const been = new WeakSet();
  const alike = new Set();
  let last = null;
  let counted = 0;
  const begin = () => {
    before = new WeakMap();
    for (const one of document.querySelectorAll(FOCUSABLE)) before.set(one, marks(one).join());
  };

  const isSent = (one) =>
    one.name && !one.disabled && !one.matches("button, [type=hidden], [type=submit]") && (one.matches("[type=checkbox], [type=radio]") ? one.checked : one.value !== "");

  // Where the keyboard is: what it is, and what is wrong with standing there.
  const stop = () => {
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return null;
    const faults = [];
    const isNew = !been.has(one);
    const within = one === last; // a date has several stops
    been.add(one);
    alike.add(like(one));
    const place = one.getBoundingClientRect();
    const now = marks(one);
    if (before.has(one) && (now.join() === before.get(one) || !now.some((mark) => parseFloat(mark.split(" ")[1]) >= 2)))
      faults.push(`no sign of the focus: ${name(one)}`);
    if (place.bottom <= 0 || place.top >= innerHeight || place.right <= 0 || place.left >= innerWidth) faults.push(`outside of the window: ${name(one)}`);
    else {
      const across = [place.left + 2, (place.left + place.right) / 2, place.right - 2];
      const down = [place.top + 2, (place.top + place.bottom) / 2, place.bottom - 2];
      const own = (found) => found && (one.contains(found) || found.contains(one) || found.closest("label")?.control === one);
      if (!across.some((x) => down.some((y) => own(document.elementFromPoint(x, y))))) faults.push(`covered: ${name(one)}`);
    }
    if (isNew && last && last.isConnected && last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) faults.push(`goes back: ${name(one)}`);
    last = one;
    if (one.tabIndex > 0) faults.push(`an order of its own: ${name(one)}`);
    one.dataset.stop ||= String((counted += 1));
    const form = one.form;
    return {
      number: one.dataset.stop, isNew, within, faults, tag: one.localName, type: one.type || "", name: one.name || "", value: one.value || "",
      checked: !!one.checked, picked: one.type === "radio" && !!(form || document).querySelector(`input[name="${CSS.escape(one.name)}"]:checked`),
      folded: one.localName === "summary" && !one.parentElement.open, min: one.min || "", max: one.max || "", inForm: !!form, multiple: !!one.multiple,
      action: form ? new URL(one.getAttribute("formaction") || form.getAttribute("action") || "", location.href).pathname : "",
      method: form ? form.method : "", sends: one.matches("button:not([type=button]), input[type=submit]") && !!form,
      named: form ? [...form.elements].filter(isSent).map((each) => each.name) : [],
    };
  };

  const missed = () => stops().filter((one) => !been.has(one) && !alike.has(like(one))).map((one) => `not reached: ${name(one)}`);

  // Another order for eyes than for keys.
  const disordered = () =>
    all("body *:not(svg *)")
      .filter((one) => {
        const style = getComputedStyle(one);
        return style.order !== "0" || style.flexDirection.endsWith("reverse") || style.flexWrap === "wrap-reverse";
      })
      .map((one) => `in another order: ${name(one)}`);

  const again = () => {
    for (const form of document.forms) delete form.dataset.sent;
  };
  const wrong = () => [...document.querySelectorAll(":invalid")].filter((one) => one.form).map(name);

  // Takes out what must not be missing, and goes to the button that sends the form.
  const empty = (index) => {
    const form = document.forms[index];
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    for (const one of [...form.elements].filter((each) => each.required)) {
      if (one.matches("[type=checkbox], [type=radio]")) one.checked = false;
      else one.value = "";
    }
    form.noValidate = true;
    [...form.elements].find((one) => one.matches("button:not([type=button]):not([formnovalidate])")).focus();
  };

  return { again, begin, cut, disordered, empty, missed, moving, name, shown, small, spaced, stop, wide, wrong };
})();
