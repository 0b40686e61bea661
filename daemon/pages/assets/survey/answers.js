// The questions of the form, and their answers as SurveyJS data: what the server will read from the
// fields.
let items; // {name, kind, element, page, conditions, shown}

const readCondition = (element) => JSON.parse(element.dataset.visible);

const findItems = (pages) => all("[data-item]").map((element) => {
  const around = [];
  for (let outer = element; outer !== form; outer = outer.parentElement) {
    if (outer.dataset.visible) {
      around.push(readCondition(outer));
    }
  }
  const page = pages.indexOf(element.closest("[data-page]"));
  const { item: name, kind } = element.dataset;
  return { name, kind, element, page, conditions: around, shown: true };
});

const readNumber = (text) => {
  const numeral = text.trim().replace(/(\d)\s(?=\d{3}(?!\d))/g, "$1").replace(/,/g, ".")
    .replace(/−/g, "-");
  return /^[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(numeral) && Number.isFinite(Number(numeral))
    ? Number(numeral) : undefined;
};

// "1,250": a decimal comma to some, the thousands' mark to others.
const commaIsUnclear = (text) => /^[1-9]\d{0,2},\d{3}$/.test(text.trim());

// A choice whose value is a number is a number in the answers too.
const choiceValue = (text) => {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
};

// Field name to values; what is blank is not there.
const readFields = () => {
  const fields = new Map();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() !== "") {
      fields.set(name, [...(fields.get(name) || []), value]);
    }
  }
  return fields;
};

const readRanking = (item, first) => {
  const ranks = all("select", item.element).map((select) => first(select.name));
  while (ranks.length > 0 && ranks[ranks.length - 1] === undefined) {
    ranks.pop();
  }
  return ranks.map((value) => (value === undefined ? null : choiceValue(value)));
};

const readRows = (item, fields) => {
  const rows = {};
  for (const [name, [value]] of fields) {
    if (!name.startsWith(`${item.name}.`)) {
      continue;
    }
    const row = name.slice(item.name.length + 1);
    const dot = item.kind === "matrix" ? -1 : row.lastIndexOf(".");
    if (dot < 0) {
      rows[row] = choiceValue(value);
    } else {
      const cells = rows[row.slice(0, dot)] || {};
      cells[row.slice(dot + 1)] = choiceValue(value);
      rows[row.slice(0, dot)] = cells;
    }
  }
  return rows;
};

const readItem = (item, fields) => {
  const first = (name) => (fields.get(name) || [])[0];
  const value = first(item.name);
  switch (item.kind) {
    case "checkbox": return (fields.get(item.name) || []).map(choiceValue);
    case "ranking": return readRanking(item, first);
    case "matrix":
    case "matrixdropdown": return readRows(item, fields);
    default:
  }
  if (value === undefined) {
    return null;
  }
  switch (item.kind) {
    case "boolean": return /^(true|false)$/.test(value) ? value === "true" : value;
    case "number": {
      const number = commaIsUnclear(value) ? undefined : readNumber(value);
      return number === undefined ? value : number;
    }
    case "radiogroup":
    case "dropdown":
    case "rating": return choiceValue(value);
    default: return value;
  }
};

const readAnswers = () => {
  const fields = readFields();
  const answers = {};
  // An open link asks who answers; then these are items.
  for (const name of ["actor_type", "organisation"]) {
    const known = form.getAttribute(`data-${name.replace("_", "-")}`);
    if (known) {
      answers[name] = known;
    }
  }
  for (const item of items) {
    let value = readItem(item, fields);
    // Whoever writes an answer of their own and selects none means "other".
    if (surveyd_conditions.isBlank(value) && fields.has(`${item.name}-Comment`)) {
      value = item.kind === "checkbox" ? ["other"] : "other";
    }
    if (!surveyd_conditions.isBlank(value)) {
      answers[item.name] = value;
    }
  }
  return answers;
};
