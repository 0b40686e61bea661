/*
 * Each text on a page carries the language it is in (WCAG 3.1.1, 3.1.2).
 *
 * What the programme's files say is in the programme's language; everything else is the interface's
 * own, in `words`: the same language, or English where the interface does not speak it.
 */

/* In the page: [text, language, whether its parts cannot be marked, whether it is a line of a longer
   text in a picture] of what is shown or read out. */
function textsShown() {
  const found = [];
  const languageOf = (element) => element.closest("[lang]")?.getAttribute("lang") || "";
  const takesNoMarks = (element) => element.closest("option");
  const add = (text, element) => {
    const plain = text.replace(/\s+/g, " ").trim();
    if (/\p{L}{3}/u.test(plain)) {
      found.push([plain, languageOf(element), Boolean(takesNoMarks(element)),
        Boolean(element.closest("svg text.line"))]);
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.closest("script, style, template, noscript, textarea")) continue;
    if (element.closest("option") || element.checkVisibility?.()) {
      add(walker.currentNode.data, element);
    }
  }
  for (const element of document.body.querySelectorAll("[aria-label], [placeholder], [title], img[alt]")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      if (element.hasAttribute(name)) add(element.getAttribute(name), element);
    }
  }
  return { texts: found, page: document.documentElement.lang };
}

const plain = (text) => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
/* Names of languages, which are in their own; addresses; receipts; where figures come from. */
const NO_LANGUAGE = new RegExp("^(svenska|english|suomi|https?:\\S+|localhost:\\S+"
  + "|[0-9A-Z]{4}(-[0-9A-Z]{4})+|metrics v\\d+ · survey-aggregator .*)$", "i");
const hasWords = (text) => /\p{L}{3}/u.test(text);

/* The programme's texts: [text, its languages], the longest first. */
export function makeBook(texts) {
  const book = new Map();
  for (const [language, list] of Object.entries(texts)) {
    for (const text of list) {
      for (const piece of [text, ...text.split(/<[^>]*>/)].map(plain)) {
        if (!hasWords(piece)) continue;
        if (!book.has(piece)) book.set(piece, new Set());
        book.get(piece).add(language);
      }
    }
  }
  return [...book].sort((one, other) => other[0].length - one[0].length);
}

/* The languages of a text that is the programme's, beside numbers, signs, and what a participant
   wrote; null if the interface has its part in it. `whole`: its parts cannot be marked, so what the
   interface adds to it does not count. */
function ownersOf(book, text, answers, whole) {
  let rest = answers.reduce((left, answer) => left.replaceAll(answer, " "), text);
  let owners = null;
  for (const [piece, languages] of book) {
    if (!rest.includes(piece)) continue;
    rest = rest.replaceAll(piece, " ");
    owners = owners ? owners.filter((each) => languages.has(each)) : [...languages];
  }
  return hasWords(rest) && !whole ? null : owners;
}

/* `answers` are texts that a participant wrote: they are in whatever language they like. `mixed`: on
   the page all languages stand side by side, and each text is in the one it is marked with. */
export async function checkLanguage(page, expected) {
  const { book, language, words, root = language, mixed } = expected;
  const answers = expected.answers.map(plain);
  const shown = await page.evaluate(textsShown);
  const found = [];
  if (shown.page !== root && !mixed) found.push(`the page says lang=${shown.page}, not ${root}`);
  for (const [text, marked, whole, line] of shown.texts) {
    if (answers.includes(text) || NO_LANGUAGE.test(text)) continue;
    const isOf = ([piece, languages]) => languages.has(marked)
      && piece.includes(text.replace(/( \(\d+\)|…)$/, ""));
    if (line && marked === language && book.some(isOf)) continue;
    const owners = ownersOf(book, text, answers, whole);
    if (mixed) {
      if (owners && !owners.includes(marked)) found.push(`"${text}" is in ${owners} but marked ${marked}`);
      continue;
    }
    // A word such as "Yes" may be both the programme's in one language and the interface's.
    if (owners && owners.includes(language)) {
      if (!owners.includes(marked)) found.push(`"${text.slice(0, 60)}" is marked ${marked}, not ${owners}`);
    } else if (marked !== words) {
      found.push(`the interface's "${text.slice(0, 60)}" is marked ${marked}, not ${words}`);
    } else if (owners && !owners.includes(words)) {
      found.push(`"${text.slice(0, 60)}" is in ${owners} on a page in ${language}`);
    }
  }
  return found.slice(0, 12);
}
