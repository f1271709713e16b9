// Takes what changes from run to run out of the page's sight, marks elements with numbers, and remembers the way back.
// Arguments: [id, …] to mark, [[pattern, text], …] to replace, [[selector, [text, …]], …] to write.
const [ids, patterns, fixed] = arguments;
const undo = [];
window.manualUndo = () => undo.reverse().forEach((one) => one());

document.activeElement?.blur();
const calm = (text) => patterns.reduce((done, [pattern, word]) => done.replace(new RegExp(pattern, "g"), word), text);

const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode, before = node.data, after = calm(before);
  if (after !== before) {
    node.data = after;
    undo.push(() => { node.data = before; });
  }
}
for (const input of document.querySelectorAll("input[type=text]")) {
  const before = input.value;
  input.value = calm(before);
  undo.push(() => { input.value = before; });
}
for (const [selector, texts] of fixed) {
  document.querySelectorAll(selector).forEach((one, at) => {
    const before = one.textContent;
    one.textContent = texts[at % texts.length];
    undo.push(() => { one.textContent = before; });
  });
}

const missing = [];
ids.forEach((id, at) => {
  const one = document.getElementById(id);
  if (!one) {
    missing.push(id);
    return;
  }
  const place = one.getBoundingClientRect();
  const frame = document.createElement("div"), badge = document.createElement("div");
  const left = place.left + window.scrollX, top = place.top + window.scrollY;
  Object.assign(frame.style, {
    position: "absolute", left: `${left - 3}px`, top: `${top - 3}px`, width: `${place.width + 6}px`,
    height: `${place.height + 6}px`, border: "2px solid #d03a2b", borderRadius: "8px", pointerEvents: "none",
  });
  Object.assign(badge.style, {
    position: "absolute", left: `${left - 16}px`, top: `${top - 16}px`, width: "26px", height: "26px",
    borderRadius: "13px", background: "#d03a2b", color: "#ffffff", font: "700 15px/26px sans-serif",
    textAlign: "center", pointerEvents: "none",
  });
  badge.textContent = String(at + 1);
  document.body.append(frame, badge);
  undo.push(() => { frame.remove(); badge.remove(); });
});
return missing;
