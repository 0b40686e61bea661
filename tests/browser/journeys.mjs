/*
 * Journeys of participants over networks and servers that fail, in one Chromium. Reads lines of JSON
 * from standard input: {"journey": name, "link": ..., ...} begins one of `journeys`; while it goes on
 * it writes lines {"ask": what, ...}, to each of which one line answers. It ends with {"done": facts}
 * or {"failed": stack}. Everything about the programme is in programme/journey.
 */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import {
  readLine, write, ask, control, choose, press, send, onPage, answerFirst, answerLast,
  answerAll, receiptOf, statusOf, waiting, noAnswersAreKept, visit, hidePage,
} from "./journey_steps.mjs";
import { unsentJourneys } from "./journeys_unsent.mjs";

const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  `--ignore-certificate-errors-spki-list=${process.argv[2]}`];

/* Both tabs are filled in before the first of them sends. */
async function twoTabs(context, link, action) {
  const first = await visit(context, link);
  const second = await visit(context, link);
  await answerAll(first, "One");
  await answerAll(second, action);
  await send(first);
  const receipt = await receiptOf(first);
  await send(second);
  return { first: receipt, second };
}

/* The journeys: each gets a context of its own and the task, and returns what the test looks at. */

const journeys = {
  ...unsentJourneys,

  async offline(context, { link }) {
    const page = await visit(context, link);
    await context.setOffline(true);
    await answerFirst(page, 1);
    await control(page, "why").fill("Rain");
    await press(page, "next");
    await onPage(page, "When it goes badly");
    await control(page, "reach").fill("12");
    await press(page, "back");
    await onPage(page, "Before we begin");
    assert.equal(await control(page, "why").inputValue(), "Rain");
    await choose(page, "submit", 2);
    assert.equal(await control(page, "why").isVisible(), false, "asked although it went well");
    await press(page, "next");
    await onPage(page, "In the middle");
    await page.goBack();
    await onPage(page, "Before we begin");
    await page.goForward();
    await onPage(page, "In the middle");
    await press(page, "next");
    await answerLast(page);
    await send(page);
    await waiting(page, /No connection.*kept on this device/s);
    assert.equal(await ask("count"), 0);
    await context.setOffline(false);
    return { receipt: await receiptOf(page), kept: await noAnswersAreKept(page) };
  },

  async killed(context, { link }) {
    const page = await visit(context, link);
    await answerFirst(page);
    await ask("kill");
    await press(page, "next");
    await onPage(page, "In the middle");
    await press(page, "next");
    await answerLast(page);
    await send(page);
    await waiting(page, /No connection/);
    await ask("start");
    await page.getByRole("button", { name: "Try now" }).click();
    return { receipt: await receiptOf(page) };
  },

  async killedWithoutScript(context, { link }) {
    const page = await visit(context, link);
    await answerFirst(page, 1);
    await control(page, "why").fill("Rain");
    await ask("kill");
    await ask("start");
    await press(page, "next");
    await onPage(page, "When it goes badly");
    await control(page, "reach").fill("7");
    await ask("kill");
    await press(page, "next").catch(() => {}); // the browser's own page says that nobody answers
    await ask("start");
    await page.reload();
    await onPage(page, "In the middle");
    await press(page, "next");
    await onPage(page, "At the end");
    await answerLast(page);
    await send(page);
    return { receipt: await receiptOf(page) };
  },

  async databaseDown(context, { link }) {
    const page = await visit(context, link);
    await answerAll(page);
    await ask("databaseDown");
    await send(page);
    await waiting(page, /The server cannot store answers right now/);
    await ask("databaseUp");
    return { receipt: await receiptOf(page) };
  },

  async reloadWhileWaiting(context, { link }) {
    const page = await visit(context, link);
    await answerAll(page, "Go on");
    await ask("refuse", { on: true });
    await send(page);
    await waiting(page, /No connection/);
    await ask("refuse", { on: false });
    await page.reload();
    return { receipt: await receiptOf(page) };
  },

  async closedWhileWaiting(context, { link }) {
    const page = await visit(context, link);
    await answerAll(page, "Go on");
    await ask("loseAnswers", { count: 1 });
    await ask("refuse", { on: false });
    await send(page);
    await waiting(page, /No connection/);
    await page.close();
    const again = await visit(context, link);
    return { receipt: await receiptOf(again) };
  },

  async answerLost(context, { link }) {
    const page = await visit(context, link);
    await answerAll(page);
    await ask("loseAnswers", { count: 2 });
    await send(page);
    await waiting(page, /No connection/);
    assert.equal(await ask("count"), 1);
    return { receipt: await receiptOf(page) };
  },

  async doubleClick(context, { link }) {
    const page = await visit(context, link);
    await answerAll(page);
    await ask("delay", { seconds: 0.5 });
    await page.locator("#send-button").dblclick();
    await page.locator("#send-button").click({ timeout: 200 }).catch(() => {}); // if it is still there
    return { receipt: await receiptOf(page) };
  },

  async backAndSend(context, { link, script = true }) {
    const page = await visit(context, link);
    await answerAll(page);
    await send(page);
    const receipt = await receiptOf(page);
    await page.goBack();
    await page.locator(script ? ".draft" : "#survey").waitFor();
    if (!script) await answerLast(page); // the browser gives choices back, but no texts
    while (!await page.locator("#send-button").isVisible()) await press(page, "next");
    assert.ok(await control(page, "trust.group", 2).isChecked());
    assert.equal(await control(page, "action").inputValue(), "Nothing");
    await send(page);
    return { receipt, again: await receiptOf(page) };
  },

  /* The second tab sends what the first has sent already. */
  async twoTabs(context, { link }) {
    const { first, second } = await twoTabs(context, link, "One");
    return { receipt: first, again: await receiptOf(second) };
  },

  /* On a personal link the other answers take the place of the first when they are sent again. */
  async twoTabsReplace(context, { link }) {
    const { first, second } = await twoTabs(context, link, "Two");
    await second.locator("#error-summary").waitFor();
    assert.equal(await second.evaluate(() => document.activeElement.id), "error-summary");
    while (!await second.locator("#send-button").isVisible()) await press(second, "next");
    assert.equal(await control(second, "action").inputValue(), "Two");
    await send(second);
    return { receipt: first, again: await receiptOf(second) };
  },

  /* At the wall they cannot; they are there to be read and copied. */
  async twoTabsAtTheWall(context, { link }) {
    const { first, second } = await twoTabs(context, link, "Two");
    await second.waitForFunction(() => !document.getElementById("survey"));
    return { receipt: first, text: await second.locator("main").innerText() };
  },

  async language(context, { link, how }) {
    const page = await visit(context, link);
    await answerFirst(page);
    if (how === "off") {
      await page.getByRole("button", { name: "Don’t keep my answers on this device" }).click();
      await noAnswersAreKept(page);
    }
    await press(page, "next");
    await onPage(page, "In the middle");
    await choose(page, "elements", "money");
    await page.locator("button[value=language-sv]").click();
    await page.waitForFunction(() => document.documentElement.lang === "sv");
    await onPage(page, "Mitt i");
    if (how === "off") await noAnswersAreKept(page);
    assert.ok(await control(page, "elements", "money").isChecked());
    await press(page, "next");
    await onPage(page, "Till sist");
    await answerLast(page);
    await send(page);
    return { receipt: await receiptOf(page) };
  },

  async slow(context, { link, times }) {
    const page = await visit(context, link);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions",
      { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 20_000 });
    await ask("loss", { share: 0.1 });
    const receipts = [];
    for (let i = 0; i < times; i++) {
      await answerAll(page, `Number ${i}`);
      await send(page);
      receipts.push(await receiptOf(page).catch(async () => {
        await page.reload(); // the receipt's own page was lost: nothing but the picture of it
        return receiptOf(page);
      }));
      // A page that was lost is asked for again, as people do.
      while (!await page.goto(link).then(() => page.locator("#send-button").count(), () => 0));
    }
    return { receipts };
  },

  async putAway(context, { link }) {
    let page = await visit(context, link);
    await answerFirst(page);
    await press(page, "next");
    await onPage(page, "In the middle");
    await choose(page, "elements", "time");
    await hidePage(page);
    await page.close();
    page = await visit(context, link);
    await onPage(page, "In the middle");
    assert.match(await page.locator("main").innerText(), /is here again/);
    assert.ok(await control(page, "elements", "time").isChecked());
    await press(page, "next");
    await answerLast(page);
    await page.goto("about:blank");
    await page.goto(link);
    await onPage(page, "At the end");
    assert.equal(await control(page, "action").inputValue(), "Nothing");
    await send(page);
    return { receipt: await receiptOf(page) };
  },

  async startOver(context, { link }) {
    const page = await visit(context, link);
    await answerFirst(page, 1);
    await page.reload();
    await page.getByRole("button", { name: "Start over" }).click();
    await page.waitForFunction(() => !document.querySelector("[name=submit]:checked"));
    await noAnswersAreKept(page);
    await answerAll(page);
    await send(page);
    return { receipt: await receiptOf(page) };
  },

  async notKept(context, { link, how }) {
    await context.addInitScript((what) => {
      const deny = () => {
        throw new DOMException("no room", what === "full" ? "QuotaExceededError" : "SecurityError");
      };
      if (what === "full") Storage.prototype.setItem = deny;
      else Object.defineProperty(window, "localStorage", { get: deny });
    }, how);
    const page = await visit(context, link);
    assert.match(await page.locator(".draft").innerText(), /cannot keep what you fill in/);
    await answerAll(page);
    await ask("refuse", { on: true });
    await send(page);
    await waiting(page, /No connection.*Keep this page open/s);
    await ask("refuse", { on: false });
    return { receipt: await receiptOf(page) };
  },

  async notWanted(context, { link }) {
    let page = await visit(context, link);
    await answerFirst(page);
    await page.getByRole("button", { name: "Don’t keep my answers on this device" }).click();
    await noAnswersAreKept(page);
    await page.close();
    page = await visit(context, link);
    assert.match(await page.locator(".draft").innerText(), /is not kept on this device/);
    assert.equal(await page.locator("[name=submit]:checked").count(), 0);
    await answerAll(page);
    await noAnswersAreKept(page);
    const asked = new Promise((resolve) => {
      page.once("dialog", (dialog) => { resolve(dialog.type()); dialog.accept(); });
    });
    await page.reload();
    assert.equal(await asked, "beforeunload");
    await answerAll(page);
    await send(page);
    return { receipt: await receiptOf(page) };
  },

  /* Answers on the device that are older than those the server has are offered, no more. */
  async older(context, { link }) {
    const page = await visit(context, link);
    await answerFirst(page, 1);
    await page.close();
    const elsewhere = await context.browser().newContext();
    const other = await visit(elsewhere, link);
    await answerAll(other, "Newer");
    await send(other);
    await receiptOf(other);
    await elsewhere.close();
    const again = await visit(context, link);
    assert.ok(await control(again, "submit", 2).isChecked());
    await again.getByRole("button", { name: "Show them" }).click();
    assert.ok(await control(again, "submit", 1).isChecked());
    await control(again, "why").fill("Older");
    await press(again, "next");
    await control(again, "reach").fill("3");
    await press(again, "next");
    await press(again, "next");
    await answerLast(again, "Older");
    await send(again);
    return { receipt: await receiptOf(again) };
  },

  async closedJustNow(context, { link }) {
    const page = await visit(context, link);
    await answerAll(page);
    await ask("close");
    await send(page);
    return { receipt: await receiptOf(page) };
  },

  async closed(context, { link }) {
    const page = await visit(context, link);
    await answerAll(page, "Too late for this");
    await ask("close");
    await ask("letTimePass");
    await send(page);
    await page.waitForFunction(() => !document.getElementById("survey"));
    return { text: await page.locator("main").innerText(),
      copy: await page.locator("textarea").inputValue() };
  },

  async refused(context, { link }) {
    const page = await visit(context, link);
    await choose(page, "agree", "false");
    await press(page, "next");
    await page.waitForFunction(() => !document.getElementById("survey"));
    await noAnswersAreKept(page);
    return { text: await page.locator("main").innerText() };
  },

  /* What the page says by itself and what the server says are the same words in the same places. */
  async errors(context, { link }) {
    const page = await visit(context, link);
    const errors = async () => ({
      summary: await page.locator("#error-summary li").allInnerTexts(),
      below: await page.locator("section.page:visible p.error").allTextContents(),
      focus: await page.evaluate(() => document.activeElement.id),
      title: await page.title(),
    });
    await choose(page, "submit", 1);
    await control(page, "why").fill("x".repeat(90));
    await control(page, "why").fill("");
    await press(page, "next");
    const own = await errors();
    assert.equal(await page.locator("p.error + textarea").count(), 1, "not above what it is about");
    await choose(page, "agree", "true");
    await control(page, "why").fill("Rain");
    await press(page, "next");
    await control(page, "reach").fill("a dozen");
    await press(page, "next");
    const number = await errors();
    await control(page, "reach").fill("51");
    await press(page, "next");
    const range = await errors();
    await control(page, "reach").fill("50");
    await press(page, "next");
    assert.equal(await page.locator("#error-summary").count(), 0);
    assert.equal(await page.title().then((title) => title.startsWith("Error")), false);
    await onPage(page, "In the middle");
    await page.locator('[name="order.2"]').selectOption("a");
    await press(page, "next");
    const ranking = await errors();
    await page.locator('[name="order.1"]').selectOption("b");
    await page.locator('[name="order.3"]').selectOption("c");
    await press(page, "next");
    await choose(page, "trust.others", 1);
    await send(page);
    const rows = await errors();
    // Now as if the page knew nothing: the server says the same.
    await page.evaluate(() => {
      for (const item of document.querySelectorAll("[data-item]")) {
        item.removeAttribute("data-required");
        item.removeAttribute("data-each-row");
      }
      for (const radio of document.querySelectorAll("[name=agree]")) radio.checked = false;
    });
    await send(page);
    await page.waitForFunction(() => document.querySelectorAll("#error-summary li").length === 2);
    const served = await errors();
    await onPage(page, "Before we begin");
    await page.locator("#error-summary a").nth(1).click();
    await onPage(page, "At the end");
    const led = await page.evaluate(() => document.activeElement.name);
    return { own, number, range, ranking, rows, served, led };
  },

  async comforts(context, { link }) {
    const page = await visit(context, link);
    await answerFirst(page, 1);
    await control(page, "why").fill("x".repeat(90));
    assert.match(await page.locator("section.page:visible").innerText(), /Characters left: 10/);
    await choose(page, "submit", 2);
    await press(page, "next");
    await choose(page, "elements", "time");
    await choose(page, "elements", "other");
    await control(page, "elements-Comment").fill("Luck");
    await choose(page, "elements", "none");
    assert.equal(await control(page, "elements", "time").isChecked(), false);
    await choose(page, "elements", "money");
    assert.equal(await control(page, "elements", "none").isChecked(), false);
    await page.locator('[name="order.1"]').selectOption("a");
    await page.locator('[name="order.2"]').selectOption("b");
    assert.match(await page.locator('[name="order.3"] option[value=a]').innerText(), /place 1/);
    const second = page.locator('[name="order.2"]');
    await second.focus();
    await second.selectOption("a");
    assert.equal(await page.locator('[name="order.1"]').inputValue(), "a", "taken away on the way");
    await second.blur();
    assert.equal(await page.locator('[name="order.1"]').inputValue(), "b");
    assert.equal(await statusOf(page), "Place 1: Meeting");
    await page.locator('[name="order.3"]').selectOption("c");
    await choose(page, "elements", "other");
    assert.equal(await control(page, "elements-Comment").inputValue(), "Luck");
    await control(page, "elements-Comment").press("Enter"); // as "next" does
    await onPage(page, "At the end");
    assert.match(await page.locator("#progress").innerText(), /3.*3/);
    await answerLast(page);
    await control(page, "action").press("Enter");
    return { receipt: await receiptOf(page) };
  },
};

async function run(browser, task) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true,
    javaScriptEnabled: task.script !== false, locale: "en-GB",
  });
  const complaints = [];
  const lost = []; // requests: told only when the journey fails
  context.on("requestfailed", (request) => lost.push(
    `lost: ${request.method()} ${request.resourceType()}: ${request.failure().errorText}`));
  context.on("weberror", (error) => complaints.push(String(error.error().stack)));
  context.on("console", (message) => {
    // Lost connections and refused forms are what this is about.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  try {
    const { page, ...facts } = await journeys[task.journey](context, task);
    assert.deepEqual(complaints, []);
    assert.deepEqual(await context.cookies(), []);
    return { done: facts };
  } catch (error) {
    return { failed: [error.stack, ...complaints, ...lost].join("\n") };
  } finally {
    await context.close();
  }
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
for (let task = await readLine(); task; task = await readLine()) write(await run(browser, task));
await browser.close();
