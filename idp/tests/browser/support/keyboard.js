// Where the keyboard is among all that can have it, and what is wrong there.
const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const all = [...document.querySelectorAll(
  'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]')]
  .filter((element) => !element.disabled && shown(element))
  // A group of radio buttons is one stop: what is chosen, or its first.
  .filter((element) => {
    if (element.type !== "radio") return true;
    const group = [...document.querySelectorAll(`input[type="radio"][name="${element.name}"]`)]
      .filter((one) => one.form === element.form);
    if (group.includes(document.activeElement)) return element === document.activeElement;
    return element === (group.find((one) => one.checked) ?? group[0]);
  });

const wrong = [];
const named = (element) => element.id || element.outerHTML.slice(0, 80);
for (const [index, element] of all.entries()) {
  if (element.tabIndex > 0) wrong.push(`${named(element)} has an order of its own`);
  if (index < 2) continue;
  // The order of reading: further down, to the right in the same line, or up in a column to the right.
  const [before, now] = [all[index - 1].getBoundingClientRect(), element.getBoundingClientRect()];
  const goesOn = now.top >= before.bottom - 8 || now.left >= before.left + 8 && now.bottom > before.top
    || now.left >= before.right - 1;
  if (!goesOn) wrong.push(`${named(element)} comes after ${named(all[index - 1])} and stands before it`);
}

const focused = document.activeElement;
const at = all.indexOf(focused);
if (at >= 0) {
  const style = getComputedStyle(focused);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
    wrong.push(`the keyboard is invisible on ${named(focused)}`);
  }
  const box = focused.getBoundingClientRect();
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const inside = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const top = inside ? document.elementFromPoint(x, y) : null;
  const label = focused.labels?.[0];
  const uncovered = top && (focused.contains(top) || top.contains(focused) || label?.contains(top));
  if (!uncovered) wrong.push(`${named(focused)} has the keyboard and is not to be seen`);
}
return {
  at: at >= 0 ? at : null, all: all.length, id: focused?.id ?? "", wrong,
  group: focused?.type === "radio" ? focused.closest("fieldset")?.id ?? "" : "",
};
