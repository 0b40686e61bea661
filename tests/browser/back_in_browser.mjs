/*
 * The browser's own Back, Forward and Reload on a form that is answered without script. Reads a
 * JSON object from standard input:
 *   link         the personal link
 *   certificate  SHA-256 of the daemon's public key in base64: a browser that does not trust the
 *                certificate keeps no page, whatever the page allows
 *   first, third [[name, value], ...] of the pages 1 and 3; page 2 is not for this participant
 *   last         the same of page 4, complete
 * Writes {"receipt": text} to standard output.
 */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

let text = "";
for await (const part of process.stdin) text += part;
const task = JSON.parse(text);
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: [...ARGUMENTS, `--ignore-certificate-errors-spki-list=${task.certificate}`],
});

const quoted = (value) => JSON.stringify(String(value));

async function fill(page, fields) {
  for (const [name, value] of fields) {
    const field = page.locator(`[name=${quoted(name)}]`).first();
    const type = await field.evaluate((element) => element.type);
    if (type === "radio" || type === "checkbox") {
      const choice = page.locator(`[name=${quoted(name)}][value=${quoted(value)}]`);
      if (!await choice.isChecked()) {
        await choice.evaluateHandle((element) => element.labels[0])
          .then((label) => label.asElement().click());
      }
    } else if (type === "select-one") {
      await field.selectOption(value);
    } else {
      await field.fill(value);
    }
  }
}

const press = async (page, button) => {
  await Promise.all([page.waitForNavigation(), page.click(`main button[value=${button}]`)]);
};

async function assertShown(page, number, fields, when) {
  assert.equal(await page.locator("section.page").getAttribute("data-page"), String(number), when);
  for (const [name, value] of fields) {
    const shown = await page.locator(`[name=${quoted(name)}]`).evaluateAll((elements) => elements
      .filter((each) => !["radio", "checkbox"].includes(each.type) || each.checked)
      .map((each) => each.value));
    assert.ok(shown.includes(value), `${when}: ${name} is ${shown}, not ${value}`);
  }
}

try {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(task.link);
  await fill(page, task.first);
  await press(page, "next");
  await fill(page, task.third);
  await press(page, "next");
  await assertShown(page, 4, [], "the last page");

  // Back to a page that answered a POST, on to the first, and forward again: all as it was left.
  await page.goBack();
  await assertShown(page, 3, task.third, "Back from the last page");
  await page.goBack();
  await assertShown(page, 1, task.first, "Back to the first page");
  await page.goForward();
  await assertShown(page, 3, task.third, "Forward again");

  // On from there with a button: nothing is asked twice.
  await press(page, "next");
  await press(page, "send");
  assert.match(await page.title(), /^Error/);
  await page.goBack();
  await assertShown(page, 4, [], "Back from what was refused");
  await page.goForward();
  assert.match(await page.title(), /^Error/, "Forward to what was refused");
  // A page loaded again is posted again; nothing comes of that but the same page.
  await page.reload();
  assert.match(await page.title(), /^Error/, "loaded again");
  await fill(page, task.last);
  await press(page, "send");
  const receipt = page.url().match(/receipt\/([0-9A-Z-]{19})/)[1];

  // Back after the end, and sent once more: the same receipt.
  await page.goBack();
  await assertShown(page, 4, task.last, "Back from the receipt");
  await press(page, "send");
  assert.ok(page.url().includes(receipt), "sent again");
  process.stdout.write(JSON.stringify({ receipt }));
} finally {
  await browser.close();
}
