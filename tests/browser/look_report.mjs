/*
 * The report with rich made-up figures: read by axe, narrow and dark, on paper, and its pictures
 * one by one. Task: {pages: paths of files}; answers {findings: [lines], counts: [[pictures, tables]]}.
 */
import { checkAxe } from "./axe_check.mjs";
import { launch, readTask } from "./quality_browser.mjs";
import { checkReflow } from "./reflow_check.mjs";

/* In the page: pictures that are not a document by themselves, or cannot be drawn. */
async function brokenPictures() {
  const found = [];
  for (const svg of document.querySelectorAll("svg")) {
    const name = svg.querySelector("title")?.textContent;
    const text = new XMLSerializer().serializeToString(svg);
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    if (parsed.querySelector("parsererror")) found.push(`picture "${name}" is not well-formed`);
    const image = new Image();
    const drawn = new Promise((resolve) => {
      image.onload = () => resolve(image.naturalWidth > 0);
      image.onerror = () => resolve(false);
    });
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    if (!await drawn) found.push(`picture "${name}" cannot be drawn alone`);
  }
  return found;
}

/* In the page: texts of pictures that stick out of what they are in. */
function stickingOut() {
  const found = [];
  for (const text of document.querySelectorAll("svg text")) {
    const box = text.getBoundingClientRect();
    const card = text.closest(".card, .headline").getBoundingClientRect();
    if (box.left < card.left || box.right > card.right) {
      found.push(`text of a picture sticks out: "${text.textContent}"`);
    }
  }
  return found;
}

/* In the page, as it is printed: figures that stay folded away, and what is only for a screen. */
function missingOnPaper() {
  const found = [];
  for (const table of document.querySelectorAll("table")) {
    if (table.getBoundingClientRect().height < 10) found.push(`not on paper: ${table.caption.textContent}`);
  }
  for (const extra of document.querySelectorAll("summary, nav, .data")) {
    if (extra.getBoundingClientRect().height > 0) found.push(`on paper: ${extra.textContent.trim()}`);
  }
  return found;
}

/* In the page: tables that are wider than there is room for them. */
function cutTables(selector) {
  return [...document.querySelectorAll(`${selector} table`)].filter((table) => {
    const room = (table.closest(".card") ?? document.body).getBoundingClientRect();
    return table.getBoundingClientRect().right > room.right + 1;
  }).map((table) => `cut in ${selector}: ${table.caption.textContent}`);
}

/* In the page: pictures that a sheet would cut. `height` is that of the sheet. */
function tooTall(height) {
  return [...document.querySelectorAll("svg")]
    .filter((svg) => svg.getBoundingClientRect().height > height)
    .map((svg) => `taller than a sheet: ${svg.querySelector("title").textContent}`);
}

async function look(browser, path, findings) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`file://${path}`);
  const counts = await page.evaluate(() => ["svg", "table"].map(
    (name) => document.querySelectorAll(name).length));
  const add = (what, lines) => findings.push(...lines.map((line) => `${path} ${what}: ${line}`));
  add("alone", await page.evaluate(brokenPictures));
  for (const colorScheme of ["light", "dark"]) {
    for (const [width, height] of [[1280, 900], [360, 740]]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      add(`${colorScheme} ${width}`, await page.evaluate(stickingOut));
      add(`${colorScheme} ${width}`, await checkAxe(page, true));
    }
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  add("open", await checkAxe(page, true));
  add("open", await checkReflow(page));
  for (const width of [1000, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    add(`open ${width}`, await page.evaluate(cutTables, "#trend"));
    add(`open ${width}`, await page.evaluate(cutTables, "#breakdown"));
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = false; }));
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize({ width: 688, height: 1000 });
  add("paper", await page.evaluate(missingOnPaper));
  add("paper", await page.evaluate(tooTall, 1000));
  add("paper", await page.evaluate(cutTables, "section"));
  await page.emulateMedia({ media: null });
  return counts;
}

const task = await readTask();
const browser = await launch();
try {
  const findings = [];
  const counts = [];
  for (const path of task.pages) counts.push(await look(browser, path, findings));
  process.stdout.write(JSON.stringify({ findings, counts }));
} finally {
  await browser.close();
}
