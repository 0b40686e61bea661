/*
 * Shows the page for the projector and tells what it shows, once for each line of standard input:
 *   {"number": text, "stale": whether it says that the number is old, "state", "time",
 *    "loads": how often the page was loaded, "complaints": what the browser complained about}
 * Arguments: the page's address, and "script" or "no-script".
 */
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [address, script] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({
  viewport: { width: 1920, height: 1080 }, ignoreHTTPSErrors: true,
  javaScriptEnabled: script === "script",
});
const page = await context.newPage();
const complaints = [];
let loads = 0;
page.on("load", () => { loads += 1; });
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("console", (message) => {
  // A network that is away is an error to the browser, and is what the test makes.
  if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
    complaints.push(message.text());
  }
});
await page.goto(address);

const tell = () => page.evaluate(() => {
  const text = (selector) => document.querySelector(selector)?.textContent ?? null;
  return {
    number: text("#responses"),
    stale: document.getElementById("stale")?.checkVisibility() ?? null,
    state: document.getElementById("room")?.dataset.state ?? null,
    time: text("[data-time=sv]"),
  };
});

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "end") break;
  /* Between two loads of a page there is nothing to look at. */
  const told = await tell().catch(() => ({ number: null, stale: null, state: null, time: null }));
  console.log(JSON.stringify({ ...told, loads, complaints }));
}
await browser.close();
