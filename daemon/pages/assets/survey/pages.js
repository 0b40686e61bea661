// Pages and conditions without the server: which page and which questions are shown.
let pages; // the sections, in order
let current = 0;

// Called whenever the page or the form is not what it was: says where the form stands.
let onPageChange = () => {};

const isShown = (page) => items.some((item) => item.page === page && item.shown);

const neighbour = (step) => {
  let page = current + step;
  while (page >= 0 && page < pages.length && !isShown(page)) {
    page += step;
  }
  return pages[page] ? page : -1;
};

const showButtons = () => {
  const hasNext = neighbour(1) >= 0;
  form.querySelector("button[value=back]:not(.unseen)").hidden = neighbour(-1) < 0;
  form.querySelector("button[value=next]:not(.unseen)").hidden = !hasNext;
  document.getElementById("send-button").hidden = hasNext;
};

const showProgress = () => {
  const progress = document.getElementById("progress");
  const shown = pages.map((section, i) => i).filter((i) => i === current || isShown(i));
  const details = [shown.indexOf(current) + 1, shown.length];
  const text = progress.dataset.text.replace(/\{(\d)\}/g, (whole, i) => details[i]);
  const holder = progress.firstElementChild || progress;
  if (holder.textContent !== text) {
    holder.textContent = text;
  }
  const bar = document.querySelector(".bar");
  [bar.value, bar.max] = details;
};

// Nobody answers about the own organisation. What was said of it comes back if another is chosen.
const leaveOutOwnRows = () => {
  const own = (readFields().get("organisation") || [])[0];
  for (const item of items.filter(({ element }) => element.dataset.roster)) {
    for (const row of all(".row", item.element)) {
      const { name } = row.querySelector("[name]");
      row.hidden = own !== undefined && `${name}.`.startsWith(`${item.name}.${own}.`);
      row.disabled = row.hidden;
    }
  }
};

const applyConditions = () => {
  if (controlOf("organisation")) {
    leaveOutOwnRows();
  }
  const answers = readAnswers();
  const shown = surveyd_conditions.visible(items, answers);
  items.forEach((item, i) => {
    item.shown = shown[i];
    item.element.hidden = !shown[i];
  });
  for (const panel of all(".panel")) {
    panel.hidden = !panel.querySelector("[data-item]:not([hidden])");
  }
  if (pages.length > 1) {
    showButtons();
    showProgress();
  }
  return answers;
};

const showPage = (page) => {
  current = page;
  pages.forEach((section, i) => {
    section.hidden = i !== page;
  });
  applyConditions();
  onPageChange();
};

// To the head of the page, for eyes and for screen readers.
const focusPage = () => {
  const heading = pages[current].querySelector("h2") || pages[current];
  heading.tabIndex = -1;
  heading.setAttribute("aria-describedby", "progress");
  form.scrollIntoView();
  heading.focus({ preventScroll: true });
};

// Each page has an entry in the history, so that the phone's own Back goes a page back.
const turnTo = (page) => {
  const from = current;
  showPage(page);
  history.pushState({ page, from }, "");
};

const goBack = () => {
  const page = neighbour(-1);
  const entry = history.state || {};
  if (entry.page === current && entry.from === page) {
    history.back();
  } else if (page >= 0) {
    turnTo(page);
    focusPage();
  }
};

const onHistory = (event) => {
  const page = event.state ? event.state.page : -1;
  if (pages[page] && page !== current && isShown(page)) {
    clearProblems();
    showPage(page);
    focusPage();
  }
};

// Where a link in the summary of errors leads.
const goTo = (control) => {
  const page = pages.indexOf(control.closest("[data-page]"));
  if (page >= 0 && page !== current) {
    turnTo(page);
  }
  control.focus();
};
