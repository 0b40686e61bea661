// Drafts: what is filled in stays on the device until it has been sent, if the participant lets it.
//
// One record for each form (the link and the cycle; the name says nothing of either), which all tabs
// share: {submission, revision, page, time, fields, sending, off, moved}. `fields` is null as long as
// nothing has been filled in. It also makes two tabs send under one submission id, so that one
// response is stored. Decided in docs/decisions/script-and-drafts.md.
const DRAFT_PREFIX = "surveyd-draft-";
const DRAFT_LIFE_MS = 14 * 24 * 3600 * 1000;
const DRAFT_PAUSE_MS = 300;

let draftKey;
let draft = {}; // {off, sending} as they are in the record
let draftBlocked = false;
let draftTimer;
let typed = false; // there is something that the server has not been given
let kept = false; // all of it is on the device
let leaving = false; // the page is being left on purpose
let draftNote;

const readDraft = (key) => {
  try {
    const record = JSON.parse(localStorage.getItem(key));
    const isOurs = record && (record.fields === null || Array.isArray(record.fields));
    if (isOurs && record.time > Date.now() - DRAFT_LIFE_MS) {
      return record;
    }
    localStorage.removeItem(key);
  } catch (error) {
    draftBlocked = !(error instanceof SyntaxError);
  }
  return null;
};

const writeDraft = (record) => {
  try {
    localStorage.setItem(draftKey, JSON.stringify({ ...record, time: Date.now() }));
    draftBlocked = false;
  } catch (error) {
    draftBlocked = true;
  }
  return !draftBlocked;
};

const showDraftNote = () => {
  const state = draftBlocked ? "draft_blocked" : draft.off ? "draft_off" : "draft_on";
  if (draftNote.dataset.state === state) {
    return;
  }
  draftNote.dataset.state = state;
  draftNote.textContent = "";
  draftNote.append(make("p", {}, say(state)));
  if (!draftBlocked) {
    draftNote.append(makeButton(draft.off ? "draft_start" : "draft_stop", () => {
      draft.off = !draft.off;
      saveDraft();
      draftNote.querySelector("button").focus();
    }));
  }
};

// True if everything that is filled in is on the device now.
const saveDraft = (more = {}) => {
  clearTimeout(draftTimer);
  if (leaving) {
    return false;
  }
  const written = writeDraft({
    submission: hiddenField("_submission").value,
    revision: Number(form.getAttribute("data-revision")),
    page: current,
    fields: typed && !draft.off ? [...new FormData(form)] : null,
    ...draft,
    ...more,
  });
  kept = written && !draft.off;
  showDraftNote();
  return kept;
};

const saveDraftSoon = () => {
  typed = true;
  kept = false;
  clearTimeout(draftTimer);
  draftTimer = setTimeout(saveDraft, DRAFT_PAUSE_MS);
};

// Nothing of the answers stays; that none are to be kept here is remembered.
const dropDraft = () => {
  clearTimeout(draftTimer);
  typed = false;
  try {
    localStorage.removeItem(draftKey);
    if (draft.off) {
      writeDraft({ submission: null, fields: null, off: true });
    }
  } catch (error) {
    draftBlocked = true;
  }
};

const fillIn = (fields) => {
  const values = new Map();
  for (const [name, value] of fields) {
    values.set(name, [...(values.get(name) || []), value]);
  }
  for (const control of all("input:not([type=hidden]), select, textarea")) {
    const given = values.get(control.name) || [];
    if (control.type === "radio" || control.type === "checkbox") {
      control.checked = given.includes(control.value);
    } else if (given.length > 0) {
      [control.value] = given;
    }
  }
  typed = true;
};

const adopt = (submission) => {
  if (submission) {
    hiddenField("_submission").value = submission;
  }
};

const openAgain = (query) => {
  leaving = true;
  location.replace(formAction() + query);
};

const tell = (key, ...buttons) => {
  const notice = make("div", { className: "inset told" }, make("p", {}, say(key)), ...buttons);
  form.insertAdjacentElement("beforebegin", notice);
  return notice;
};

// Answers that are older than those that the server has are not put over them unasked.
const offerOlder = (record) => {
  const notice = tell("older", makeButton("use_older", () => {
    fillIn(record.fields);
    notice.remove();
    showPage(current);
    saveDraft();
  }), makeButton("drop_older", () => {
    notice.remove();
    saveDraft();
  }));
};

const restoreDraft = (record) => {
  fillIn(record.fields);
  // What is wrong is on the page that the server shows.
  if (pages[record.page] && !document.getElementById("error-summary")) {
    current = record.page;
  }
  if (!record.moved && !record.sending) {
    const notice = tell("restored", makeButton("start_over", () => {
      dropDraft();
      openAgain(`?lang=${hiddenField("_language").value}`);
    }));
    form.addEventListener("submit", () => notice.remove(), { once: true });
  }
};

const sweepDrafts = () => {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(DRAFT_PREFIX)).forEach(readDraft);
  } catch (error) {
    draftBlocked = true;
  }
};

// What was kept comes back; the record if its sending is to go on.
const openDraft = () => {
  draftKey = DRAFT_PREFIX + form.getAttribute("data-draft");
  draftNote = make("div", { className: "draft" });
  form.append(draftNote);
  sweepDrafts();
  const record = readDraft(draftKey) || {};
  const same = record.submission === hiddenField("_submission").value;
  const sent = document.getElementById("error-summary") || neighbour(-1) >= 0;
  const older = record.revision < Number(form.getAttribute("data-revision"));
  draft.off = record.off;
  if (same && record.fields && !record.sending) {
    restoreDraft({ ...record, moved: true }); // a page that is shown once more
  } else if (same || sent) {
    typed = true; // the server's answer to what was filled in: it has everything in it
  } else if (record.fields && record.sending) {
    adopt(record.submission);
    restoreDraft(record);
    draft.sending = true;
    return record;
  } else if (record.fields && older) {
    offerOlder(record);
    return null;
  } else if (!older) {
    adopt(record.submission);
    if (record.fields) {
      restoreDraft(record);
    }
  }
  saveDraft();
  return null;
};

// Another tab with the same form: both go under one submission id, and agree on what is kept.
const onStorage = (event) => {
  if (event.key !== draftKey || !event.newValue || leaving) {
    return;
  }
  const record = readDraft(draftKey) || {};
  adopt(record.submission);
  if (Boolean(record.off) !== Boolean(draft.off)) {
    draft.off = record.off;
    kept = kept && !draft.off;
    showDraftNote();
  }
};

const keepDraftSafe = () => {
  addEventListener("storage", onStorage);
  addEventListener("pagehide", () => typed && saveDraft());
  document.addEventListener("visibilitychange",
    () => document.visibilityState === "hidden" && typed && saveDraft());
  addEventListener("beforeunload", (event) => {
    if (typed && !leaving && !kept && !saveDraft()) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
};
