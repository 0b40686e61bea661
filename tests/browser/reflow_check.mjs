/*
 * Narrow, enlarged, with wide text, with the colours of the system: nothing is cut, nothing hides.
 */

/* A window of 1280 x 1024 enlarged to 400 % is 320 x 256 to the page (WCAG 1.4.10). */
const NARROW = { width: 320, height: 256 };

/* In the page: what sticks out, and what does not fit its box. */
function overflowing(what) {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    found.push(`${what}: the page is ${root.scrollWidth} px wide, the window ${root.clientWidth}`);
  }
  const name = (element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}${
    element.className && typeof element.className === "string" ? `.${element.className}` : ""} "${
    (element.textContent || "").trim().slice(0, 30)}"`;
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility?.() || element.closest(".unseen, .skip, svg, template")) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) continue;
    const scrolls = element.closest("[data-scrolls], .scroll, .scrolls, pre, .table");
    if (!scrolls && (box.right > root.clientWidth + 1 || box.left < -1)) {
      found.push(`${what}: sticks out: ${name(element)}`);
    }
    const style = getComputedStyle(element);
    const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
    if (clips && !scrolls && !/^(INPUT|SELECT|TEXTAREA|BODY|HTML)$/.test(element.tagName)
      && (element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1)) {
      found.push(`${what}: is cut: ${name(element)}`);
    }
    if (/^(BUTTON|LABEL|LEGEND|TH|TD)$/.test(element.tagName) && !clips
      && element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0) {
      found.push(`${what}: text is wider than its box: ${name(element)}`);
    }
  }
  return found.slice(0, 8);
}

/* In the page: the spacing of WCAG 1.4.12, on or off. */
function spread(on) {
  if (!globalThis.wideText) {
    globalThis.wideText = new CSSStyleSheet();
    globalThis.wideText.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important;"
      + " word-spacing: .16em !important; } p { margin-bottom: 2em !important; }");
  }
  document.adoptedStyleSheets = on ? [globalThis.wideText] : [];
}

/* In the page: targets that are too small for a finger (WCAG 2.5.8; ours are 44 px high). */
function smallTargets() {
  const found = [];
  const seen = (element) => element.checkVisibility?.() && !element.closest(".skip, .unseen");
  for (const element of document.querySelectorAll("a, button, input:not([type=hidden]), select, "
    + "textarea, summary, label")) {
    if (!seen(element)) continue;
    let target = element;
    if (/^(radio|checkbox)$/.test(element.type)) target = element.closest("label") || element;
    if (element.tagName === "LABEL" && !element.querySelector("input")) continue;
    const box = target.getBoundingClientRect();
    const inText = element.tagName === "A" && getComputedStyle(element).display === "inline";
    const least = inText ? 0 : element.matches("label, button, .button, select, input, textarea, summary")
      ? 44 : 24;
    if (box.height < least - 0.5 || (!inText && box.width < 24)) {
      found.push(`target of ${Math.round(box.width)} x ${Math.round(box.height)} px: ${
        element.tagName.toLowerCase()} "${(element.textContent || element.name || "").trim().slice(0, 30)}"`);
    }
  }
  return found.slice(0, 8);
}

/* In the page, with forced colours: every control has an edge, and what is chosen shows. */
function pale() {
  const found = [];
  const seen = (element) => element.checkVisibility?.() && !element.closest(".skip, .unseen");
  for (const element of document.querySelectorAll("input:not([type=hidden]), select, textarea, "
    + "button, .button")) {
    if (!seen(element)) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const edged = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1;
    const native = style.appearance !== "none";
    if (+style.opacity < 0.5 || box.width < 10 || !(edged || native)) {
      found.push(`forced colours: cannot be seen: ${element.tagName.toLowerCase()} ${
        element.name || element.textContent.trim()}`);
    }
    if (/^(radio|checkbox)$/.test(element.type) && element.checked && !native) {
      found.push(`forced colours: nothing shows that it is chosen: ${element.name}`);
    }
  }
  return found.slice(0, 8);
}

/* What is wrong with the page, as lines. Leaves the page as it was. */
export async function checkReflow(page) {
  const before = page.viewportSize();
  const found = await page.evaluate(smallTargets);
  await page.setViewportSize(NARROW);
  found.push(...await page.evaluate(overflowing, "320 px"));
  await page.evaluate(spread, true);
  found.push(...await page.evaluate(overflowing, "320 px, wide text"));
  await page.setViewportSize(before);
  found.push(...await page.evaluate(overflowing, `${before.width} px, wide text`));
  await page.evaluate(spread, false);
  return found;
}

export async function checkForcedColours(page) {
  await page.emulateMedia({ forcedColors: "active" });
  const found = await page.evaluate(pale);
  await page.emulateMedia({ forcedColors: null });
  return found;
}
