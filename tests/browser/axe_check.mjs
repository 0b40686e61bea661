/*
 * axe-core in a page, with and without script.
 *
 * Where the page's own script is switched off, Chromium still runs what a debugger evaluates, but
 * no timer ever fires, and axe waits for timers. So axe's timers go into a list there, and the
 * test calls them. What is checked is then the page as somebody without script has it, not a copy.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  preload: false,
};

/* In the page: starts a run whose outcome will be in axeOutcome. */
function begin([options, script]) {
  if (!script) {
    globalThis.axeTimers = [];
    globalThis.setTimeout = (call, _, ...values) => globalThis.axeTimers.push(() => call(...values));
  }
  globalThis.axeOutcome = null;
  globalThis.axe.run(document, options, (error, results) => {
    globalThis.axeOutcome = error ? { error: String(error) } : {
      passes: results.passes.length,
      violations: results.violations.map((violation) => ({
        id: violation.id,
        nodes: violation.nodes.slice(0, 4).map((node) => `${node.target} ${
          (node.any[0] || node.all[0] || node.none[0] || {}).message || ""}`),
      })),
    };
  });
}

function outcome() {
  const timers = globalThis.axeTimers || [];
  for (let i = 0; i < 10_000 && timers.length && !globalThis.axeOutcome; i++) timers.shift()();
  return globalThis.axeOutcome;
}

/* The violations of the page as lines; throws if axe did not come to an end. */
export async function checkAxe(page, script) {
  if (!await page.evaluate(() => Boolean(globalThis.axe))) await page.evaluate(`${AXE};0`);
  await page.evaluate(begin, [OPTIONS, script]);
  for (let tries = 0; tries < 400; tries++) {
    const found = await page.evaluate(outcome);
    if (found?.error) throw new Error(`axe: ${found.error}`);
    if (found) {
      if (found.passes < 10) throw new Error(`axe looked at next to nothing: ${found.passes}`);
      return found.violations.map((each) => `axe ${each.id}: ${each.nodes.join(" | ")}`);
    }
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
  throw new Error("axe did not come to an end");
}
