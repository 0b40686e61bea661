/*
 * Fills and sends the form of a wall link that asks for the organisation, and looks at the rows of
 * the roster on a later page. Reads {"link", "roster", "own", "other"} from standard input: the name
 * of the roster, two organisations of municipalities. Writes {"receipt"}.
 */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { fillPage, forward, isLast, press } from "./form_pages.mjs";

const RECEIPT = /\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b/;

let input = "";
for await (const part of process.stdin) input += part;
const { link, roster, own, other } = JSON.parse(input);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
try {
  const context = await browser.newContext({ ignoreHTTPSErrors: true,
    viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(link);
  const choose = (organisation) => page.locator("[name=organisation]").selectOption(organisation);
  const isLeftOut = (organisation) => page.locator(`[name="${roster}.${organisation}"]`).first()
    .evaluate((control) => control.closest(".row").hidden && control.matches(":disabled"));
  assert.equal(await isLeftOut(own), false, "nobody knows it yet");
  await page.locator("[name=actor_type][value=municipality] ~ *").first().click();
  await choose(own);
  assert.deepEqual([await isLeftOut(own), await isLeftOut(other)], [true, false]);
  await choose(other);
  assert.deepEqual([await isLeftOut(own), await isLeftOut(other)], [false, true]);
  await page.locator(`[name="${roster}.${own}"]`).first().evaluate((control) => {
    control.checked = true;
  });
  await choose(own);
  for (let pages = 0; pages < 20; pages++) {
    await fillPage(page);
    if (await page.locator(`[name="${roster}.${other}"]`).first().isVisible()) {
      assert.equal(await page.getByText("Skip your own organisation").isVisible(), false);
    }
    if (await isLast(page)) break;
    await press(page, forward(page), true);
    assert.equal(await page.locator("#error-summary").count(), 0);
  }
  const names = await page.evaluate(() =>
    [...new FormData(document.getElementById("survey")).keys()]);
  assert.ok(names.includes(`${roster}.${other}`));
  assert.ok(!names.includes(`${roster}.${own}`));
  await forward(page).click();
  await page.waitForURL(/\/receipt\//, { timeout: 20_000 });
  const [receipt] = RECEIPT.exec(await page.locator("main").innerText());
  console.log(JSON.stringify({ receipt }));
} finally {
  await browser.close();
}
