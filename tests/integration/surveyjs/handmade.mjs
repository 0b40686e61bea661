// Cases by hand: one for each thing that is easily got wrong, and one for each known difference.

import { programme } from "./generate.mjs";

const text = (name, more = {}) => ({ type: "text", name, title: name, ...more });
const radio = (name, more = {}) =>
    ({ type: "radiogroup", name, title: name, choices: [1, "2", "x", "dont_know"], ...more });
const check = (name, more = {}) =>
    ({ type: "checkbox", name, title: name, choices: ["a", "b", 3], ...more });
const matrix = (name, more = {}) =>
    ({ type: "matrix", name, title: name, columns: [1, 2, "x"], rows: ["r1", "r2"], ...more });
const roster = (name, more = {}) =>
    ({ type: "matrix", name, title: name, columns: [0, 1, 2], "x-rows": "organisations", ...more });
const drop = (name, more = {}) => ({
    type: "matrixdropdown", name, title: name, rows: ["r1", "r2"],
    columns: [{ name: "then", title: "T", cellType: "rating" },
        { name: "now", title: "N", cellType: "radiogroup", choices: ["lo", "hi"] }],
    ...more,
});
const number = (name, more = {}) => text(name, { inputType: "number", ...more });
const date = (name, more = {}) => text(name, { inputType: "date", ...more });
const rate = (name, more = {}) => ({ type: "rating", name, title: name, ...more });
const yes = (name, more = {}) => ({ type: "boolean", name, title: name, ...more });
const rank = (name, more = {}) =>
    ({ type: "ranking", name, title: name, choices: ["p", "q", 3], ...more });
const comment = (name, more = {}) => ({ type: "comment", name, title: name, ...more });
const panel = (elements, more = {}) => ({ type: "panel", name: "panel", elements, ...more });
const must = { isRequired: true };
const ask = regex => ({ validators: [{ type: "regex", regex }] });

// [elements or pages, answers, {differs: names of rules, respondent, cycle}]
const list = [
    // Required, of every kind, empty and filled
    [[radio("q", must)], {}], [[radio("q", must)], { q: 1 }], [[radio("q", must)], { q: "dont_know" }],
    [[check("q", must)], {}], [[check("q", must)], { q: [] }], [[check("q", must)], { q: [3] }],
    [[rate("q", must)], {}], [[rate("q", { ...must, rateMin: 0, rateMax: 10 })], { q: 0 }],
    [[matrix("q", must)], {}], [[matrix("q", must)], { q: { r1: 1 } }], [[matrix("q", must)], { q: {} }],
    [[matrix("q", { eachRowRequired: true })], {}],
    [[matrix("q", { eachRowRequired: true })], { q: { r2: "x" } }],
    [[matrix("q", { eachRowRequired: true, ...must })], { q: { r1: 1, r2: 2 } }],
    [[drop("q", must)], {}], [[drop("q", must)], { q: { r1: { now: "lo" } } }],
    [[drop("q", { columns: [{ name: "then", title: "T", cellType: "rating", isRequired: true },
        { name: "now", title: "N", cellType: "rating" }] })], { q: { r1: { then: 1 } } }],
    [[text("q", must)], {}], [[text("q", must)], { q: "a" }], [[comment("q", must)], {}],
    [[number("q", must)], {}], [[number("q", must)], { q: 0 }], [[date("q", must)], {}],
    [[yes("q", must)], {}], [[yes("q", must)], { q: false }], [[rank("q", must)], {}],
    [[rank("q", must)], { q: [3, "p", "q"] }],
    // "Other" and "none"
    [[radio("q", { showOtherItem: true })], { q: "other" }],
    [[radio("q", { showOtherItem: true })], { q: "other", "q-Comment": "own" }],
    [[radio("q", { showOtherItem: true })], { q: 1, "q-Comment": "not meant" }],
    [[check("q", { showOtherItem: true })], { q: ["a", "other"], "q-Comment": "own" }],
    [[check("q", { showOtherItem: true })], { q: ["a", "other"] }],
    [[check("q", { showNoneItem: true })], { q: ["none"] }],
    [[radio("q", { showNoneItem: true }), text("t", { visibleIf: "{q} = 'none'", ...must })],
        { q: "none" }],
    // Limits and validators
    [[check("q", { minSelectedChoices: 2 })], { q: ["a"] }],
    [[check("q", { validators: [{ type: "answercount", minCount: 1, maxCount: 1 }] })],
        { q: ["a", 3] }],
    [[number("q", { min: 1, max: 5 })], { q: 6 }], [[number("q", { min: 1, max: 5 })], { q: 1 }],
    [[number("q", { step: 1 })], { q: 2.5 }], [[number("q", { step: 2, min: 1 })], { q: 3 }],
    [[number("q", { step: 2, min: 1 })], { q: 4 }], [[number("q", { step: 0.1 })], { q: 0.3 }],
    [[number("q", { step: 0.5 })], { q: 0.25 }],
    [[number("q", { validators: [{ type: "numeric", minValue: 2, maxValue: 3 }] })], { q: 4 }],
    [[date("q", { min: "2026-02-01" })], { q: "2026-01-31" }],
    [[date("q", { min: "2026-02-01", max: "2026-02-01" })], { q: "2026-02-01" }],
    [[text("q", { validators: [{ type: "text", minLength: 3 }] })], { q: "ab" }],
    [[text("q", { validators: [{ type: "text", maxLength: 3 }] })], { q: "åäö" }],
    [[text("q", { validators: [{ type: "text", minLength: 1, allowDigits: false }] })], { q: "a1" }],
    [[text("q", ask("^[a-z]+$"))], { q: "ab" }], [[text("q", ask("^[a-z]+$"))], { q: "aB" }],
    [[text("q", ask("^\\d{3}\\s?\\d{2}$"))], { q: "123 45" }],
    [[text("q", { validators: [{ type: "regex", regex: "^[a-z]+$", caseInsensitive: true }] })],
        { q: "aB" }],
    [[text("q", { ...must, ...ask("x") })], {}],
    // Conditions
    [[text("a"), text("b", { visibleIf: "{a} = 1" })], { a: "1.0", b: "kept" }],
    [[text("a"), text("b", { visibleIf: "{a} = 1" })], { a: "01", b: "dropped" }],
    [[text("a"), text("b", { visibleIf: "{a} > 1" })], { a: "0x10", b: "kept" }],
    [[text("a"), text("b", { visibleIf: "{a} = 'ÅSA'" })], { a: "åsa", b: "kept" }],
    [[check("a"), text("b", { visibleIf: "{a} contains '3'" })], { a: ["b", 3], b: "kept" }],
    [[check("a"), text("b", { visibleIf: "{a} = [3, 'b']" })], { a: ["b", 3], b: "kept" }],
    [[check("a"), text("b", { visibleIf: "{a} notcontains ['a', 3]" })], { a: ["a"], b: "kept" }],
    [[check("a"), text("b", { visibleIf: "{a} allof ['a', 'b']" })], { a: ["a"], b: "dropped" }],
    [[radio("a"), text("b", { visibleIf: "{a} anyof [1, 'x']" })], { a: "x", b: "kept" }],
    [[radio("a"), text("b", { visibleIf: "{a} != 1" })], { b: "kept" }],
    [[number("a"), text("b", { visibleIf: "{a} < 1" })], { b: "dropped" }],
    [[number("a"), text("b", { visibleIf: "{a} <= 2 and {a} >= 2" })], { a: 2, b: "kept" }],
    [[yes("a"), text("b", { visibleIf: "{a}" })], { a: true, b: "kept" }],
    [[yes("a"), text("b", { visibleIf: "!{a}" })], { a: false, b: "kept" }],
    [[yes("a"), text("b", { visibleIf: "{a} = false" })], { b: "dropped" }],
    [[matrix("a"), text("b", { visibleIf: "{a.r2} = 'x'" })], { a: { r2: "x" }, b: "kept" }],
    [[drop("a"), text("b", { requiredIf: "{a.r1.now} = 'hi'" })], { a: { r1: { now: "hi" } } }],
    [[date("a"), text("b", { visibleIf: "{a} >= '2026-02-01'" })], { a: "2026-11-20", b: "kept" }],
    [[text("a"), text("b", { visibleIf: "{a} = 1 or {a} = 2 and {a} = 3", ...must })], { a: 1 }],
    [[text("a"), text("b", { visibleIf: "({a} = 1 or {a} = 2) and {a} = 3", ...must })], { a: "1" }],
    [[text("b", { visibleIf: "{a} = 1", ...must }), text("a")], { a: "1" }],
    // Invisible and required; within panels and pages; chains
    [[text("a"), text("b", { visibleIf: "{a} = 1", ...must })], { a: "2" }],
    [[text("a"), panel([text("b", must)], { visibleIf: "{a} = 1" })], {}],
    [[text("a"), panel([panel([text("b", must)], { name: "inner", visibleIf: "{a} > 1" })],
        { visibleIf: "{a} > 0" })], { a: "1" }],
    [[{ elements: [text("a")] }, { elements: [text("b", must)], visibleIf: "{a} = 1" },
        { elements: [text("c")] }], { a: "2", c: "x" }],
    [[{ elements: [text("a")] }, { elements: [text("b", { visibleIf: "{a} = 1" })] },
        { elements: [{ type: "html", name: "note", html: "x" }] }], { a: "2" }],
    [[text("a"), text("b", { visibleIf: "{a} = 1" }), text("c", { visibleIf: "{b} = 2" })],
        { a: "1", b: "2", c: "3" }],
    // Who answers
    [[text("a", { visibleIf: "{actor_type} = 'company'" })], { a: "kept" },
        { respondent: { organisation: "forge" } }],
    [[text("a", { visibleIf: "{actor_type} = 'company'" })], { a: "dropped" },
        { respondent: { organisation: "town" } }],
    [[text("a", { visibleIf: "{organisation} empty" })], { a: "kept" }],
    [[text("a", { requiredIf: "{organisation} = 'town'" })],
        { actor_type: "municipality", organisation: "town" }, { respondent: { open: true } }],
    // The roster
    [[roster("q", { eachRowRequired: true })], { q: { mill: 1, town: 0 } },
        { respondent: { organisation: "forge" } }],
    [[roster("q", { eachRowRequired: true })], { q: { mill: 1, town: 0 } }],
    [[roster("q", { eachRowRequired: true })], { q: { forge: 2, mill: 1, town: 0 } }, { cycle: 2 }],
    [[roster("q", must)], { actor_type: "company", organisation: "forge" },
        { respondent: { open: true } }],

    // The known differences
    [[text("q", { maxLength: 2 })], { q: "abc" }, { differs: ["limits"] }],
    [[check("q", { maxSelectedChoices: 1 })], { q: ["a", "b"] }, { differs: ["limits"] }],
    [[check("q", { minSelectedChoices: 2 })], {}, { differs: ["counts"] }],
    [[check("q", { showNoneItem: true, minSelectedChoices: 2 })], { q: ["none"] }],
    [[check("q", { showNoneItem: true, validators: [{ type: "answercount", minCount: 2 }] })],
        { q: ["none"] }, { differs: ["counts"] }],
    [[check("q", { showNoneItem: true })], { q: ["none", "a"] }, { differs: ["alone"] }],
    [[check("q")], { q: ["b", "a"] }, { differs: ["order"] }],
    [[check("q", { showOtherItem: true, validators: [{ type: "answercount", maxCount: 1 }] })],
        { q: ["a", "other"] }, { differs: ["one at a time"] }],
    [[text("q", { validators: [{ type: "text", minLength: 1, allowDigits: false }] })], { q: "1a" },
        { differs: ["digits"] }],
    [[text("q")], { q: "  a\tb " }, { differs: ["blanks"] }],
    [[comment("q")], { q: "a\r\nb\n" }, { differs: ["blanks"] }],
    [[text("q", must)], { q: " \u00a0" }],
    [[text("a"), text("b", { visibleIf: "{a} notempty" })], { a: " ", b: "x" },
        { differs: ["blanks"] }],
    [[radio("q", { showOtherItem: true })], { q: "other", "q-Comment": " " }, { differs: ["blanks"] }],
    [[radio("q")], { q: "1" }, { differs: ["spelling"] }],
    [[radio("q")], { q: 2 }, { differs: ["spelling"] }],
    [[yes("q")], { q: "false" }, { differs: ["spelling"] }],
    [[check("q")], { q: "a" }, { differs: ["spelling"] }],
    [[number("q")], { q: "2,5" }, { differs: ["spelling"] }],
    [[text("a"), text("b", { visibleIf: "{a} = 1" }), text("c", { visibleIf: "{b} = 2" })],
        { a: "0", b: "2", c: "3" }, { differs: ["hidden"] }],
    [[roster("q")], { q: { forge: 2, mill: 1 } },
        { respondent: { organisation: "forge" }, differs: ["own row"] }],
    [[yes("ok", { ...must, "x-role": "consent" }), text("t", must)], { ok: false, t: "secret" },
        { differs: ["consent"] }],
];

export const handmade = list.map(([elements, answers, more = {}]) => ({
    programme, cycle: more.cycle ?? 1,
    definition: { pages: elements[0].elements && elements[0].type !== "panel"
        ? elements.map((page, i) => ({ name: `page${i}`, ...page }))
        : [{ name: "page0", elements }] },
    answers, respondent: more.respondent, differs: more.differs ?? [],
}));

// Values that a question cannot have: refused, whatever SurveyJS makes of them.
export const outside = [
    [radio("q"), [4, "y", [1], {}, true, "other", "none", 1.5, "1 "]],
    [radio("q", { showOtherItem: true }), ["none", "othr"]],
    [{ ...radio("q"), type: "dropdown" }, [4, "y", [1]]],
    [check("q"), [["z"], ["a", "z"], { a: 1 }, 7, true]],
    [rate("q"), [0, 6, 2.5, "x", [1], true]],
    [matrix("q"), [{ r3: 1 }, { r1: 9 }, { r1: [1] }, "r1", [1], 1]],
    [roster("q"), [{ late: 1 }, { forge: 3 }]],
    [drop("q"), [{ r1: { then: 9 } }, { r1: { later: 1 } }, { r3: { then: 1 } }, { r1: 1 }, "x"]],
    [text("q"), [1, true, ["a"], { a: 1 }]],
    [comment("q"), [1, ["a"]]],
    [number("q"), ["x", "1 2", true, [1], "0x10"]],
    [date("q"), ["2026-02-30", "20260201", 20260201, "today", true]],
    [yes("q"), ["yes", 1, 0, "True", []]],
    [rank("q"), [["p"], ["p", "p", "q"], ["p", "q", 3, "x"], "p", [null, "p", "q"], { p: 1 }]],
].flatMap(([question, values]) => values.map(value => ({
    programme, cycle: 1, definition: { pages: [{ name: "page0", elements: [question] }] },
    answers: { q: value }, respondent: undefined,
})));
