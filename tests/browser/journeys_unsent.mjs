/*
 * Journeys of answers that were on the device and not sent when their cycle closed. As in
 * journeys.mjs: each gets a context of its own and the task, and returns what the test looks at.
 */
import assert from "node:assert/strict";
import { checkAxe } from "./axe_check.mjs";
import {
  ask, control, send, onPage, answerFirst, answerLast, answerAll, receiptOf, waiting, draftsOf,
  noAnswersAreKept, visit,
} from "./journey_steps.mjs";

const unsentBoxes = (page) => page.locator("#unsent section");
const sendUnsent = (page) => page.getByRole("button", { name: "Send them now" }).click();

async function nothingIsUnsent(page) {
  assert.equal(await unsentBoxes(page).count(), 0);
  assert.equal(await page.locator("#unsent").evaluate((element) => element.clientHeight), 0);
}

export const unsentJourneys = {
  /* The page was closed while its sending waited, and then the cycle. */
  async unsentGoesOn(context, { link }) {
    let page = await visit(context, link);
    await answerAll(page, "Go on");
    await ask("refuse", { on: true });
    await send(page);
    await waiting(page, /No connection/);
    await page.close();
    await ask("close");
    await ask("refuse", { on: false });
    await ask("loseAnswers", { count: 1 });
    page = await visit(context, link);
    await unsentBoxes(page).getByText("No connection").waitFor();
    assert.equal(await ask("count"), 1);
    await page.reload();
    return { receipt: await receiptOf(page), kept: await noAnswersAreKept(page) };
  },

  /* The page is opened again while nothing can be stored, and there is no form to go on with. */
  async unsentOnUnavailable(context, { link, draft = false }) {
    const page = await visit(context, link);
    await answerAll(page, "Go on");
    await ask("databaseDown");
    if (!draft) {
      await send(page);
      await waiting(page, /The server cannot store answers right now/);
    }
    await page.reload();
    await page.getByRole("heading", { name: "Try again in a moment" }).waitFor();
    const text = await unsentBoxes(page).innerText();
    if (!draft) {
      await unsentBoxes(page).getByText("The server cannot store answers right now").waitFor();
    }
    const axe = await checkAxe(page, true);
    await ask("databaseUp");
    if (draft) await sendUnsent(page);
    return { receipt: await receiptOf(page), kept: await noAnswersAreKept(page), text, axe };
  },

  /* Filled in in one language, never sent, and found by the page in another. */
  async unsentInTime(context, { link }) {
    let page = await visit(context, link);
    await answerAll(page, "In time");
    await page.close();
    await ask("close");
    page = await visit(context, link.replace("lang=en", "lang=sv"));
    const text = await unsentBoxes(page).innerText();
    const axe = await checkAxe(page, true);
    await page.getByRole("button", { name: "Skicka dem nu" }).click();
    const receipt = await receiptOf(page);
    await noAnswersAreKept(page);
    await page.goto(link);
    await nothingIsUnsent(page);
    return { receipt, text, axe };
  },

  /* The server says what is missing, and it can still be filled in. */
  async unsentIncomplete(context, { link }) {
    let page = await visit(context, link);
    await answerFirst(page);
    await page.close();
    await ask("close");
    page = await visit(context, link);
    await sendUnsent(page);
    await page.locator("#error-summary").waitFor();
    await onPage(page, "At the end");
    await answerLast(page, "Mended");
    await send(page);
    return { receipt: await receiptOf(page) };
  },

  async unsentTooLate(context, { link }) {
    let page = await visit(context, link);
    await answerAll(page, "Too late for this");
    await page.close();
    await ask("close");
    await ask("letTimePass");
    page = await visit(context, link);
    await sendUnsent(page);
    const copy = await page.locator("#copy").inputValue();
    await page.goto(link);
    await page.getByRole("button", { name: "Delete them from this device" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "page-main");
    await nothingIsUnsent(page);
    assert.deepEqual(await draftsOf(page), []);
    await page.reload();
    await nothingIsUnsent(page);
    return { copy };
  },

  /* What was being sent is not asked about again and again once the server has refused it. */
  async unsentRefused(context, { link }) {
    let page = await visit(context, link);
    await answerAll(page, "Too late for this");
    await ask("refuse", { on: true });
    await send(page);
    await waiting(page, /No connection/);
    await page.close();
    await ask("close");
    await ask("letTimePass");
    await ask("refuse", { on: false });
    page = await visit(context, link);
    await unsentBoxes(page).getByText("The server has not stored them").waitFor();
    await page.reload();
    await unsentBoxes(page).getByText("If it is too late").waitFor();
    await sendUnsent(page);
    return { copy: await page.locator("#copy").inputValue() };
  },

  /* The link leads to the next cycle's form already. */
  async unsentOnNextForm(context, { link }) {
    let page = await visit(context, link);
    await answerAll(page, "Of the first");
    await page.close();
    await ask("close");
    await ask("openNext");
    page = await visit(context, link);
    const text = await unsentBoxes(page).innerText();
    const axe = await checkAxe(page, true);
    await answerAll(page, "Of the second");
    await sendUnsent(page);
    await unsentBoxes(page).getByText("They have been sent").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Show the receipt");
    axe.push(...await checkAxe(page, true));
    assert.equal(await ask("count"), 1);
    assert.equal(await control(page, "action").inputValue(), "Of the second");
    await send(page);
    const second = await receiptOf(page);
    await page.goto(link);
    await nothingIsUnsent(page);
    return { text, axe, second };
  },

  async unsentTooLateOnNextForm(context, { link }) {
    let page = await visit(context, link);
    await answerAll(page, "Of the first");
    await page.close();
    await ask("close");
    await ask("letTimePass");
    await ask("openNext");
    page = await visit(context, link);
    await answerFirst(page);
    await sendUnsent(page);
    const copy = await page.locator("#copy").inputValue();
    await page.goto(link);
    assert.ok(await control(page, "submit", 2).isChecked(), "of the second, it is gone");
    assert.equal(await unsentBoxes(page).count(), 1);
    return { copy };
  },
};
