// The comparison of surveyd with SurveyJS.
//
//   node run.mjs answers|conditions|refused|documented DRIVER
//
// Prints what it counted and, for the first faults, all that is needed to see them again; exit
// code 1 if there was one.

import { readFileSync } from "node:fs";

import { askDriver, canonical, explain, fitting, lineOf } from "./compare.mjs";
import { rowOfUnfit, rules, tidied } from "./differences.mjs";
import { Generator, isAsked } from "./generate.mjs";
import { handmade, outside } from "./handmade.mjs";
import { SurveyJS, questionsOf } from "./reference.mjs";
import { decisions, lineOf as lineOfRefusal, refusals } from "./refused.mjs";

const SEED = 20261123;
const DEFINITIONS = 720;
const ANSWERS_EACH = 3;
const CONDITIONS = 6000;
const SHOWN = 5;

let faults = 0;

function fault(...details) {
    faults++;
    if (faults <= SHOWN) {
        console.log("FAULT", ...details.map(each =>
            (typeof each === "string" ? each : JSON.stringify(each))));
    }
}

function generated() {
    const generator = new Generator(SEED);
    return Array.from({ length: DEFINITIONS }, () => generator.cases(ANSWERS_EACH)).flat();
}

// A value that cannot be: an error at its question, if that is asked at all.
function checkRefusals(driver, cases) {
    const ours = askDriver(driver, cases.map(lineOf));
    let count = 0;
    cases.forEach((each, i) => {
        for (const name of fitting(each).unfit.filter(other => ours[i].visible?.[other])) {
            count++;
            if (!ours[i].errors.some(error => error.item === name)) {
                fault("taken though it cannot be:", each.answers[name], name, each.definition);
            }
        }
    });
    return count;
}

function checkStored(each, ours) {
    if (ours.cleaned && canonical(ours.cleaned) !== canonical(ours.decoded) &&
        !ours.consentRefused) {
        const asked = Object.fromEntries(Object.entries(ours.cleaned)
            .filter(([name]) => !["actor_type", "organisation"].includes(name)));
        if (canonical(asked) !== canonical(ours.decoded)) {
            fault("does not come back as it was stored:", ours.cleaned, ours.decoded, each.definition);
        }
    }
}

function answers(driver) {
    const counts = Object.fromEntries(rules.map(each => [each.name, 0]));
    const cases = [...handmade, ...generated()].map(each => ({ ...each, ...fitting(each) }));
    const ours = askDriver(driver, cases.map(each => lineOf(each.asked)));
    cases.forEach(({ asked, differs }, i) => {
        if (ours[i].refused) {
            fault("the definition is refused:", ours[i].refused, asked.definition);
            return;
        }
        const { used, left } = explain(asked, ours[i]);
        used.forEach(name => { counts[name]++; });
        if (left.length > 0) {
            fault("no rule explains", left[0], asked.answers, asked.respondent ?? {},
                asked.definition, ours[i].errors);
        } else if (differs && canonical(used) !== canonical(differs)) {
            fault("should differ by", differs, "and differs by", used, asked.answers,
                asked.definition);
        }
        checkStored(asked, ours[i]);
    });
    const refusedValues = checkRefusals(driver, [...outside, ...cases]);
    for (const [name, count] of Object.entries(counts).filter(([, count]) => count === 0)) {
        fault(`the rule "${name}" never applies`, count);
    }
    console.log(`${cases.length} pairs of definition and answers, ${refusedValues} values refused`);
    console.log(counts);
}

// The evaluator of the form's script, which runs where the participant is.
function scriptConditions() {
    const path = new URL("../../../daemon/pages/assets/survey/conditions.js", import.meta.url);
    return new Function(`${readFileSync(path, "utf8")}; return surveyd_conditions;`)();
}

function compareExpressions(driver, script) {
    const generator = new Generator(SEED + 1);
    const cases = [];
    while (cases.length < CONDITIONS) {
        const [one] = generator.cases(1);
        const questions = questionsOf(one.definition).filter(isAsked);
        const { asked } = fitting(one);
        for (let i = 0; questions.length > 0 && i < 3; i++) {
            cases.push({ expression: generator.condition(questions),
                answers: tidied(asked.definition, asked.answers) });
        }
    }
    askDriver(driver, cases).forEach((ours, i) => {
        const { expression, answers: given } = cases[i];
        const js = Boolean(new SurveyJS.ConditionRunner(expression)
            .runValues(structuredClone(given)));
        const inPage = ours.json && script.holds(ours.json, given);
        if (ours.holds !== js || inPage !== js) {
            fault(`${expression}: SurveyJS ${js}, surveyd ${ours.holds ?? ours.refused}, the script ` +
                inPage, given);
        }
    });
    return cases.length;
}

function compareVisible(driver, script) {
    const cases = [...handmade, ...generated()].map(each => fitting(each).asked);
    const lines = cases.map(each => ({ ...lineOf(each), conditions: true }));
    askDriver(driver, lines).forEach((ours, i) => {
        const { programme, respondent, answers: given } = cases[i];
        const organisation = programme.organisations
            .find(each => each.value === respondent?.organisation);
        const known = respondent?.open ? {} : { organisation: organisation?.value,
            actor_type: respondent?.actorType ?? organisation?.actorType };
        const items = ours.items.map(each => ({ ...each,
            conditions: each.conditions.filter(condition => condition !== null) }));
        const inPage = script.visible(items, { ...given, ...known });
        const wrong = items.find((each, j) => inPage[j] !== ours.visible[each.name]);
        if (wrong) {
            fault(`the script and surveyd differ about "${wrong.name}"`, given, known,
                cases[i].definition);
        }
    });
    return cases.length;
}

function conditions(driver) {
    const script = scriptConditions();
    console.log(`${compareExpressions(driver, script)} conditions, ` +
        `${compareVisible(driver, script)} forms`);
}

function refused(driver) {
    const list = refusals();
    askDriver(driver, list.map(lineOfRefusal)).forEach((ours, i) => {
        const { name, pointer, code, codes } = list[i];
        const found = (ours.refused ?? []).find(each => each.pointer === pointer &&
            (codes ?? [code]).includes(each.code) && each.file === "cycle.json");
        if (!found) {
            fault(`${name} should be refused at ${pointer}:`, ours.refused ?? "it is taken");
        }
    });
    console.log(`${list.length} things of SurveyJS are refused at their place`);
}

// Every difference is told in the documentation, and it tells of no other.
function documented() {
    const path = new URL("../../../docs/programme.md", import.meta.url);
    const text = readFileSync(path, "utf8");
    const section = text.split("### What differs from SurveyJS")[1].split("\n#")[0];
    const rows = section.split("\n").filter(each => each.startsWith("| ")).slice(2)
        .map(each => each.split(" | ")[0].slice(2).trim());
    const told = [...new Set([rowOfUnfit, ...rules.map(each => each.row),
        ...decisions.map(each => each.row)])];
    told.filter(each => !rows.includes(each))
        .forEach(each => fault("docs/programme.md does not tell that", each));
    rows.filter(each => !told.includes(each))
        .forEach(each => fault("no test shows that", each));
    console.log(`${rows.length} differences are documented`);
}

const [part, driver] = process.argv.slice(2);
const started = Date.now();
({ answers, conditions, refused, documented })[part](driver);
console.log(`${faults} faults, ${Math.round((Date.now() - started) / 1000)} s`);
process.exit(faults > 0 ? 1 : 0);
