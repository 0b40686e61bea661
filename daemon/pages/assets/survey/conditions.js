// Conditions as the server judges them: docs/conditions.md, "The JSON form". Pure: no page, no state.
//
//   surveyd_conditions.holds(condition, answers, hidden)   hidden(name): that answer does not count
//   surveyd_conditions.visible(items, answers)             a boolean for each item
//
// `items` are those of the questionnaire in their order, notes too: {name, conditions: [C, ...]}, the
// conditions being those of the page, of the panels around, and the item's own. `answers` is SurveyJS
// data, with actor_type and organisation where they are known.
//
// In node: const surveyd_conditions =
//   new Function(`${fs.readFileSync("conditions.js", "utf8")}; return surveyd_conditions;`)();
const surveyd_conditions = (() => {
  // Two conditions that exclude each other in turn would never settle.
  const PASSES_MAX = 16;
  const LOOSE_NUMERAL = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|0x[\da-f]+)$/i;
  const NUMERAL = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|0x[\da-f]+)$/i;

  const kindOf = (value) => {
    if (value === null || value === undefined) {
      return "null";
    }
    return Array.isArray(value) ? "array" : typeof value;
  };
  const isObject = (value) => kindOf(value) === "object";
  const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

  const trim = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  // Capitals of ASCII and of Latin-1 are made small, no others.
  const fold = (text) => text.replace(/[A-ZÀ-ÖØ-Þ]/g, (letter) => letter.toLowerCase());

  const numeral = (text) => {
    const trimmed = trim(text);
    const number = trimmed.length < 40 && NUMERAL.test(trimmed) ? Number(trimmed) : NaN;
    return Number.isFinite(number) ? number : undefined;
  };

  // As the language itself reads it: "1." and "0x1F" too.
  const loose = (text) => {
    const trimmed = trim(text);
    const number = trimmed.length < 40 && LOOSE_NUMERAL.test(trimmed) ? Number(trimmed) : NaN;
    return Number.isFinite(number) ? number : undefined;
  };

  // What a reference finds: a text that looks like a boolean or a number is one. What begins with a
  // zero, or has more digits than a number holds, is rather the name of something.
  const converted = (value) => {
    if (typeof value !== "string") {
      return value;
    }
    const text = value.trim();
    if (/^(true|false)$/i.test(text)) {
      return text.length === 4;
    }
    const isName = /^(0[^.,x].*|\d{16,})$/s.test(text);
    const number = isName ? undefined : numeral(text.replace(",", "."));
    return number === undefined ? text : number;
  };

  const isBlank = (value) => {
    switch (kindOf(value)) {
      case "null": return true;
      case "string": return value.trim() === "";
      case "array":
      case "object": return Object.values(value).every(isBlank);
      default: return false;
    }
  };

  const isEmpty = (value) => {
    switch (kindOf(value)) {
      case "null": return true;
      case "string":
      case "array": return value.length === 0;
      case "object": return Object.values(value).every(isEmpty);
      default: return false;
    }
  };

  const asNumber = (value) => {
    if (typeof value === "string") {
      return loose(value);
    }
    return typeof value === "number" || typeof value === "boolean" ? Number(value) : undefined;
  };

  const equalArrays = (a, b) => {
    if (a.length !== b.length || a.length > 512) {
      return false;
    }
    const rest = [...b];
    return a.every((element) => {
      const at = rest.findIndex((other) => equal(element, other));
      return at >= 0 && rest.splice(at, 1);
    });
  };

  const equalObjects = (a, b) => Object.keys(a).length === Object.keys(b).length
    && Object.keys(a).every((key) => own(b, key) && equal(a[key], b[key]));

  const equal = (a, b) => {
    const kinds = [kindOf(a), kindOf(b)];
    if (isEmpty(a) || isEmpty(b)) {
      const scalar = kinds.every((kind) => kind !== "array" && kind !== "object");
      return isEmpty(a) && isEmpty(b) && (scalar || kinds[0] === kinds[1]);
    }
    switch (kinds.join()) {
      case "string,string": return fold(trim(a)) === fold(trim(b));
      case "boolean,string": return b.toLowerCase() === String(a);
      case "string,boolean": return a.toLowerCase() === String(b);
      case "array,array": return equalArrays(a, b);
      case "object,object": return equalObjects(a, b);
      default: {
        const number = asNumber(a);
        return number !== undefined && number === asNumber(b);
      }
    }
  };

  const less = (a, b) => {
    if (typeof a === "string" && typeof b === "string") {
      // As their bytes in UTF-8, which is the order of the code points.
      const left = Array.from(a, (character) => character.codePointAt(0));
      const right = Array.from(b, (character) => character.codePointAt(0));
      const at = left.findIndex((code, i) => code !== right[i]);
      return at < 0 ? left.length < right.length : left[at] < right[at];
    }
    const [left, right] = [asNumber(a), asNumber(b)];
    return left !== undefined && right !== undefined && left < right;
  };

  // As "%.15g" writes it.
  const numberText = (number) => {
    const [mantissa, exponent] = number.toExponential(14).split("e");
    const short = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
    return exponent < -4 || exponent > 14
      ? `${short(mantissa)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`
      : short(number.toPrecision(15));
  };

  const asText = (value) => {
    switch (typeof value) {
      case "string": return value;
      case "boolean": return String(value);
      case "number": return numberText(value);
      default: return "";
    }
  };

  const contains = (whole, part) => {
    if (isObject(whole) || isEmpty(whole)) {
      return false;
    }
    if (!Array.isArray(whole)) {
      const text = part ? asText(part) : "";
      return text !== "" && fold(asText(whole)).includes(fold(text));
    }
    const wanted = Array.isArray(part) ? part : [part];
    return wanted.every((each) => whole.some((element) => equal(element, each)));
  };

  const notContains = (whole, part) => {
    if (!whole && !isEmpty(part)) {
      return true;
    }
    if (!Array.isArray(whole) && !isObject(whole) && (isEmpty(whole) || !part)) {
      return false;
    }
    return !contains(whole, part);
  };

  const anyOf = (a, b) => {
    if (isEmpty(a) || isEmpty(b)) {
      return isEmpty(b);
    }
    if (!Array.isArray(a)) {
      return contains(b, a);
    }
    return Array.isArray(b) ? b.some((element) => contains(a, element)) : contains(a, b);
  };

  const allOf = (a, b) => {
    if (!a && !isEmpty(b)) {
      return false;
    }
    return Array.isArray(b) ? b.every((element) => contains(a, element)) : contains(a, b);
  };

  const COMPARISONS = {
    "=": equal,
    "!=": (a, b) => !equal(a, b),
    "<": less,
    "<=": (a, b) => equal(a, b) || less(a, b),
    ">": (a, b) => less(b, a),
    ">=": (a, b) => equal(a, b) || less(b, a),
    contains,
    notcontains: notContains,
    anyof: anyOf,
    allof: allOf,
    empty: isEmpty,
    notempty: (a) => !isEmpty(a),
    true: (a) => a === true || a === 1,
  };

  const operand = (form, answers, hidden) => {
    if (!Array.isArray(form)) {
      return isObject(form) ? form.list : form;
    }
    if (hidden(form[0])) {
      return null;
    }
    const found = form.reduce(
      (value, key) => (isObject(value) && own(value, key) ? value[key] : null), answers);
    return converted(found);
  };

  const holds = (condition, answers, hidden = () => false) => {
    const [word, ...parts] = condition;
    const partHolds = (part) => holds(part, answers, hidden);
    switch (word) {
      case "and": return parts.every(partHolds);
      case "or": return parts.some(partHolds);
      case "not": return !partHolds(parts[0]);
      default: return COMPARISONS[word](...parts.map((part) => operand(part, answers, hidden)));
    }
  };

  // Answers to items that are not shown, and blank ones, will not be kept, so they do not count.
  const hiddenBy = (items, visible, answers) => {
    const positions = new Map(items.map((item, i) => [item.name, i]));
    return (name) => positions.has(name)
      && (!visible[positions.get(name)] || !own(answers, name) || isBlank(answers[name]));
  };

  const visible = (items, answers) => {
    const shown = items.map(() => true);
    const hidden = hiddenBy(items, shown, answers);
    for (let pass = 0, changed = true; changed && pass < PASSES_MAX; pass++) {
      changed = false;
      items.forEach((item, i) => {
        const now = item.conditions.every((condition) => holds(condition, answers, hidden));
        changed = changed || now !== shown[i];
        shown[i] = now;
      });
    }
    return shown;
  };

  return { holds, visible, hiddenBy, isBlank };
})();
