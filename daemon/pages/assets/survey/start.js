// Takes over the form that the server has written: shows its pages one by one, keeps drafts, sends.
// Until the last line of takeOver nothing has happened that the form without script cannot go on from.
let pressed; // where the browser does not say which button it was

const unwrap = () => {
  for (const template of all("template")) {
    template.replaceWith(template.content);
  }
  for (const details of all("details.left-out")) {
    details.querySelector("summary").remove();
    details.replaceWith(...details.childNodes);
  }
  for (const condition of all(".condition")) {
    condition.hidden = true;
  }
  for (const name of ["_page", "_state"]) {
    const field = hiddenField(name);
    if (field) {
      field.remove();
    }
  }
};

// On the way back a browser puts what was chosen at some time before over what the server has.
const forgetOlder = () => {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit && (visit.type === "back_forward" || visit.type === "reload")) {
    HTMLFormElement.prototype.reset.call(form);
  }
};

const goOn = () => {
  const next = neighbour(1);
  if (isConsentRefused()) {
    dropDraft();
    sendByBrowser();
    return;
  }
  if (next < 0) {
    send();
    return;
  }
  const problems = check(current);
  if (problems.length > 0) {
    showProblems(problems);
    return;
  }
  clearProblems();
  turnTo(neighbour(1));
  focusPage();
};

// Another language is another page of the server's: with everything in it, or from the draft.
const changeLanguage = (event, tag) => {
  if (!typed || saveDraft({ moved: true })) {
    event.preventDefault();
    openAgain(`?lang=${tag}`);
  } else {
    leaving = true;
    form.setAttribute("action", `${formAction()}#page-${current + 1}`);
  }
};

const onSubmit = (event) => {
  const go = (event.submitter || pressed || {}).value || "";
  pressed = null;
  if (go.startsWith("language-")) {
    changeLanguage(event, go.slice("language-".length));
    return;
  }
  event.preventDefault();
  if (go === "back") {
    goBack();
  } else {
    goOn();
  }
};

const onInput = (event) => {
  stopSending();
  comfort(event.target);
  applyConditions();
  saveDraftSoon();
};

const listen = () => {
  document.addEventListener("click", (event) => {
    pressed = event.target.closest("button[name=_go]");
    onSummaryClick(event);
  });
  form.addEventListener("submit", onSubmit);
  form.addEventListener("input", onInput);
  form.addEventListener("focusin", rememberPlace);
  form.addEventListener("focusout", swapPlaces);
  addEventListener("popstate", onHistory);
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);
  // Coming back with the browser's button shows the page as it was left.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      leaving = false;
      job = null;
      become("idle");
    }
  });
  keepDraftSafe();
};

const takeOver = () => {
  form = document.getElementById("survey");
  if (!form || !words || !document.getElementById("send-button")) {
    return;
  }
  // From here on drafts bring back what was typed; the browser would mix an older state into it.
  form.setAttribute("autocomplete", "off");
  const shown = form.querySelector("section[data-page]");
  unwrap();
  pages = all("section[data-page]");
  current = pages.indexOf(shown);
  items = findItems(pages);
  document.documentElement.classList.add("js");
  forgetOlder();
  applyConditions();
  const unsent = openDraft();
  const asked = pages.findIndex((section) => `#${section.id}` === location.hash);
  comfortAll();
  linkProblems();
  showPage(current);
  if (asked >= 0 && isShown(asked)) {
    showPage(asked);
  }
  history.replaceState({ page: current }, "", location.pathname + location.search);
  onPageChange = () => {
    if (sendingState === "idle") {
      become("idle");
    }
    if (typed) {
      saveDraft();
    }
  };
  listen();
  const summary = document.getElementById("error-summary");
  if (unsent) {
    begin(unsent.fields, true);
  } else if (summary) {
    summary.focus();
  }
};

readWords();
takeOver();
if (words) {
  openUnsent();
}
