// The known differences between SurveyJS and surveyd: each a rule with the row of docs/programme.md,
// "What differs from SurveyJS", that tells people of it. What no rule explains is a fault of one.

import { isAsked, rowsOf } from "./generate.mjs";
import { ownOrganisation, questionsOf } from "./reference.mjs";

// Values

export function isBlank(value) {
    return value === undefined || value === null ||
        (typeof value === "string" && value.trim() === "") ||
        (typeof value === "object" && Object.values(value).every(isBlank));
}

function numeral(value) {
    return typeof value === "number" ? value
        : typeof value === "string" && /^\s*[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
            ? Number(value) : NaN;
}

function isSame(a, b) {
    return String(a).trim() === String(b).trim() || numeral(a) === numeral(b);
}

function stepsOf(question) {
    const { rateMin = 1, rateMax = 5, rateStep = 1 } = question;
    const count = Math.floor((rateMax - rateMin) / rateStep) + 1;
    return Array.from({ length: count }, (_, i) => rateMin + i * rateStep);
}

function valuesOf(list) {
    return list.map(each => (typeof each === "object" ? each.value : each));
}

function choicesOf(question) {
    if (question.type === "rating") {
        return stepsOf(question);
    }
    return [...valuesOf(question.choices ?? question.columns),
        ...question.showOtherItem ? ["other"] : [], ...question.showNoneItem ? ["none"] : []];
}

function cellChoices(question, part) {
    const column = question.columns.find(each => each.name === part);
    return column.cellType === "rating" ? stepsOf(column)
        : valuesOf(column.choices ?? question.choices);
}

function isPlain(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isOneOf(choices, value) {
    return ["string", "number", "boolean"].includes(typeof value) &&
        choices.some(each => isSame(each, value));
}

function isDate(value) {
    const text = typeof value === "string" ? value.trim() : "";
    const date = new Date(`${text}T00:00:00Z`);
    return /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(date) && date.toISOString().startsWith(text);
}

/** Whether a value that is not blank is one that the question can have. */
export function fits(question, value) {
    const choices = () => choicesOf(question);
    const rows = rowsOf(question).map(each => each.value ?? each);
    switch (question.type) {
    case "radiogroup":
    case "dropdown":
    case "rating":
        return isOneOf(choices(), value);
    case "checkbox":
        return (Array.isArray(value) ? value : [value])
            .every(each => isBlank(each) || isOneOf(choices(), each));
    case "ranking":
        return Array.isArray(value) && value.length === choices().length &&
            choices().every(each => value.some(other => isSame(each, other)));
    case "matrix":
        return isPlain(value) && Object.entries(value).every(([row, cell]) =>
            rows.includes(row) && (isBlank(cell) || isOneOf(choices(), cell)));
    case "matrixdropdown":
        return isPlain(value) && Object.entries(value).every(([row, cells]) =>
            rows.includes(row) && (isBlank(cells) || (isPlain(cells) &&
                Object.entries(cells).every(([part, cell]) => ["then", "now"].includes(part) &&
                    (isBlank(cell) || isOneOf(cellChoices(question, part), cell))))));
    case "boolean":
        return typeof value === "boolean" ||
            (typeof value === "string" && ["true", "false"].includes(value.trim()));
    case "text":
        return question.inputType === "number" ? !isNaN(numeral(String(value).replace(",", ".")
            .replace("\u2212", "-"))) && typeof value !== "boolean" && typeof value !== "object"
            : question.inputType === "date" ? isDate(value) : typeof value === "string";
    default:
        return typeof value === "string";
    }
}

// Answers made as surveyd keeps them

function tidyText(text, oneLine) {
    const lines = text.replace(/\r\n?/g, "\n").replace(/\t/g, " ");
    // eslint-disable-next-line no-control-regex
    return (oneLine ? lines.replace(/\n/g, " ") : lines).replace(/[\x00-\x09\x0b-\x1f\x7f]/g, "")
        .trim();
}

function isOpenText(question) {
    return question.type === "comment" || (question.type === "text" && !question.inputType);
}

/** Texts without blanks at their ends, nothing that is blank. */
export function tidied(definition, answers) {
    const kept = {};
    for (const [name, value] of Object.entries(answers)) {
        const question = questionsOf(definition).find(each => each.name === name);
        const isText = typeof value === "string" &&
            (name.endsWith("-Comment") || (question && isOpenText(question)));
        const tidy = isText ? tidyText(value, question?.type === "text") : value;
        if (!isBlank(tidy)) {
            kept[name] = tidy;
        }
    }
    return kept;
}

function spelledOne(choices, value) {
    return choices.find(each => isSame(each, value)) ?? value;
}

function spelledCells(question, value) {
    const made = {};
    for (const [row, cell] of Object.entries(value)) {
        if (isPlain(cell)) {
            const cells = Object.fromEntries(Object.entries(cell)
                .filter(([, each]) => !isBlank(each))
                .map(([part, each]) => [part, spelledOne(cellChoices(question, part), each)]));
            if (!isBlank(cells)) { made[row] = cells; }
        } else if (!isBlank(cell)) {
            made[row] = spelledOne(choicesOf(question), cell);
        }
    }
    return made;
}

function spelledValue(question, value) {
    switch (question.type) {
    case "radiogroup":
    case "dropdown":
    case "rating":
        return spelledOne(choicesOf(question), value);
    case "checkbox":
        return [...new Set((Array.isArray(value) ? value : [value])
            .filter(each => !isBlank(each)).map(each => spelledOne(choicesOf(question), each)))];
    case "ranking":
        return value.map(each => spelledOne(choicesOf(question), each));
    case "matrix":
    case "matrixdropdown":
        return spelledCells(question, value);
    case "boolean":
        return typeof value === "string" ? value.trim() === "true" : value;
    case "text":
        return question.inputType === "number"
            ? numeral(String(value).replace(",", ".").replace("\u2212", "-"))
            : question.inputType === "date" ? value.trim() : value;
    default:
        return value;
    }
}

/** Values in the spelling of the questionnaire. */
export function spelled(definition, answers) {
    const made = { ...answers };
    for (const question of questionsOf(definition).filter(isAsked)) {
        const value = made[question.name];
        if (!isBlank(value) && fits(question, value)) {
            made[question.name] = spelledValue(question, value);
        }
    }
    return made;
}

// Rules

function selectedIn({ question, value }) {
    return Array.isArray(value) ? value : isBlank(value) ? [] : [value];
}

function same(a, b) {
    return JSON.stringify(a) === JSON.stringify(b);
}

function withoutOwnRow({ js, asked }) {
    const own = ownOrganisation(asked.answers, asked.respondent);
    const rows = Object.entries(js ?? {}).filter(([row]) => row !== own);
    return rows.length > 0 ? Object.fromEntries(rows) : undefined;
}

function isExclusive(value) {
    return value === "none" || value === "dont_know";
}

function countsOf(question) {
    return question.minSelectedChoices > 0 ||
        question.validators?.some(each => each.type === "answercount");
}

/** The row about values that are taken out of a case before it is compared. */
export const rowOfUnfit =
    "values that are not among the choices, rows or steps are dropped or kept";

/*
 * A rule explains a difference: {aspect, question, value, js, ours, ...}, where `aspect` is
 * "visible", "required", "pages", "error" or "answer", `question` the definition of the question
 * (undefined for a name that is none), `value` what was answered. Errors have `kind` ("required",
 * "other", "value") and are told by one side only: `js` or `ours` is true.
 * A rule with `prepare` says what SurveyJS is asked instead; it explains what is then the same.
 */
export const rules = [
    {
        name: "limits",
        row: "`maxLength` and `maxSelectedChoices` limit what can be typed and ticked",
        explains: each => each.aspect === "error" && each.ours && each.kind === "value" && (
            (each.question.maxLength > 0 && each.value.length > each.question.maxLength) ||
            (each.question.maxSelectedChoices > 0 &&
                selectedIn(each).length > each.question.maxSelectedChoices)),
    },
    {
        name: "digits",
        row: "`allowDigits: false` is about digits at the end of a text",
        explains: each => each.aspect === "error" && each.ours && each.kind === "value" &&
            each.question.validators?.some(validator => validator.allowDigits === false) &&
            /\d/.test(each.value) && !/\d$/.test(each.value),
    },
    {
        name: "one at a time",
        row: "a choice of \"other\" without words is all that is said of its question",
        explains: each => each.aspect === "error" && each.ours && each.kind === "value" &&
            each.errors.includes(`${each.name} other`),
    },
    {
        name: "counts",
        row: "`minSelectedChoices` and `answercount` hold for an optional question without an " +
            "answer too, and `answercount` for \"none\" alone",
        explains: each => each.aspect === "error" && each.js && each.kind === "value" &&
            countsOf(each.question) && (selectedIn(each).length === 0 ||
                (selectedIn(each).length === 1 && isExclusive(selectedIn(each)[0]))),
    },
    {
        name: "alone",
        row: "\"none\" and \"don't know\" from a script may stand beside other answers",
        explains: each => each.aspect === "error" && each.ours && each.kind === "value" &&
            each.question.type === "checkbox" && selectedIn(each).length > 1 &&
            selectedIn(each).some(isExclusive),
    },
    {
        name: "order",
        row: "the answers of a `checkbox` are in the order of ticking",
        explains: each => each.aspect === "answer" && each.question?.type === "checkbox" &&
            Array.isArray(each.js) && Array.isArray(each.ours) &&
            JSON.stringify([...each.js].sort()) === JSON.stringify([...each.ours].sort()),
    },
    {
        name: "consent",
        row: "a consent of \"no\" is an answer among others",
        explains: each => each.consentRefused && ["answer", "error"].includes(each.aspect),
    },
    {
        name: "own row",
        row: "an answer in a row that is not asked is kept",
        explains: each => each.aspect === "answer" && Boolean(each.question?.["x-rows"]) &&
            same(withoutOwnRow(each), each.ours),
    },
    {
        name: "blanks",
        row: "texts are kept as typed, and blanks are an answer to a condition",
        prepare: (asked, answers) => tidied(asked.definition, answers),
    },
    {
        name: "spelling",
        row: "values are kept as they came: `\"1\"` for the choice `1`",
        prepare: (asked, answers) => spelled(asked.definition, answers),
    },
    {
        name: "hidden",
        row: "hidden answers are kept until the end",
        prepare: (asked, answers, tools) => tools.withoutHidden(asked, answers),
    },
];

