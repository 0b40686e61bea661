// Compares what SurveyJS and surveyd make of the same definition and answers.

import { spawnSync } from "node:child_process";

import { fits, isBlank, rules } from "./differences.mjs";
import { ask, questionsOf, withoutHidden } from "./reference.mjs";

/** Asks answer_driver about all lines at once. */
export function askDriver(driver, lines) {
    const input = lines.map(each => `${JSON.stringify(each)}\n`).join("");
    const run = spawnSync(driver, { input, maxBuffer: 1 << 30, encoding: "utf8" });
    const answers = (run.stdout ?? "").split("\n").filter(Boolean).map(each => JSON.parse(each));
    if (run.error || run.status !== 0 || answers.length !== lines.length) {
        throw new Error(`answer_driver: ${run.error ?? run.stderr}`);
    }
    return answers;
}

export function lineOf({ programme, cycle, definition, answers, respondent }) {
    return { programme, cycle, questionnaire: definition, answers, respondent };
}

export function canonical(value) {
    if (value === null || typeof value !== "object") {
        return JSON.stringify(value);
    }
    return Array.isArray(value) ? `[${value.map(canonical)}]`
        : `{${Object.keys(value).sort().map(key =>
            `${JSON.stringify(key)}:${canonical(value[key])}`)}}`;
}

const KINDS = { required: "required", other_missing: "other" };

// Errors of ours in the words of reference.mjs. Codes that name a value that cannot be are told of
// the whole question, as SurveyJS has no word for them.
function ourErrors(ours) {
    return [...new Set(ours.errors.map(each => {
        const kind = KINDS[each.code] ?? "value";
        const path = each.pointer.slice(1).split("/").map(part =>
            part.replace(/~1/g, "/").replace(/~0/g, "~"));
        return kind === "required" ? `${path.join("/")} ${kind}`
            : `${each.item ?? path[0]} ${kind}`;
    }))].sort();
}

function errorDifference(text, side) {
    const [, path, kind] = /^(.*) (\w+)$/.exec(text);
    return { aspect: "error", name: path.split("/")[0], path, kind, js: side === "js",
        ours: side === "ours" };
}

/** What differs, one entry for each visible, required, page, error and answer. */
export function differences(asked, js, ours) {
    const found = [];
    for (const { name } of questionsOf(asked.definition)) {
        if (js.visible[name] !== ours.visible[name]) {
            found.push({ aspect: "visible", name, js: js.visible[name], ours: ours.visible[name] });
        } else if (ours.visible[name] && js.required[name] !== ours.required[name]) {
            found.push({ aspect: "required", name, js: js.required[name],
                ours: ours.required[name] });
        }
    }
    if (!asked.respondent?.open && canonical(js.pages) !== canonical(ours.pages)) {
        found.push({ aspect: "pages", name: "", js: js.pages, ours: ours.pages });
    }
    const said = ourErrors(ours);
    found.push(...js.errors.filter(each => !said.includes(each))
        .map(each => errorDifference(each, "js")));
    found.push(...said.filter(each => !js.errors.includes(each))
        .map(each => errorDifference(each, "ours")));
    if (ours.cleaned) {
        const names = new Set([...Object.keys(js.data), ...Object.keys(ours.cleaned)]);
        for (const name of names) {
            if (canonical(js.data[name]) !== canonical(ours.cleaned[name])) {
                found.push({ aspect: "answer", name, js: js.data[name], ours: ours.cleaned[name] });
            }
        }
    }
    return found;
}

/** The case without answers that their questions cannot have, and the names of those. SurveyJS
 *  fails with some of them, so blanks in place of an object go too. */
export function fitting(asked) {
    const wrong = questionsOf(asked.definition).filter(({ name, ...question }) =>
        asked.answers[name] !== undefined && !fits(question, asked.answers[name]));
    const answers = { ...asked.answers };
    wrong.forEach(({ name }) => delete answers[name]);
    const unfit = wrong.map(each => each.name).filter(name => !isBlank(asked.answers[name]));
    return { asked: wrong.length > 0 ? { ...asked, answers } : asked, unfit };
}

function sameDifference(a, b) {
    return a.aspect === b.aspect && a.name === b.name && a.path === b.path && a.kind === b.kind;
}

/** Names of the rules that explain all differences, and those that none explains. */
export function explain(asked, ours) {
    const questions = questionsOf(asked.definition);
    const used = new Set();
    let answers = asked.answers;
    let js = ask(asked);
    let left = differences(asked, js, ours);
    const settle = rule => {
        left = left.filter(each => {
            const question = questions.find(other => other.name === each.name);
            const value = answers[each.name];
            if (!rule.explains({ ...each, question, value, asked, errors: js.errors,
                consentRefused: ours.consentRefused })) {
                return true;
            }
            used.add(rule.name);
            return false;
        });
    };
    for (const rule of rules) {
        if (left.length === 0) {
            break;
        }
        if (rule.explains) {
            settle(rule);
            continue;
        }
        const prepared = rule.prepare(asked, answers, { withoutHidden });
        if (prepared === null) {
            continue;
        }
        answers = prepared;
        js = ask(asked, answers);
        const now = differences(asked, js, ours);
        const gone = left.filter(each => !now.some(other => sameDifference(each, other)));
        if (gone.length > 0) {
            used.add(rule.name);
        }
        left = now;
        rules.filter(each => each.explains).forEach(settle);
    }
    return { used: [...used], left };
}
