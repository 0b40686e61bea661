/*
 * Proves that the checks see: a page with one fault of each kind, and what each check says of it.
 * Findings as JSON on standard output.
 */
import { checkAxe } from "./axe_check.mjs";
import { checkLanguage, makeBook } from "./language_check.mjs";
import { launch, PHONE } from "./quality_browser.mjs";
import { checkForcedColours, checkReflow } from "./reflow_check.mjs";

const FAULTY = `<!doctype html><html lang="en"><head><title>Faulty</title>
<meta name="viewport" content="width=device-width"><style>
.pale { color: #bbb; background: #fff; } .wide { width: 350px; }
.tight { height: 18px; width: 60px; overflow: hidden; } button { padding: 0; border: 0; height: 18px; }
.bare { appearance: none; border: 0; outline: 0; }
</style></head><body><main><h1>A page with faults</h1>
<p class="pale">Hardly to be read</p><p class="wide">Too wide for a phone</p>
<p class="tight">Words that are cut off</p><div><button>S</button><button>M</button></div>
<label>Bare <input class="bare" name="bare"></label>
<p>Kysymys suomeksi</p><p lang="fi">Words of the interface</p>
<p>A paragraph more, so that there is something to pass, and <a href="#x">a link</a>.</p>
</main></body></html>`;

const found = {};
const browser = await launch();
try {
  for (const script of [true, false]) {
    const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: script });
    const page = await context.newPage();
    await page.setContent(FAULTY);
    found[script ? "axe" : "axeWithoutScript"] = await checkAxe(page, script);
    found.reflow = await checkReflow(page);
    found.forced = await checkForcedColours(page);
    found.language = await checkLanguage(page, { language: "fi", words: "en", answers: [],
      book: makeBook({ fi: ["Kysymys suomeksi"] }) });
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
