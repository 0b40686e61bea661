/*
 * Fills and sends the form of a personal link as a participant does: first nothing at all, then
 * everything, then a change. Reads a JSON object from standard input:
 *   link        the personal link
 *   fields      [[name, value], ...] of the form, complete and valid
 *   again       those of them that the form must show when it is opened again
 *   change      [name, value], a radio button to choose the second time
 *   script      whether the page may run JavaScript
 *   language    "sv" or "en"
 *   screenshots a folder, or null
 * Writes {"receipts": [first, second]} to standard output. What goes wrong is an error with a
 * stack, and exit code 1.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const RECEIPT = /\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b/;

async function readInput() {
  let text = "";
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
}

const quoted = (text) => JSON.stringify(String(text));

/* Answers one field the way a finger does: by its label where there is one. */
async function answer(page, name, value) {
  const fields = page.locator(`[name=${quoted(name)}]`);
  assert.ok(await fields.count() > 0, `the form has no field ${name}`);
  const first = fields.first();
  const tag = await first.evaluate((element) => element.tagName);
  const type = await first.getAttribute("type");
  if (tag === "SELECT") {
    await first.selectOption(value);
  } else if (type === "radio" || type === "checkbox") {
    const choice = page.locator(`[name=${quoted(name)}][value=${quoted(value)}]`);
    assert.equal(await choice.count(), 1, `${name} has no choice ${value}`);
    if (!await choice.isChecked()) {
      const label = await choice.evaluateHandle((element) => element.labels[0]);
      await label.asElement().click();
    }
    assert.ok(await choice.isChecked(), `${name} = ${value} was not taken`);
  } else {
    await first.fill(value);
  }
}

/* The button that goes on to the next page, or else the one that sends. */
const wayOn = (page) => page.locator(".send button:is([value=next], [value=send]):visible");

/* With script only the last press leaves the page. */
async function press(page, leaves) {
  if (!leaves) {
    await wayOn(page).click();
    return;
  }
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), wayOn(page).click()]);
}

/* Fills in what is asked, page by page, up to the last; names of what was not asked. */
async function fillPages(page, task, fields) {
  let left = fields;
  for (;;) {
    const asked = [];
    for (const [name, value] of left) {
      if (await page.locator(`[name=${quoted(name)}]`).first().isVisible()) {
        await answer(page, name, value);
        asked.push(name);
      }
    }
    left = left.filter(([name]) => !asked.includes(name));
    if (await wayOn(page).getAttribute("value") === "send") {
      return left.map(([name]) => name);
    }
    const before = await page.locator("#progress").innerText();
    await press(page, !task.script);
    assert.equal(await page.locator("#error-summary").count(), 0, `${before} has errors`);
    assert.notEqual(await page.locator("#progress").innerText(), before);
  }
}

/* What holds for every page on a phone. */
async function checkPage(page, language) {
  const facts = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    viewport: Boolean(document.querySelector("meta[name=viewport]")),
    twice: [...document.querySelectorAll("[id]")].map((element) => element.id)
      .filter((id, at, all) => all.indexOf(id) !== at),
    nameless: [...document.querySelectorAll("input:not([type=hidden]), textarea, select")]
      .filter((element) => !(element.labels && element.labels.length)
        && !element.getAttribute("aria-label") && !element.getAttribute("aria-labelledby"))
      .map((element) => element.name),
    small: [...document.querySelectorAll("label, button:not([aria-hidden]), select")]
      .filter((element) => element.control?.type === "radio" || element.tagName === "BUTTON")
      .map((element) => Math.round(element.getBoundingClientRect().height))
      .filter((height) => height > 0 && height < 24),
  }));
  assert.ok(facts.width <= facts.room, `wider than the phone: ${facts.width} > ${facts.room}`);
  assert.equal(facts.language, language);
  assert.equal(facts.headings, 1, "not exactly one h1");
  assert.ok(facts.viewport, "no viewport");
  assert.deepEqual(facts.twice, [], "ids that occur twice");
  assert.deepEqual(facts.nameless, [], "fields without a label");
  assert.deepEqual(facts.small, [], "targets lower than 24 px");
}

/* The summary of errors leads to each field. */
async function checkErrors(page) {
  const links = page.locator("#error-summary a[href^='#']");
  const count = await links.count();
  assert.ok(count > 0, "no error summary");
  for (let i = 0; i < count; i++) {
    const target = (await links.nth(i).getAttribute("href")).slice(1);
    assert.equal(await page.locator(`[id=${quoted(target)}]`).count(), 1,
      `the summary leads to #${target}, which is not there`);
  }
}

async function receiptOf(page) {
  const found = RECEIPT.exec(await page.locator("main").innerText());
  assert.ok(found, `no receipt on ${page.url().replace(/\/p\/.*/, "/p/...")}`);
  return found[0];
}

async function fillAndSend(page, task, picture) {
  await page.goto(task.link);
  await checkPage(page, task.language);
  await picture(page, "form");
  await press(page, !task.script);
  await page.locator("#error-summary").waitFor();
  await checkPage(page, task.language);
  if (!task.script) assert.match(await page.title(), /^(Error|Fel)/);
  await checkErrors(page);
  await picture(page, "errors");

  const left = await fillPages(page, task, task.fields);
  for (const [name] of task.again) assert.ok(!left.includes(name), `${name} is not asked`);
  await picture(page, "filled");
  await press(page, true);
  await checkPage(page, task.language);
  await picture(page, "receipt");
  const first = await receiptOf(page);

  // The link again: what was answered is there, and can be changed.
  await page.goto(task.link);
  for (const [name, value] of task.again) {
    const choice = page.locator(`[name=${quoted(name)}][value=${quoted(value)}]`);
    if (await choice.count() === 1 && await choice.getAttribute("type") === "radio") {
      assert.ok(await choice.isChecked(), `${name} = ${value} is not shown again`);
    }
  }
  await fillPages(page, task, [task.change]);
  await press(page, true);
  await checkPage(page, task.language);
  return [first, await receiptOf(page)];
}

const task = await readInput();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
try {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2,
    javaScriptEnabled: task.script, locale: task.language === "sv" ? "sv-SE" : "en-GB",
    ignoreHTTPSErrors: true, // the certificate is checked by other tests
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // Chromium logs the 422 of an invalid form as an error of its own.
    if (message.type() === "error" && !message.text().includes("422")) {
      complaints.push(message.text());
    }
  });
  page.on("request", (request) => {
    const origin = new URL(task.link).origin;
    if (!request.url().startsWith(origin)) complaints.push(`a request to ${request.url()}`);
  });
  const picture = async (shown, name) => {
    if (task.screenshots) {
      await shown.screenshot({ path: path.join(task.screenshots, `${name}.png`), fullPage: true });
    }
  };
  const receipts = await fillAndSend(page, task, picture);
  assert.deepEqual(complaints, []);
  console.log(JSON.stringify({ receipts }));
} finally {
  await browser.close();
}
