// Questionnaires, answers and conditions at random, the same ones for the same seed.

import { questionsOf } from "./reference.mjs";

/** Numbers in 0..1 from a seed (mulberry32). */
export function randomFrom(seed) {
    let state = seed | 0;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

export const programme = {
    programme: "p", title: "P", languages: ["en"], timezone: "Europe/Stockholm",
    linkage: "programme", openLink: { organisation: true },
    actorTypes: [{ value: "company", text: "C" }, { value: "municipality", text: "M" }],
    organisations: [
        { value: "forge", text: "F", actorType: "company" },
        { value: "mill", text: "Mi", actorType: "company" },
        { value: "town", text: "T", actorType: "municipality" },
        { value: "late", text: "L", actorType: "municipality", fromCycle: 2 },
    ],
    cycles: [{ cycle: 1, title: "1", survey: "a.json", opens: "2026-01-01T10:00",
        closes: "2026-02-01T10:00" },
    { cycle: 2, title: "2", survey: "b.json", opens: "2026-03-01T10:00",
        closes: "2026-04-01T10:00" }],
};

const CHOICES = [1, 2, "abc", "b c", "item10"];
const TYPES = ["radiogroup", "dropdown", "checkbox", "rating", "matrix", "matrixdropdown", "text",
    "number", "date", "comment", "boolean", "ranking", "roster", "html"];
const WORDS = ["0", "1", "01", "2", "10", "2.0", "2,5", "2.5", " 2", "abc", "ABC", "b c", "Åsa",
    "åsa", "true", "false", "True", "2026-01-02", "2026-11-20", "other", "none", "item10", "1e1",
    "0x10", "-1", "+1", ".5", "1.", " abc ", "ab", "company", "forge", "a\nb", "a\r\nb",
    "\u00a0", "  ", "x y z", "abcdef", "12", "a1"];
const NUMBERS = [0, 1, 2, 3, 5, 10, -1, 2.5, 4.5];

export class Generator {
    constructor(seed) {
        this.random = randomFrom(seed);
    }

    chance(share) {
        return this.random() < share;
    }

    pick(list) {
        return list[Math.floor(this.random() * list.length)];
    }

    some(list, most = 3) {
        return Array.from({ length: 1 + Math.floor(this.random() * most) }, () => this.pick(list));
    }

    // Conditions

    literal() {
        const value = this.pick([...WORDS, ...NUMBERS, true, false]);
        return typeof value !== "string" ? String(value)
            : value.trim() === "" ? "''" : `'${value.replace(/[\n\r\t]/g, " ")}'`;
    }

    reference(questions) {
        if (this.chance(0.1)) {
            return this.pick(["{actor_type}", "{organisation}"]);
        }
        const question = this.pick(questions);
        const name = question.name;
        const rows = rowsOf(question);
        if (rows.length > 0 && this.chance(0.8)) {
            const row = this.pick(rows);
            return question.type === "matrix" ? `{${name}.${row}}`
                : this.chance(0.8) ? `{${name}.${row}.${this.pick(["then", "now"])}}`
                    : `{${name}.${row}}`;
        }
        return `{${name}}`;
    }

    operand(questions) {
        return this.chance(0.25) ? this.reference(questions)
            : this.chance(0.75) ? this.literal()
                : `[${this.some([0, 1, 2]).map(() => this.literal().replace("''", "'-'")).join(", ")}]`;
    }

    // An operand that may be compared; others are refused.
    comparable(questions, make, operator) {
        const byOrder = /^[<>]=?$/.test(operator);
        for (;;) {
            const operand = make();
            const path = /^\{(.*)\}$/.exec(operand)?.[1].split(".") ?? [];
            const type = questions.find(each => each.name === path[0])?.type;
            const isRefused = (type === "matrix" && path.length < 2) ||
                (type === "matrixdropdown" && path.length < 3) || type === "ranking" ||
                (operand === "''" && !/^([=!]=?|<>)$/.test(operator)) ||
                (byOrder && (type === "checkbox" || operand.startsWith("[")));
            if (!isRefused) {
                return operand;
            }
        }
    }

    comparison(questions) {
        const operator = this.pick(["=", "==", "!=", "<>", "<", "<=", ">", ">=", "contains",
            "notcontains", "anyof", "allof", "empty", "notempty"]);
        const left = () => (this.chance(0.9) ? this.reference(questions) : this.operand(questions));
        const right = () => this.operand(questions);
        if (/empty/.test(operator)) {
            return `${this.reference(questions)} ${operator}`;
        }
        const whole = this.comparable(questions, left, operator);
        for (;;) {
            const part = this.comparable(questions, right, operator);
            const isListed = operand => questions.find(each =>
                `{${each.name}}` === operand)?.type === "checkbox";
            const isVague = /contains|allof/.test(operator) && part.startsWith("{");
            const isList = /contains/.test(operator) && part.startsWith("[") &&
                !whole.startsWith("[") && !isListed(whole);
            const isMixed = /=|<>/.test(operator) && part.startsWith("{") &&
                whole.startsWith("{") && isListed(part) !== isListed(whole);
            if (!isVague && !isList && !isMixed) {
                return `${whole} ${operator} ${part}`;
            }
        }
    }

    condition(questions, depth = 2) {
        const share = this.random();
        if (depth === 0 || share < 0.45) {
            return this.comparison(questions);
        }
        const left = this.condition(questions, depth - 1);
        const right = this.condition(questions, depth - 1);
        return share < 0.6 ? `(${left}) and (${right})`
            : share < 0.75 ? `${left} or ${right}`
                : share < 0.85 ? `!(${left})`
                    : `${left} and ${right}`;
    }

    // Questions

    validators(type) {
        const kinds = {
            number: [{ type: "numeric", minValue: 0, maxValue: 4 }, { type: "numeric", minValue: 2 }],
            checkbox: [{ type: "answercount", minCount: 2 },
                { type: "answercount", minCount: 1, maxCount: 2 }],
            text: [{ type: "text", minLength: 2, maxLength: 4 },
                { type: "text", minLength: 1, allowDigits: false },
                { type: "regex", regex: "^[a-z]+$" }, { type: "regex", regex: "^\\d{2}$" },
                { type: "regex", regex: "[A-C]", caseInsensitive: true }],
        };
        return kinds[type === "comment" ? "text" : type];
    }

    shape(question, type) {
        switch (type) {
        case "radiogroup":
        case "dropdown":
        case "checkbox":
            question.choices = this.chance(0.3) ? [...CHOICES, "dont_know"] : [...CHOICES];
            if (this.chance(0.4)) { question.showOtherItem = true; }
            if (this.chance(0.4)) { question.showNoneItem = true; }
            if (type === "checkbox" && this.chance(0.3)) { question.maxSelectedChoices = 2; }
            if (type === "checkbox" && this.chance(0.2)) { question.minSelectedChoices = 2; }
            break;
        case "rating":
            if (this.chance(0.4)) { Object.assign(question, { rateMin: 0, rateMax: 10 }); }
            break;
        case "matrix":
            question.columns = this.chance(0.3) ? [1, 2, 3, "dont_know"] : [1, 2, 3];
            question.rows = ["r1", "r2"];
            if (this.chance(0.4)) { question.eachRowRequired = true; }
            break;
        case "roster":
            Object.assign(question, { type: "matrix", "x-rows": "organisations",
                columns: [0, 1, 2, 3, 4] });
            if (this.chance(0.4)) { question.eachRowRequired = true; }
            break;
        case "matrixdropdown":
            question.rows = ["r1", "r2"];
            question.choices = ["lo", "hi"];
            question.columns = [
                { name: "then", title: "t", cellType: "rating", isRequired: this.chance(0.3) },
                this.chance(0.5) ? { name: "now", title: "n", cellType: "rating" }
                    : { name: "now", title: "n", cellType: "radiogroup" }];
            break;
        case "number":
            if (this.chance(0.3)) { question.min = 1; }
            if (this.chance(0.3)) { question.max = 5; }
            if (this.chance(0.4)) { question.step = this.pick([1, 2, 0.5]); }
            break;
        case "date":
            if (this.chance(0.4)) { question.min = "2026-02-01"; }
            if (this.chance(0.4)) { question.max = "2026-10-01"; }
            break;
        case "text":
        case "comment":
            if (this.chance(0.25)) { question.maxLength = 5; }
            break;
        case "ranking":
            question.choices = ["p", "q", 3];
            break;
        default:
            break;
        }
        if (this.validators(type) && this.chance(0.25)) {
            question.validators = this.some(this.validators(type), 2);
        }
        return question;
    }

    question(index, earlier) {
        const type = this.pick(TYPES);
        const name = `q${index}`;
        const question = { type, name, title: name };
        if (type === "number" || type === "date") {
            Object.assign(question, { type: "text", inputType: type });
        }
        if (type === "html") {
            delete question.title;
            question.html = "<p>note</p>";
        } else {
            this.shape(question, type);
            if (this.chance(0.35)) {
                question.isRequired = true;
            } else if (earlier.length > 0 && this.chance(0.3)) {
                question.requiredIf = this.condition(earlier);
            }
        }
        if (earlier.length > 0 && this.chance(0.4)) {
            question.visibleIf = this.condition(earlier);
        }
        return question;
    }

    panel(elements, earlier, name) {
        const panel = { type: "panel", name, elements };
        if (earlier.length > 0 && this.chance(0.7)) {
            panel.visibleIf = this.condition(earlier);
        }
        return panel;
    }

    page(start, earlier) {
        const elements = [];
        const count = 1 + Math.floor(this.random() * 4);
        for (let i = 0; i < count; i++) {
            const question = this.question(start + i, earlier.filter(isAsked));
            earlier.push(question);
            elements.push(question);
        }
        const before = earlier.slice(0, start).filter(isAsked);
        const page = { name: `page${start}`, elements };
        if (count > 1 && this.chance(0.4)) {
            const inner = this.panel(elements.splice(count - 1), before, `inner${start}`);
            elements.push(this.chance(0.4) ? this.panel([inner], before, `outer${start}`) : inner);
        }
        if (before.length > 0 && this.chance(0.3)) {
            page.visibleIf = this.condition(before);
        }
        return page;
    }

    definition() {
        const questions = [];
        const pages = [];
        const count = 1 + Math.floor(this.random() * 3);
        for (let i = 0; i < count; i++) {
            pages.push(this.page(questions.length, questions));
        }
        return { pages };
    }

    // Answers

    choice(question) {
        return this.pick([...question.choices, ...question.showOtherItem ? ["other"] : [],
            ...question.showNoneItem ? ["none"] : []]);
    }

    cells(question, own) {
        const value = {};
        for (const row of rowsOf(question)) {
            if (!this.chance(0.7) || (row === own && !this.chance(0.1))) {
                continue;
            }
            if (question.type === "matrix") {
                value[row] = this.pick(question.columns);
            } else {
                value[row] = {};
                if (this.chance(0.7)) { value[row].then = this.pick([1, 3, 5]); }
                if (this.chance(0.7)) {
                    value[row].now = question.columns[1].cellType === "rating" ? 2 : "hi";
                }
            }
        }
        return value;
    }

    fitting(question, own) {
        switch (question.type) {
        case "radiogroup":
        case "dropdown":
            return this.choice(question);
        case "checkbox":
            return [...new Set(this.some([0]).concat([0]).map(() => this.choice(question)))];
        case "rating":
            return this.pick([1, 2, 3, 4, 5, question.rateMax === 10 ? 0 : 1]);
        case "matrix":
        case "matrixdropdown":
            return this.cells(question, own);
        case "boolean":
            return this.chance(0.5);
        case "ranking":
            return this.pick([["p", "q", 3], ["q", 3, "p"], [3, "p", "q"]]);
        case "comment":
            return this.pick(WORDS);
        default:
            return question.inputType === "number" ? this.pick(NUMBERS)
                : question.inputType === "date"
                    ? this.pick(["2026-01-15", "2026-06-01", "2026-12-31"])
                    : this.pick(WORDS.filter(each => !/[\r\n]/.test(each)));
        }
    }

    // What a browser of another kind, or somebody with a script, might send.
    strange() {
        return this.pick([...WORDS, ...NUMBERS, true, [], {}, ["x"], [1, 1], { r1: 9 },
            { zz: 1 }, { r1: { then: 9 } }, ["q", "p"], "2026-02-30"]);
    }

    answers(questions, own) {
        const answers = {};
        for (const question of questions.filter(isAsked)) {
            if (this.chance(0.3)) {
                continue;
            }
            answers[question.name] = this.chance(0.06) ? this.strange()
                : this.fitting(question, own);
            if (question.showOtherItem && this.chance(0.5)) {
                answers[`${question.name}-Comment`] = this.pick(["mine", "", "  ", " own\r\nwords "]);
            }
        }
        return answers;
    }

    respondent() {
        return this.pick([undefined, undefined, { organisation: "forge" }, { organisation: "town" },
            { actorType: "municipality" }, { open: true }]);
    }

    /** One definition with some answers to it: what compare.mjs takes. */
    cases(count) {
        const definition = this.definition();
        const questions = questionsOf(definition);
        const respondent = this.respondent();
        return Array.from({ length: count }, () => {
            const [organisation, actorType] = this.pick([["forge", "company"],
                ["town", "municipality"]]);
            const own = respondent?.open ? organisation : respondent?.organisation;
            const answers = this.answers(questions, own);
            if (respondent?.open) {
                Object.assign(answers, { organisation, actor_type: actorType });
            }
            return { programme, cycle: 1, definition, answers, respondent };
        });
    }
}

export function isAsked(question) {
    return question.type !== "html";
}

export function rowsOf(question) {
    return question["x-rows"] ? ["forge", "mill", "town"]
        : question.type === "comment" ? [] : question.rows ?? [];
}
