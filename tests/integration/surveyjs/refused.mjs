// What is outside the subset: every type, property and word of SurveyJS that surveyd does not know
// must be refused at its place. The lists come from SurveyJS itself, so that a newer version with
// more of them is covered too.

import { programme } from "./generate.mjs";
import { SurveyJS } from "./reference.mjs";

// The least that each element needs.
const least = {
    radiogroup: { choices: [1, 2] }, dropdown: { choices: [1, 2] }, checkbox: { choices: [1, 2] },
    rating: {}, ranking: { choices: [1, 2] }, matrix: { columns: [1, 2], rows: ["r"] },
    matrixdropdown: { rows: ["r"], columns: [{ name: "then", title: "T", cellType: "rating" },
        { name: "now", title: "N", cellType: "rating" }] },
    text: {}, comment: {}, boolean: {}, html: { html: "x" }, panel: { elements: [] },
};

// What docs/programme.md offers; the tests of the room say what each of it does.
const common = ["type", "name", "title", "description", "visibleIf", "isRequired", "requiredIf"];
const select = ["choices", "showOtherItem", "otherText", "otherPlaceholder", "showNoneItem",
    "noneText"];
const offered = {
    radiogroup: [...common, ...select], dropdown: [...common, ...select],
    checkbox: [...common, ...select, "minSelectedChoices", "maxSelectedChoices", "validators"],
    rating: [...common, "rateMin", "rateMax", "rateStep", "minRateDescription",
        "maxRateDescription"],
    ranking: [...common, "choices"],
    matrix: [...common, "columns", "rows", "eachRowRequired"],
    matrixdropdown: [...common, "columns", "rows", "choices", "cellType"],
    text: [...common, "inputType", "maxLength", "validators"],
    comment: [...common, "maxLength", "rows", "validators"],
    boolean: [...common, "labelTrue", "labelFalse"],
    html: ["type", "name", "visibleIf", "html"],
    panel: ["type", "name", "title", "description", "visibleIf", "elements"],
    page: ["name", "title", "description", "visibleIf", "elements"],
    survey: ["title", "description", "completedHtml", "locale", "pages"],
};
const cellTypes = ["rating", "radiogroup"];
const validatorTypes = ["numeric", "text", "answercount", "regex"];
const inputTypes = ["text", "number", "date"];

const survey = (...elements) => ({ pages: [{ name: "page", elements }] });
const question = (type, more = {}) =>
    (type === "html" ? { type, name: "q", ...least[type], ...more }
        : { type, name: "q", title: "Q", ...least[type], ...more });
const AT = "/pages/0/elements/0";

function refused(name, definition, pointer, code) {
    return { name, definition, pointer, code };
}

function propertiesOf(type) {
    return SurveyJS.Serializer.getProperties(type).map(each => each.name);
}

function types() {
    const known = Object.keys(least);
    return SurveyJS.Serializer.getChildrenClasses("question", true).map(each => each.name)
        .filter(each => !known.includes(each))
        .map(type => refused(`type ${type}`, survey({ type, name: "q", title: "Q" }),
            `${AT}/type`, "unknown_type"));
}

function properties() {
    const found = [];
    for (const type of Object.keys(least)) {
        for (const name of propertiesOf(type).filter(each => !offered[type].includes(each))) {
            const element = type === "panel"
                ? { type, name: "p", elements: [question("text")], [name]: "x" }
                : question(type, { [name]: "x" });
            found.push(refused(`${type}.${name}`, survey(element), `${AT}/${name}`,
                "unknown_property"));
        }
    }
    for (const name of propertiesOf("page").filter(each => !offered.page.includes(each))) {
        found.push(refused(`page.${name}`,
            { pages: [{ name: "page", elements: [question("text")], [name]: "x" }] },
            `/pages/0/${name}`, "unknown_property"));
    }
    for (const name of propertiesOf("survey").filter(each => !offered.survey.includes(each))) {
        found.push(refused(`survey.${name}`, { ...survey(question("text")), [name]: "x" },
            `/${name}`, "unknown_property"));
    }
    return found;
}

function parts() {
    const items = propertiesOf("choiceitem").filter(each => !["value", "text"].includes(each));
    const validators = SurveyJS.Serializer.getChildrenClasses("surveyvalidator", true)
        .map(each => each.name.replace(/validator$/, ""))
        .filter(each => !validatorTypes.includes(each));
    const cells = Object.keys(least).concat(["file", "expression"])
        .filter(each => !cellTypes.includes(each));
    return [
        ...items.map(name => refused(`choice.${name}`,
            survey(question("radiogroup", { choices: [1, { value: 2, [name]: "x" }] })),
            `${AT}/choices/1/${name}`, "unknown_property")),
        ...validators.map(type => refused(`validator ${type}`,
            survey(question("text", { validators: [{ type }] })), `${AT}/validators/0/type`,
            "unknown_type")),
        ...cells.map(cellType => refused(`cell ${cellType}`,
            survey(question("matrixdropdown", { columns: [
                { name: "then", title: "T", cellType: "rating" },
                { name: "now", title: "N", cellType }] })),
            `${AT}/columns/1/cellType`, "unknown_value")),
        ...propertiesOf("text").includes("inputType")
            ? SurveyJS.Serializer.findProperty("text", "inputType").choices
                .filter(each => !inputTypes.includes(each))
                .map(inputType => refused(`input ${inputType}`,
                    survey(question("text", { inputType })), `${AT}/inputType`,
                    "unsupported_input_type")) : [],
    ];
}

// Conditions that SurveyJS takes.
const conditions = [
    ...["today() > '2026-01-01'", "age({a}) > 18", "iif({a} = 1, true, false)", "isContainerReady('p')",
        "{a} + 1 = 2", "{a} * 2 > 4", "{a} - {b} = 0", "{a} % 2 = 0", "{a} ^ 2 = 4", "{a[0]} = 1",
        "{panel.a} = 1 and {row.b} = 2", "{a} noneof ['x']", "{a} = 'x' && {b} = 1 || {c}", "{$self.a} = 1",
        "{#a} = 1"].map(each => [each, ["bad_condition", "unknown_reference"]]),
    ["{missing} = 1", ["unknown_reference"]], ["{a}", ["stands_alone"]], ["'x'", ["stands_alone"]],
    ["{m} = 1", ["not_comparable"]], ["{m} contains 'r'", ["not_comparable"]],
    ["{o} = ['p', 'q']", ["not_comparable"]], ["{c} < 3", ["not_comparable"]],
    ["{a} < ['x']", ["not_comparable"]], ["{a} = ' '", ["not_comparable"]],
    ["{a} anyof ['x', ' ']", ["not_comparable"]], ["{a} contains ['x']", ["not_comparable"]],
    ["{c} contains {a}", ["not_comparable"]], ["{c} allof {a}", ["not_comparable"]],
    ["{c} = {a}", ["not_comparable"]], ["'x' empty", ["always_the_same"]],
    ["['x'] notempty", ["always_the_same"]],
];

function expressions() {
    const others = [question("text", { name: "a" }), question("checkbox", { name: "c" }),
        question("matrix", { name: "m" }), question("ranking", { name: "o" })];
    return conditions.flatMap(([condition, codes]) => ["visibleIf", "requiredIf"].map(key => ({
        name: `${key}: ${condition}`, codes, pointer: `/pages/0/elements/4/${key}`,
        definition: survey(...others, question("text", { name: "t", [key]: condition })),
    })));
}

// Ours alone: SurveyJS takes them, and docs/programme.md says so in its table.
export const decisions = [
    { row: "a consent may be left out",
        ...refused("consent that may be left out", survey({ ...question("boolean"),
            "x-role": "consent" }), AT, "consent_optional") },
    { row: "a condition may compare whole matrices, rankings, the order of lists, and blanks",
        ...refused("whole matrix", survey(question("matrix", { name: "m" }),
            question("text", { visibleIf: "{m} = 1" })), "/pages/0/elements/1/visibleIf",
        "not_comparable") },
];

export function refusals() {
    return [...types(), ...properties(), ...parts(), ...expressions(), ...decisions];
}

export function lineOf({ definition }) {
    return { programme, cycle: 1, questionnaire: definition, answers: {} };
}
