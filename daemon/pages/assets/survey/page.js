// What all parts of the script share: the form, the words of the interface, making elements.
let form;
let words;
let foreign; // the interface speaks another language than the page

const readWords = () => {
  const list = document.getElementById("words");
  if (list) {
    words = JSON.parse(list.textContent);
    foreign = !document.documentElement.lang.startsWith(words.language);
  }
};

const say = (key, details = {}) => words[key].replace(/\{(\w)\}/g, (whole, name) => details[name]);

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  if (foreign && children.some((child) => typeof child === "string")) {
    element.lang = words.language;
  }
  element.append(...children);
  return element;
};

const makeButton = (key, onClick) => {
  const button = make("button", { type: "button", className: "quiet small" }, say(key));
  button.addEventListener("click", onClick);
  return button;
};

// A question may be called "submit" or "action" and then hides the form's own member of that name,
// so nothing but methods with a capital letter in their names is asked of the form itself.
const all = (selector, within = form) => [...within.querySelectorAll(selector)];
const hiddenField = (name) => form.querySelector(`input[type=hidden][name="${name}"]`);
const controlOf = (field) => form.querySelector(`[name="${CSS.escape(field)}"]`);
const formAction = () => form.getAttribute("action");
