/*
 * Lighthouse on its mobile profile (simulated throttling: a slow phone on slow 4G).
 *
 * Task on standard input: {"certificate": file of the certificate authority's or server's
 * certificate, "pages": [{"name", "url"}]}; scores as JSON on standard output. The browser trusts
 * this one certificate's key, so that the pages are judged as pages over valid HTTPS are.
 */
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";
import { readTask } from "./quality_browser.mjs";

const ALL = ["performance", "accessibility", "best-practices"];
const RUNS = 3;
const FAST = 0.95;

const task = await readTask();
const key = new X509Certificate(readFileSync(task.certificate)).publicKey
  .export({ type: "spki", format: "der" });
const profile = mkdtempSync(path.join(tmpdir(), "surveyd-lighthouse-"));
const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROMIUM || "/usr/bin/chromium",
  userDataDir: profile, logLevel: "error",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
    `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`],
});

/* Lighthouse now and then loses the trace that it recorded; a page that cannot be loaded stays so. */
async function run(url, categories) {
  for (let tries = 1; ; tries++) {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error", output: "json",
      onlyCategories: categories });
    if (!lhr.runtimeError) return lhr;
    const { code, message } = lhr.runtimeError;
    if (!/^NO_|^TRACE/.test(code) || tries === 3) throw new Error(`${url}: ${code}: ${message}`);
  }
}

/* The audits of the categories that cost points. */
function failures(lhr) {
  const found = [];
  for (const [name, category] of Object.entries(lhr.categories)) {
    for (const { id, weight } of category.auditRefs) {
      const { score, title, displayValue, details } = lhr.audits[id];
      if (weight > 0 && score !== null && score < 1) {
        const [first] = details?.items || [];
        found.push(`${name}: ${title} ${displayValue || ""} ${first && name !== "performance"
          ? JSON.stringify(first).slice(0, 300) : ""}`);
      }
    }
  }
  return found;
}

try {
  const results = [];
  for (const { name, url } of task.pages) {
    const first = await run(url, ALL);
    const speed = [first.categories.performance.score];
    // The median of three; when two are fast enough the third cannot change it.
    while (speed.length < RUNS && speed.filter((score) => score >= FAST).length < 2) {
      speed.push((await run(url, ["performance"])).categories.performance.score);
    }
    const median = speed.length < RUNS ? Math.min(...speed)
      : [...speed].sort((one, other) => one - other)[1];
    results.push({ name, address: first.finalDisplayedUrl, performance: median,
      accessibility: first.categories.accessibility.score,
      bestPractices: first.categories["best-practices"].score, failures: failures(first) });
  }
  console.log(JSON.stringify(results));
} finally {
  chrome.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
