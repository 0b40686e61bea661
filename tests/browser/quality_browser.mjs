/*
 * The browser that the tests of quality share, and what it complains about.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const PHONE = { width: 390, height: 844 };

export async function readTask() {
  let text = "";
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
}

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ARGUMENTS });
}

/* A page of its own context. `complaints` fills with what no page of ours may do: errors of
   script, broken rules of the content security policy, requests to others, cookies. */
export async function openPage(browser, task, options, complaints) {
  const context = await browser.newContext({
    viewport: PHONE, ignoreHTTPSErrors: true, reducedMotion: "reduce", ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const origin = new URL(task.origin).origin;
  page.on("pageerror", (error) => complaints.push(`script: ${error}`));
  page.on("console", (message) => {
    // Chromium logs every answer of 400 and above as an error of its own.
    if (!["error", "warning"].includes(message.type())
      || /the server responded with a status of/.test(message.text())) return;
    complaints.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin && !request.url().startsWith("data:")) {
      complaints.push(`request to another site: ${request.url()}`);
    }
  });
  page.on("response", async (response) => {
    if ("set-cookie" in response.headers()) complaints.push("a cookie was set");
  });
  return page;
}

export async function cookiesOf(page) {
  return (await page.context().cookies()).map((cookie) => cookie.name);
}

/* Pictures of a page at both widths and in both colour schemes, if a folder is given. */
export async function takePictures(page, folder, name) {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ fullPage: true,
        path: path.join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}
