// What is wrong with this document, one line each. Arguments: its language, the mark of an error in its title.
const [language, mark] = arguments;
const wrong = [];
const demand = (holds, line) => { if (!holds) wrong.push(line); };
const all = (selector) => [...document.querySelectorAll(selector)];
const named = (element) => element.outerHTML.slice(0, 120);

demand(document.documentElement.lang === language, `lang is ${document.documentElement.lang}`);
demand(all("h1").length === 1, `${all("h1").length} h1`);
demand(all("main").length === 1, `${all("main").length} main`);
demand(document.title.trim() !== "", "no title");
const alarm = document.querySelector('#problem[role="alert"]');
demand(!alarm || document.title.startsWith(mark), `an error, and the title is ${document.title}`);
demand(alarm || !document.title.startsWith(mark), `no error, and the title is ${document.title}`);
demand(!alarm || alarm.dataset.problem !== undefined, "a problem without its word");

const ids = all("[id]").map((element) => element.id);
for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) wrong.push(`id ${id} twice`);
for (const element of all("[aria-describedby], [aria-labelledby]")) {
  const pointed = ["aria-describedby", "aria-labelledby"]
    .flatMap((name) => (element.getAttribute(name) ?? "").split(" ").filter((id) => id !== ""));
  for (const id of pointed) demand(document.getElementById(id), `#${id} is pointed at and missing`);
}
for (const element of all('a[href^="#"]')) {
  demand(document.getElementById(element.hash.slice(1)), `link to nowhere: ${named(element)}`);
}

for (const field of all('input:not([type="hidden"]), select, textarea')) {
  const label = [...field.labels].map((one) => one.textContent.trim()).join("");
  demand(label !== "", `no label: ${named(field)}`);
  demand(!field.hasAttribute("maxlength"), `maxlength cuts what is pasted: ${named(field)}`);
  demand(!field.hasAttribute("onpaste"), `paste is meddled with: ${named(field)}`);
}
const autocomplete = {
  "username": "username", "password": "current-password", "otp": "one-time-code",
  "new-password": "new-password", "new-password-confirm": "new-password",
};
for (const [id, value] of Object.entries(autocomplete)) {
  const field = document.getElementById(id);
  if (!field) continue;
  demand(field.autocomplete === value, `#${id}: autocomplete is ${field.autocomplete}`);
  const type = id.includes("password") ? "password" : "text";
  demand(field.type === type, `#${id}: type is ${field.type}`);
}
demand((document.getElementById("otp")?.inputMode ?? "numeric") === "numeric", "#otp: inputmode");
for (const field of all("#new-password, #new-password-confirm")) {
  demand(field.hasAttribute("passwordrules"), `#${field.id}: no passwordrules`);
  demand(field.form.querySelector('[autocomplete="username"]'), `#${field.id}: no user name beside it`);
}

demand(document.styleSheets.length > 0, "no style sheet");
demand(all("script:not([src]:empty), style, [style]").length === 0, "script or style inside the page");
const text = document.body.innerText;
demand(!/[\u2066-\u2069]/u.test(text), "marks of bidirectional isolation in the text");
demand(!/\{\s*\$|\bundefined\b|\bnull\b/u.test(text), "a text with a hole");

// What people named stays as it is; all else in an English page is English.
if (language === "en") {
  const known = /みどり証券 会員サイト|みどり証券 取引ページ|あおば保険 お客様ページ|ひので試験場|サポート窓口|日本語/gu;
  const shown = all("h1, h2, p, label, button, a, dt, dd, th, td, caption, li, summary")
    .filter((element) => !element.closest(".letter, .said")).map((element) => element.innerText).join("\n");
  const foreign = shown.replace(known, "").match(/[\u3040-\u30ff\u4e00-\u9fff]+/u);
  demand(!foreign, `Japanese on an English page: ${foreign}`);
}
return wrong;
