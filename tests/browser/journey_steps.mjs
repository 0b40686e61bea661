/* What a participant does in a journey, and how the other side is asked for something. */
import assert from "node:assert/strict";
import readline from "node:readline";

const RECEIPT = /\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b/;

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
export const readLine = async () => {
  const { value, done } = await lines.next();
  return done ? null : JSON.parse(value);
};
export const write = (line) => console.log(JSON.stringify(line));

/* The other side does something, and says what came of it. */
export async function ask(what, details = {}) {
  write({ ask: what, ...details });
  return readLine();
}

/* What a participant does */

export const control = (page, name, value) => page.locator(
  `[name="${name}"]${value === undefined ? "" : `[value="${value}"]`}`);

export async function choose(page, name, value) {
  const label = await control(page, name, value).evaluateHandle((element) => element.labels[0]);
  await label.asElement().click();
  assert.ok(await control(page, name, value).isChecked());
}

export const press = (page, go) => page.locator(`main button[name=_go][value=${go}]`).click();
export const send = (page) => press(page, "send");

export async function onPage(page, title) {
  await page.locator("section.page:visible h2", { hasText: title }).first().waitFor();
}

export async function answerFirst(page, how = 2) {
  if (await control(page, "actor_type", "company").count() > 0) {
    await choose(page, "actor_type", "company");
  }
  await choose(page, "agree", "true");
  await choose(page, "submit", how);
}

export async function answerLast(page, action = "Nothing") {
  await choose(page, "trust.group", 2);
  await choose(page, "trust.others", 1);
  await control(page, "action").fill(action);
}

/* Everything up to the button to send. */
export async function answerAll(page, action) {
  await answerFirst(page);
  await press(page, "next");
  await onPage(page, "In the middle");
  await choose(page, "elements", "time");
  await press(page, "next");
  await onPage(page, "At the end");
  await answerLast(page, action);
}

export async function receiptOf(page) {
  await page.waitForURL(/\/receipt\//, { timeout: 60_000 });
  const found = RECEIPT.exec(await page.locator("main").innerText());
  assert.ok(found, "no receipt");
  return found[0];
}

export const statusOf = (page) => page.locator("#status").innerText();

export async function waiting(page, text) {
  await page.locator("#status.waiting").waitFor({ timeout: 30_000 });
  assert.match(await statusOf(page), text);
}

export const draftsOf = (page) => page.evaluate(() => Object.entries(localStorage)
  .filter(([key]) => key.startsWith("surveyd-draft-")).map(([, value]) => JSON.parse(value)));

export async function noAnswersAreKept(page) {
  for (const draft of await draftsOf(page)) assert.equal(draft.fields, null);
}

export async function visit(context, link) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(link);
  return page;
}

export const hidePage = (page) => page.evaluate(() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
});
