/*
 * The form page by page, the way a participant goes through it, with and without script.
 */

/* In the page: answers everything that is shown and not answered yet; the texts it wrote. */
function answerShown(refuse) {
  const written = [];
  const seen = (element) => element.checkVisibility?.() ?? element.getClientRects().length > 0;
  const tell = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const write = (field, text) => { field.value = text; tell(field); written.push(text); };
  const choose = (option) => { option.checked = true; tell(option); };
  const textFor = (field) => {
    if (field.type === "date") return field.min || "2026-05-05";
    if (field.name === "group") return "123";
    if (field.classList.contains("number") || field.inputMode === "numeric") return "3";
    return field.tagName === "TEXTAREA" ? "Räksmörgås\nmed mera" : "räksmörgås";
  };
  const names = new Set([...document.querySelectorAll("#survey [name]")].map((field) => field.name));
  for (const name of names) {
    const fields = [...document.getElementsByName(name)].filter((field) => field.form?.id === "survey"
      && field.type !== "hidden" && field.type !== "submit" && seen(field));
    if (fields.length === 0 || name.startsWith("_")) continue;
    const [first] = fields;
    if (first.type === "radio") {
      if (fields.some((field) => field.checked)) continue;
      if (refuse && name === "consent") {
        choose(fields.find((field) => field.value === "false"));
        continue;
      }
      const by = (value) => fields.find((field) => field.value === value);
      choose(by("true") || by("other") || by("company") || fields[fields.length >> 1]);
    } else if (first.type === "checkbox") {
      if (!fields.some((field) => field.checked)) fields.slice(0, 2).forEach(choose);
    } else if (first.tagName === "SELECT") {
      if (first.value) continue;
      const rank = /\.(\d+)$/.exec(name);
      const values = [...first.options].map((option) => option.value).filter(Boolean);
      first.value = rank ? values[rank[1] - 1] : values.find((value) => value === "sundvik-plat") || values[0];
      tell(first);
    } else if (first.value === "") {
      const other = name.endsWith("-Comment")
        && !document.querySelector(`[name="${name.slice(0, -8)}"][value=other]:checked`);
      if (!other) write(first, textFor(first));
    }
  }
  return written;
}

/* Answers what the page shows (consent with no if `refuse`); again as long as an answer brings up
   more questions. */
export async function fillPage(page, refuse = false) {
  const written = [];
  for (let round = 0; round < 4; round++) {
    const texts = await page.evaluate(answerShown, refuse);
    written.push(...texts);
    if (round > 0 && texts.length === 0) break;
  }
  return written;
}

/* The number of the page of the form that is shown; 0 if there is none. */
export function currentPage(page) {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll("section.page")].find((section) =>
      section.checkVisibility?.() ?? section.getClientRects().length > 0);
    return shown ? Number(shown.dataset.page || 1) : 0;
  });
}

/* The button that leads on: to the next page, or the one that sends. */
export const forward = (page) => page.locator(
  "#survey button[type=submit][value=next]:visible:not(.unseen), #send-button:visible").first();

export async function isLast(page) {
  return await forward(page).getAttribute("id") === "send-button";
}

/* Presses a button and waits for what it leads to: another document, another page of the form, or
   what is wrong with this one. */
export async function press(page, button, script) {
  if (!script) {
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), button.click()]);
    return;
  }
  const before = await currentPage(page);
  const mark = await page.evaluate(() => {
    document.querySelector("#error-summary")?.setAttribute("data-seen", "");
    return (globalThis.markOfTheTest ||= Math.random());
  });
  await button.click();
  await page.waitForFunction(([number, old]) => {
    if (globalThis.markOfTheTest !== old) return document.readyState === "complete";
    const shown = [...document.querySelectorAll("section.page")].find((section) =>
      section.checkVisibility());
    const summary = document.querySelector("#error-summary");
    return (shown && Number(shown.dataset.page || 1) !== number)
      || (summary?.checkVisibility() && !summary.hasAttribute("data-seen"));
  }, [before, mark]);
}
