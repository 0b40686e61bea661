/*
 * What a form costs on the wire: everything that comes and everything that is posted, from opening
 * it to the receipt, in a browser that has nothing in its cache.
 *
 * Task on standard input: {"origin", "link", "script"}; on standard output what came, by address.
 */
import assert from "node:assert/strict";
import { currentPage, fillPage, forward, isLast, press } from "./form_pages.mjs";
import { cookiesOf, launch, openPage, readTask } from "./quality_browser.mjs";

const task = await readTask();
const browser = await launch();
try {
  const complaints = [];
  const page = await openPage(browser, task, { javaScriptEnabled: task.script, locale: "sv-SE" },
    complaints);
  const wire = await page.context().newCDPSession(page);
  const came = [];
  const asked = new Map();
  await wire.send("Network.enable");
  wire.on("Network.requestWillBeSent", ({ requestId, request, redirectResponse }) => {
    // A redirect's own answer has no end of loading of its own.
    if (redirectResponse) came.push(["303", redirectResponse.encodedDataLength, 0]);
    asked.set(requestId, [`${request.method} ${new URL(request.url).pathname}`,
      request.postData?.length || 0]);
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const [name, posted] = asked.get(requestId) || ["?", 0];
    // Chromium loads what it was given as data: by itself.
    if (!name.includes(",")) came.push([name, encodedDataLength, posted]);
  });
  await page.goto(task.link);
  const steps = [];
  for (let count = 0; count < 12; count++) {
    steps.push(await currentPage(page));
    await fillPage(page);
    const last = await isLast(page);
    await press(page, forward(page), task.script);
    if (last) break;
  }
  await page.waitForURL(/\/receipt\//);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(complaints, []);
  assert.deepEqual(await cookiesOf(page), []);
  console.log(JSON.stringify({ came, steps }));
} finally {
  await browser.close();
}
