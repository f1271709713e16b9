// The shape of a page: everything in it but its words. What leads elsewhere is left out, for it differs each time.
let hash = 5381;
const names = ["id", "class", "role", "type", "lang", "href", "tabindex", "autocomplete", "aria-invalid",
  "aria-describedby", "aria-labelledby", "aria-current", "data-page", "data-problem", "checked", "open"];
const mix = (text) => { for (const one of text) hash = (hash * 33 + one.codePointAt(0)) % 4294967291; };
for (const element of document.querySelectorAll("*")) {
  mix(element.tagName);
  for (const name of names) {
    const value = element.getAttribute(name);
    if (value !== null) mix(name + (name === "href" && !value.startsWith("#") ? "" : value));
  }
}
return `${document.documentElement.lang} ${hash}`;
