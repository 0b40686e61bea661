/*
 * Goes through a whole form with nothing but the keyboard, and sends it.
 *
 * At every stop of the Tab key the focus must be seen and nothing may lie over it. Task on standard
 * input: {"origin", "link", "script"}; what it met as JSON on standard output.
 */
import assert from "node:assert/strict";
import { currentPage } from "./form_pages.mjs";
import { launch, openPage, readTask } from "./quality_browser.mjs";

const task = await readTask();
const STOPS_MAX = 400;

/* In the page: what has the focus, and whether that can be seen. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shown = element.closest(".choice") || element;
  const box = shown.getBoundingClientRect();
  const style = getComputedStyle(shown);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const hit = document.elementFromPoint(x, middle);
  const group = element.type === "radio" || element.type === "checkbox"
    ? [...document.getElementsByName(element.name)].filter((each) => each.form === element.form) : [];
  return {
    tag: element.tagName, type: element.type || "", name: element.name || "", id: element.id,
    value: element.value ?? "", href: element.getAttribute("href"),
    text: (element.textContent || "").trim().slice(0, 40),
    taken: group.filter((each) => each.checked).length,
    // Inside of a date the browser itself shows which part has the focus.
    outlined: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || (element.type === "date" && !element.matches(":focus-visible")),
    inWindow: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    covered: Boolean(hit) && !shown.contains(hit) && !hit.contains(shown),
  };
}

const stops = [];
async function tab(page) {
  await page.keyboard.press("Tab");
  const stop = await page.evaluate(focused);
  if (!stop) return null;
  const name = `${stop.tag} ${stop.name || stop.id || stop.text}`;
  stops.push(name);
  assert.ok(stop.outlined, `no outline shows that the focus is on ${name}`);
  assert.ok(stop.inWindow, `the focus is out of the window on ${name}`);
  assert.ok(!stop.covered, `something lies over ${name}`);
  return stop;
}

/* Tab until something is found; back at the start of the document once at most. */
async function tabTo(page, wanted, what) {
  let wrapped = 0;
  for (let count = 0; count < STOPS_MAX && wrapped < 3; count++) {
    const stop = await tab(page);
    if (!stop) wrapped++;
    else if (wanted(stop)) return stop;
  }
  throw new Error(`the Tab key does not lead to ${what}`);
}

const isForward = (stop) => stop.tag === "BUTTON" && stop.type === "submit"
  && (stop.value === "next" || stop.id === "send-button");

/* Presses Enter and waits for what it leads to. */
async function enter(page) {
  const before = await currentPage(page);
  if (!task.script) {
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
    return;
  }
  await page.evaluate(() => {
    globalThis.markOfTheTest = true;
    document.querySelector("#error-summary")?.setAttribute("data-seen", "");
  });
  await page.keyboard.press("Enter");
  await page.waitForFunction((number) => {
    if (!globalThis.markOfTheTest) return document.readyState === "complete";
    const shown = [...document.querySelectorAll("section.page")].find((each) => each.checkVisibility());
    const summary = document.querySelector("#error-summary");
    return Number(shown?.dataset.page) !== number
      || (summary?.checkVisibility() && !summary.hasAttribute("data-seen"));
  }, before);
}

async function answer(page, stop) {
  const { keyboard } = page;
  if (stop.type === "radio") {
    if (stop.taken) return;
    await keyboard.press("Space");
    // The arrows go on to the next choice and take it; back again, so that a yes stays a yes.
    await keyboard.press("ArrowDown");
    const next = await page.evaluate(focused);
    assert.ok(next.taken === 1 && next.value !== stop.value, `an arrow does not move in ${stop.name}`);
    await keyboard.press("ArrowUp");
  } else if (stop.type === "checkbox") {
    if (stop.taken < 2) await keyboard.press("Space");
  } else if (stop.tag === "SELECT") {
    if (stop.value) return;
    const rank = Number(/\.(\d+)$/.exec(stop.name)?.[1] || 1);
    for (let i = 0; i < rank; i++) await keyboard.press("ArrowDown");
    assert.ok((await page.evaluate(focused)).value, `no key chooses in ${stop.name}`);
  } else if (stop.type === "date") {
    await keyboard.type("05052026");
  } else if (/^(text|textarea)$/.test(stop.type) && !stop.value && !stop.name.endsWith("-Comment")) {
    const number = stop.name === "reach" || stop.name === "group";
    await keyboard.type(number ? "123" : "sagt med tangenter");
  }
}

/* One page: the errors that an empty one has, the way from them to the fields, then all answers. */
async function goThroughPage(page) {
  const number = await currentPage(page);
  const field = page.locator("section.page:visible input[type=text]:not([name$=-Comment])");
  if (await field.count()) {
    // Enter in a field goes on, too, and is no language or way back.
    const name = await field.first().getAttribute("name");
    await tabTo(page, (stop) => stop.name === name, `the field ${name}`);
  } else {
    await tabTo(page, isForward, `the button that leads on, on page ${number}`);
  }
  await enter(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.ok(await currentPage(page) >= number, "Enter led back");
  const summary = page.locator("#error-summary:visible");
  if (await summary.count()) {
    assert.equal(await page.evaluate(() => document.activeElement.id), "error-summary",
      "the focus does not go to the error summary");
    const link = await tab(page);
    assert.ok(link?.href?.startsWith("#"), "the summary's first stop is no link to a field");
    await page.keyboard.press("Enter");
    const field = await page.evaluate(focused);
    assert.ok(field && /^(INPUT|SELECT|TEXTAREA)$/.test(field.tag)
      && `#${field.id}` === link.href, `${link.href} does not lead to the field`);
    await answer(page, field);
    // From the start again: a link in the summary does not lead to what is optional.
    await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0);
      getSelection().collapse(document.body, 0); });
  } else if (await currentPage(page) !== number) {
    return false;
  }
  for (let count = 0; count < STOPS_MAX; count++) {
    const stop = await tab(page);
    if (stop && isForward(stop)) break;
    if (stop) await answer(page, stop);
  }
  const isLast = (await page.evaluate(focused)).id === "send-button";
  await enter(page);
  return isLast;
}

const browser = await launch();
try {
  const complaints = [];
  const page = await openPage(browser, task, { javaScriptEnabled: task.script, locale: "en-GB" },
    complaints);
  await page.goto(task.link);
  const first = await tab(page);
  assert.match(first?.href || "", /^#/, "the first stop does not lead past the top of the page");
  const pages = [];
  for (let count = 0; count < 12; count++) {
    pages.push(await currentPage(page));
    if (await goThroughPage(page)) break;
    const now = await currentPage(page);
    if (task.script && now !== pages.at(-1)) {
      const place = await page.evaluate(() => {
        const element = document.activeElement;
        const box = element.getBoundingClientRect();
        return { inside: Boolean(element.closest("section.page, #progress")), top: box.top };
      });
      assert.ok(place.inside, "the focus does not go to the new page's heading");
      assert.ok(place.top >= 0 && place.top < 400, `the new page begins at ${place.top} px`);
    }
  }
  await page.waitForURL(/\/receipt\//);
  assert.deepEqual(complaints, []);
  console.log(JSON.stringify({ pages, stops: stops.length }));
} catch (error) {
  error.message += ` (the last stops: ${stops.slice(-5).join(", ")})`;
  throw error;
} finally {
  await browser.close();
}
