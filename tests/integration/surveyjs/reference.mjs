// What SurveyJS itself makes of a definition and of answers.

import { createRequire } from "node:module";

// The packages of tests/browser; this folder has none of its own.
const require = createRequire(new URL("../../browser/package.json", import.meta.url));
export const SurveyJS = require("survey-core");

// It complains on the console of values that do not fit, which here are sent on purpose.
console.warn = console.error = () => {};

/** Elements of all pages in order, panels opened. */
export function questionsOf(definition) {
    const open = elements => elements.flatMap(each =>
        each.type === "panel" ? open(each.elements) : [each]);
    return definition.pages.flatMap(page => open(page.elements));
}

/** The respondent's organisation, which a roster leaves out. */
export function ownOrganisation(answers, respondent) {
    return respondent?.open ? answers.organisation : respondent?.organisation;
}

// SurveyJS knows no organisations: a roster becomes the matrix that it stands for.
function withRosters(definition, programme, cycle, own) {
    const copy = structuredClone(definition);
    for (const question of questionsOf(copy)) {
        if (question["x-rows"] === "organisations") {
            question.rows = programme.organisations
                .filter(each => (each.fromCycle ?? 1) <= cycle && each.value !== own)
                .map(each => each.value);
        }
        delete question["x-rows"];
        delete question["x-role"];
        delete question["x-layout"];
    }
    return copy;
}

// SurveyJS goes on with what it cannot read, so that there would be nothing to compare.
function refuseUnreadable(definition) {
    const visit = element => {
        for (const key of ["visibleIf", "requiredIf"]) {
            if (element[key] && !new SurveyJS.ConditionRunner(element[key]).canRun()) {
                throw new Error(`SurveyJS cannot read the condition ${element[key]}`);
            }
        }
        (element.elements ?? []).forEach(visit);
    };
    definition.pages.forEach(visit);
}

// Models are costly to make: one serves a definition and a respondent at a time.
let latest = {};

function modelOf({ programme, cycle, definition, respondent }, answers) {
    const own = ownOrganisation(answers, respondent);
    const key = JSON.stringify([own, respondent]);
    if (latest.definition !== definition || latest.key !== key) {
        refuseUnreadable(definition);
        latest = { definition, key,
            model: new SurveyJS.Model(withRosters(definition, programme, cycle, own)) };
    }
    const { model } = latest;
    model.clear();
    if (!respondent?.open) {
        const organisation = programme.organisations
            .find(each => each.value === respondent?.organisation);
        model.setVariable("organisation", organisation?.value);
        model.setVariable("actor_type", respondent?.actorType ?? organisation?.actorType);
    }
    model.data = structuredClone(answers);
    return model;
}

function isShown(question) {
    for (let element = question; element && element.getType() !== "survey";
        element = element.parent) {
        if (!element.isVisible) {
            return false;
        }
    }
    return true;
}

function kindOf(error) {
    const type = error.getErrorType();
    return ["required", "requireoneanswer", "requiredinallrowserror"].includes(type) ? "required"
        : type === "otherempty" ? "other" : "value";
}

// One "item/row/part kind" for each error.
function errorsOf(question) {
    const found = [];
    if (question.getType() === "matrixdropdown") {
        for (const row of question.visibleRows) {
            for (const cell of row.cells) {
                found.push(...cell.question.errors.map(error =>
                    `${question.name}/${row.rowName}/${cell.column.name} ${kindOf(error)}`));
            }
        }
    }
    const rows = question.getType() === "matrix" ? question.visibleRows : [];
    found.push(...rows.filter(row => row.hasError)
        .map(row => `${question.name}/${row.name} required`));
    // What a row or cell says, its question need not say again.
    const inRows = found.length > 0;
    found.push(...question.errors.filter(error => !(inRows && kindOf(error) === "required"))
        .map(error => `${question.name} ${kindOf(error)}`));
    return found;
}

/** {visible, required, pages, errors, data}: the same terms in which answer_driver speaks. */
export function ask(asked, answers = asked.answers) {
    const model = modelOf(asked, answers);
    const questions = model.getAllQuestions();
    const visible = Object.fromEntries(questions.map(each => [each.name, isShown(each)]));
    const required = Object.fromEntries(questions.map(each => [each.name, each.isRequired]));
    const pages = model.pages.flatMap((page, index) => (page.isVisible ? [index] : []));
    model.validate(true, false);
    const errors = [...new Set(questions.filter(isShown).flatMap(errorsOf))].sort();
    model.doComplete();
    return { visible, required, pages, errors, data: model.data };
}

/** Only what is visible, with the answers of what is not shown left out of all conditions. */
export function withoutHidden(asked, answers) {
    const names = questionsOf(asked.definition).map(each => each.name);
    const model = modelOf(asked, answers);
    let hidden = new Set();
    for (let pass = 0; pass <= names.length; pass++) {
        const seen = Object.fromEntries(Object.entries(answers)
            .filter(([name]) => !hidden.has(name.replace(/-Comment$/, ""))));
        model.data = structuredClone(seen);
        const now = new Set(model.getAllQuestions().filter(each => !isShown(each))
            .map(each => each.name));
        if (now.size === hidden.size && [...now].every(name => hidden.has(name))) {
            return seen;
        }
        hidden = now;
    }
    return null; // conditions that exclude each other in turn never settle
}
