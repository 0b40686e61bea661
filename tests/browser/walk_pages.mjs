/*
 * Walks through every page in every state, language, and with and without script, and looks at each
 * with the checks beside this file. Task on standard input, findings as JSON on standard output:
 *
 * {"origin", "texts": {language: [...]}, "interface": {language: language of the interface's words},
 *  "answers": texts of participants, "pictures": folder or null, "login": [name, secret],
 *  "forms": [{"name", "language", "script", "link", "cycle", "open"}],
 *  "trials": [{"name", "language", "script", "link", "status", "html", "tamper", "refuse"}],
 *  "pages": [{"name", "url", "status", "interface", "mixed"}]}
 */
import { checkAxe } from "./axe_check.mjs";
import { currentPage, fillPage, forward, isLast, press } from "./form_pages.mjs";
import { checkLanguage, makeBook } from "./language_check.mjs";
import { cookiesOf, launch, openPage, readTask, takePictures } from "./quality_browser.mjs";
import { checkForcedColours, checkReflow } from "./reflow_check.mjs";

const task = await readTask();
const book = makeBook(task.texts);
const findings = { axe: [], reflow: [], language: [], network: [], frame: [] };
const states = [];

/* What holds for every page, whatever it shows. */
function frameFacts() {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const wrong = [];
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) wrong.push(`ids that occur twice: ${twice}`);
  const headings = [...document.querySelectorAll("h1")].filter((each) => each.checkVisibility?.());
  if (headings.length !== 1) wrong.push(`${headings.length} h1`);
  if (!document.querySelector("meta[name=viewport]")) wrong.push("no viewport");
  if (!document.title.trim()) wrong.push("no title");
  for (const id of ["aria-describedby", "aria-labelledby", "aria-controls"]) {
    for (const element of document.querySelectorAll(`[${id}]`)) {
      for (const target of element.getAttribute(id).split(/\s+/)) {
        if (!document.getElementById(target)) wrong.push(`${id}="${target}" leads nowhere`);
      }
    }
  }
  for (const link of document.querySelectorAll("a[href^='#']")) {
    if (link.hash && !document.getElementById(decodeURIComponent(link.hash.slice(1)))) {
      wrong.push(`${link.hash} leads nowhere`);
    }
  }
  return wrong;
}

class Walker {
  constructor(page, complaints, { language, script }) {
    Object.assign(this, { page, complaints, language, script, answers: [...task.answers] });
    this.statuses = new Set();
    page.on("response", (response) => {
      if (response.request().method() === "POST") this.statuses.add(response.status());
    });
  }

  /* Looks at the page as it is now. */
  async look(name, { root = this.language, mixed = false } = {}) {
    const label = `${name} (${this.language}, ${this.script ? "script" : "no script"})`;
    states.push(label);
    const add = (kind, lines) => findings[kind].push(...lines.map((line) => `${label}: ${line}`));
    add("frame", await this.page.evaluate(frameFacts));
    add("axe", await checkAxe(this.page, this.script));
    // English words of the interface are on the pages in Finnish, too.
    if (this.language !== "en") add("reflow", await checkReflow(this.page));
    if (this.language === "sv") add("reflow", await checkForcedColours(this.page));
    add("language", await checkLanguage(this.page, { book, language: this.language, root,
      words: task.interface[this.language], answers: this.answers, mixed }));
    add("network", this.complaints.splice(0));
    add("network", (await cookiesOf(this.page)).map((cookie) => `the cookie ${cookie}`));
    if ((this.language === "sv") === this.script) {
      await takePictures(this.page, task.pictures, `${name}-${this.language}`);
    }
  }

  async go(url, status) {
    const response = await this.page.goto(url, { waitUntil: "load" });
    if (status && response.status() !== status) {
      findings.frame.push(`${url}: ${response.status()}, not ${status}`);
    }
  }

  async dark(name) {
    await this.page.emulateMedia({ colorScheme: "dark" });
    findings.axe.push(...(await checkAxe(this.page, this.script)).map((line) =>
      `${name} (dark, ${this.language}): ${line}`));
    await this.page.emulateMedia({ colorScheme: null });
  }

  /* Each page of the form: empty, with what is wrong, filled in; then sends it. */
  async fillAndSend(name, link) {
    await this.go(link, 200);
    for (let number = 0; number < 12; number++) {
      const at = `${name}-page-${await currentPage(this.page)}`;
      await this.look(`${at}-empty`);
      if (this.language === "sv") await this.dark(`${at}-empty`);
      await press(this.page, forward(this.page), this.script);
      if (await this.page.locator("#error-summary:visible").count()) {
        await this.look(`${at}-errors`);
        const title = await this.page.title();
        if (!/^(Error|Fel): /.test(title)) findings.frame.push(`${at}-errors: the title is ${title}`);
        if (this.language === "sv") await this.dark(`${at}-errors`);
      } else if (!at.endsWith(`-${await currentPage(this.page)}`)) {
        continue; // nothing on it was required: it was passed
      }
      this.answers.push(...await fillPage(this.page));
      await this.look(`${at}-filled`);
      if (this.language === "sv") await this.dark(`${at}-filled`);
      const last = await isLast(this.page);
      await press(this.page, forward(this.page), this.script);
      if (last) {
        await this.arrive(name);
        return;
      }
      if (at.endsWith(`-${await currentPage(this.page)}`)) await this.arrive(`${at} filled in`);
    }
    throw new Error(`${name}: the form has no end`);
  }

  /* Sends a form as it was opened earlier; ends at the page that does not go on. */
  async tryOut(trial) {
    const link = withLanguage(trial.link, this.language);
    if (trial.html) {
      await this.page.route(link, (route) => route.request().method() === "GET"
        ? route.fulfill({ contentType: "text/html; charset=utf-8", body: trial.html })
        : route.continue());
    }
    await this.go(link, 200);
    for (let number = 0; number < 12 && !this.statuses.has(trial.status); number++) {
      this.answers.push(...await fillPage(this.page, trial.refuse));
      if (trial.tamper && await this.page.locator("[name=_state]").count()) {
        await this.page.evaluate(() => { document.querySelector("[name=_state]").value = "x"; });
      }
      const before = await currentPage(this.page);
      await forward(this.page).click();
      await this.until(async () => this.statuses.has(trial.status)
        || await currentPage(this.page) !== before, `${trial.name}: what comes after page ${before}`);
    }
    await this.page.waitForLoadState("load");
    if (!this.statuses.has(trial.status)) {
      throw new Error(`${trial.name}: never ${trial.status}, but ${[...this.statuses]}`);
    }
    if (this.script) { // the script may first hear the answer, and then ask for its page
      await this.until(() => this.page.evaluate(() => document.readyState === "complete"
        && !document.querySelector("#status:not(:empty)")?.checkVisibility()), "the page");
    }
    await this.look(`trial-${trial.name}`,
      { root: trial.interface ? task.interface[this.language] : this.language });
  }

  /* Asks again and again, whatever document there is by then. */
  async until(condition, what) {
    for (let tries = 0; tries < 200; tries++) {
      try {
        if (await condition()) return;
      } catch (error) {
        if (!/navigation|destroyed|detached/.test(error.message)) throw error;
      }
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error(`after 10 s still not: ${what}`);
  }

  async arrive(name) {
    if (/\/receipt\//.test(this.page.url())) return;
    const summary = this.page.locator("#error-summary, main").first();
    throw new Error(`${name}: no receipt but ${(await summary.innerText()).slice(0, 300)}`);
  }

  /* Each page of a form that was answered before. */
  async lookThrough(name, link) {
    await this.go(link, 200);
    for (let number = 0; number < 12; number++) {
      await this.look(`${name}-page-${await currentPage(this.page)}`);
      if (await isLast(this.page)) return;
      await press(this.page, forward(this.page), this.script);
    }
  }
}

async function walk(browser, choice, journey) {
  const complaints = [];
  const page = await openPage(browser, task, {
    javaScriptEnabled: choice.script, locale: choice.language,
    ...(choice.login
      ? { httpCredentials: { username: choice.login[0], password: choice.login[1] } } : {}),
  }, complaints);
  const walker = new Walker(page, complaints, choice);
  try {
    await journey(walker);
  } catch (error) {
    findings.frame.push(`${choice.name || "journey"} (${choice.language}, ${
      choice.script ? "script" : "no script"}) ended at ${page.url()}: ${error.message.replace(/\s+/g, " ").slice(0, 500)}`);
  } finally {
    await page.context().close();
  }
}

const withLanguage = (url, language) => `${url}${url.includes("?") ? "&" : "?"}lang=${language}`;

const journeys = [];
for (const form of task.forms) {
  journeys.push([{ ...form, name: "form" }, async (walker) => {
    await walker.fillAndSend(form.name, withLanguage(form.link, form.language));
    await walker.look(`${form.name}-receipt`);
    if (form.open) return;
    await walker.lookThrough(`${form.name}-again`, withLanguage(form.link, form.language));
    await walker.go(withLanguage(`${form.link}/cycle/${form.cycle}`, form.language), 200);
    await walker.look(`${form.name}-answers`);
  }]);
}
for (const trial of task.trials) {
  journeys.push([trial, (walker) => walker.tryOut(trial)]);
}
for (const language of Object.keys(task.interface)) {
  journeys.push([{ language, script: true, login: task.login, name: "pages" }, async (walker) => {
    for (const { name, url, status, interface: foreign, mixed } of task.pages) {
      await walker.go(withLanguage(url, language), status);
      await walker.look(name, { root: foreign ? task.interface[language] : language,
        mixed });
      if (language === "sv") await walker.dark(name);
    }
  }]);
}

const browser = await launch();
const begun = Date.now();
/* Two at a time: the browser has a process for each. */
await Promise.all([0, 1].map(async () => {
  while (journeys.length) {
    const [choice, journey] = journeys.shift();
    await walk(browser, choice, journey);
  }
}));
await browser.close();
console.log(JSON.stringify({ findings, states, seconds: (Date.now() - begun) / 1000 }));
