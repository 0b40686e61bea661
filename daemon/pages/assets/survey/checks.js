// What can be said of a page before the server has seen it. Everything else the server says.
const REQUIRED = {
  checkbox: "SELECT_SOME",
  text: "ENTER_TEXT",
  comment: "ENTER_TEXT",
  number: "ENTER_NUMBER",
  date: "ENTER_DATE",
  ranking: "RANK_ALL",
};

// What a legend or label says of itself, without what is added for some readers.
const titleOf = (element) => {
  const title = element.cloneNode(true);
  all(".optional, .unseen", title).forEach((part) => part.remove());
  return title.textContent.trim();
};

const itemTitle = (item) => titleOf(item.element.querySelector("legend, label"));

const isRequired = (item, answers) => {
  const { required } = item.element.dataset;
  if (!required) {
    return false;
  }
  const hidden = surveyd_conditions.hiddenBy(items, items.map((each) => each.shown), answers);
  return required === "true" || surveyd_conditions.holds(JSON.parse(required), answers, hidden);
};

// One row, or one cell of it: its field, and what is said of it when it is empty.
const emptyCell = (item, control) => {
  const inner = control.closest("fieldset");
  if (item.kind === "matrix") {
    return say("SELECT_ROW", { a: titleOf(inner.querySelector("legend")) });
  }
  const outer = inner.parentElement.closest("fieldset");
  const titles = [outer, inner].map((group) => titleOf(group.querySelector("legend")));
  const [row, part] = outer.classList.contains("turn") ? titles.reverse() : titles;
  return say("SELECT_CELL", { a: row, b: part });
};

const checkRows = (item, answers, required) => {
  const { eachRow } = item.element.dataset;
  const fields = readFields();
  const names = [...new Set(all("input:not(:disabled)", item.element)
    .map((control) => control.name))];
  const wanted = (name) => eachRow !== undefined && (item.kind === "matrix"
    || eachRow.split(" ").includes(name.slice(name.lastIndexOf(".") + 1)));
  const empty = names.filter((name) => wanted(name) && !fields.has(name))
    .map((field) => ({ field, message: emptyCell(item, controlOf(field)) }));
  if (required && empty.length === 0 && answers[item.name] === undefined && names.length > 0) {
    empty.push({ field: names[0], message: say("SELECT_ROWS", { a: itemTitle(item) }) });
  }
  return empty;
};

const numeralText = (text) => (words.language === "sv" ? text.replace(".", ",") : text);

// Between two limits, where there are any; else the kind of message with the limits in it.
const checkBounds = (kind, title, value, least, most, write) => {
  const [low, high] = [least !== undefined, most !== undefined];
  if ((!low || value >= least) && (!high || value <= most)) {
    return null;
  }
  const limits = low && high ? "BETWEEN" : low ? "LEAST" : "MOST";
  return say(`${kind}_${limits}`, { a: title, b: write(low ? least : most), c: write(most) });
};

const checkNumber = (item, title, text) => {
  const { minimum, maximum, whole } = item.element.dataset;
  const number = readNumber(text);
  const english = document.documentElement.lang.startsWith("en");
  if (number === undefined || (english && commaIsUnclear(text))) {
    return say("NOT_A_NUMBER", { a: title });
  }
  if (whole && !Number.isInteger(number)) {
    return say("NOT_WHOLE", { a: title });
  }
  const limit = (value) => (value === undefined ? undefined : Number(value));
  return checkBounds("NUMBER", title, number, limit(minimum), limit(maximum),
    (value) => numeralText(String(value)));
};

const isDate = (text) => {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && date.toJSON() !== null && date.toJSON().startsWith(text);
};

const checkDate = (title, control) => {
  const text = control.value.trim();
  if (!isDate(text)) {
    return say("NOT_A_DATE", { a: title });
  }
  return checkBounds("DATE", title, text, control.min || undefined, control.max || undefined,
    (value) => value);
};

const checkCount = (item, title, values) => {
  const { minimum, maximum } = item.element.dataset;
  if (item.element.querySelector(".divider ~ label :checked")) {
    return null; // "none of these" is an answer by itself
  }
  if (values.length > maximum) {
    return say("TOO_MANY", { a: title, b: maximum });
  }
  return values.length < minimum ? say("TOO_FEW", { a: title, b: minimum }) : null;
};

const checkOther = (item, value) => {
  const field = `${item.name}-Comment`;
  const control = controlOf(field);
  if (!control || control.value.trim() !== "" || ![].concat(value).includes("other")) {
    return [];
  }
  const chosen = item.element.querySelector("option[value=other]")
    || item.element.querySelector("input[value=other]").closest("label");
  const details = { a: itemTitle(item), b: chosen.textContent.trim() };
  return [{ field, message: say("DESCRIBE_OTHER", details) }];
};

const checkRanking = (item, title, value) => {
  const ranks = all("select", item.element);
  const rank = ranks.findIndex((select, i) => value[i] === undefined || value[i] === null);
  return rank < 0 ? [] : [{ field: ranks[rank].name, message: say("RANK_ALL", { a: title }) }];
};

const missing = (item) => {
  if (item.name === "actor_type" || item.name === "organisation") {
    return say(item.name.toUpperCase());
  }
  return say(REQUIRED[item.kind] || "SELECT_ANSWER", { a: itemTitle(item) });
};

const checkAnswer = (item, value) => {
  const title = itemTitle(item);
  const control = controlOf(item.name);
  switch (item.kind) {
    case "checkbox": return checkCount(item, title, value);
    case "number": return checkNumber(item, title, control.value);
    case "date": return checkDate(title, control);
    default: return null;
  }
};

const checkItem = (item, answers) => {
  const value = answers[item.name];
  const required = isRequired(item, answers);
  if (item.kind.startsWith("matrix")) {
    return checkRows(item, answers, required);
  }
  const control = item.element.querySelector("input, select, textarea");
  if (!control) {
    return []; // a note
  }
  if (value === undefined) {
    // A date that is half written has no value yet.
    const half = control.validity.badInput;
    return required || half
      ? [{ field: control.name, message: half ? checkAnswer(item, value) : missing(item) }] : [];
  }
  if (item.kind === "ranking") {
    return checkRanking(item, itemTitle(item), value);
  }
  const message = checkAnswer(item, value);
  return [...(message ? [{ field: item.name, message }] : []), ...checkOther(item, value)];
};

// The problems of one page, or of all (`page` undefined).
const check = (page) => {
  const answers = applyConditions();
  return items.filter((item) => item.shown && (page === undefined || item.page === page))
    .reduce((problems, item) => [...problems, ...checkItem(item, answers)], []);
};

// Whoever says no to being asked is asked nothing more.
const isConsentRefused = () => items.some((item) => item.shown && item.page <= current
  && item.element.dataset.consent && item.element.querySelector("input[value=false]:checked"));
