// What is wrong with the answers, said in the same places and words as by the server.
const holderOf = (control) => control.closest("fieldset, .field");

const clearProblems = () => {
  for (const error of all("p.error")) {
    const holder = error.parentElement;
    holder.classList.remove("wrong");
    for (const described of [holder, ...all(`[aria-describedby~="${CSS.escape(error.id)}"]`, holder)]) {
      const rest = (described.getAttribute("aria-describedby") || "").split(" ")
        .filter((id) => id && id !== error.id);
      if (rest.length) {
        described.setAttribute("aria-describedby", rest.join(" "));
      } else {
        described.removeAttribute("aria-describedby");
      }
      described.removeAttribute("aria-invalid");
    }
    error.remove();
  }
  const summary = document.getElementById("error-summary");
  if (summary) {
    summary.remove();
  }
  if (document.title.startsWith(words.error)) {
    document.title = document.title.slice(words.error.length);
  }
};

const markProblem = (control, message) => {
  const holder = holderOf(control);
  if (!holder || holder.classList.contains("wrong")) {
    return;
  }
  const error = make("p", { className: "error", id: `${control.id}:error` },
    make("span", { className: "unseen" }, words.error), message);
  const above = [...holder.children].filter((child) => child.matches("legend, label, .hint:not(.count)"));
  above[above.length - 1].after(error);
  holder.classList.add("wrong");
  const described = holder.tagName === "FIELDSET" ? holder : control;
  const ids = described.getAttribute("aria-describedby");
  described.setAttribute("aria-describedby", ids ? `${ids} ${error.id}` : error.id);
  if (described === control) {
    control.setAttribute("aria-invalid", "true");
  }
};

// `problems`: {field, message}, in the order of the form. Leads to the first of them.
const showProblems = (problems) => {
  clearProblems();
  const list = make("ul", {});
  let first;
  for (const { field, message } of problems) {
    const control = field ? controlOf(field) : null;
    if (control) {
      first = first || control;
      markProblem(control, message);
    }
    list.append(make("li", {},
      control ? make("a", { href: `#${control.id}` }, message) : message));
  }
  const summary = make("div", { id: "error-summary", className: "summary", tabIndex: -1 },
    make("h2", {}, say("problem")), make("p", {}, say("problem_kept")), list);
  summary.setAttribute("role", "alert");
  document.getElementById("page-main").prepend(summary);
  document.title = words.error + document.title;
  const page = first ? pages.indexOf(first.closest("[data-page]")) : current;
  if (page !== current) {
    turnTo(page);
  }
  summary.focus();
};

// Problems on other pages are only named by the server, as they are not there without the script.
const linkProblems = () => {
  for (const entry of all("#error-summary [data-field]", document)) {
    const control = controlOf(entry.dataset.field);
    if (control) {
      const link = make("a", { href: `#${control.id}` }, ...entry.childNodes);
      entry.append(link);
    }
  }
};

const onSummaryClick = (event) => {
  const link = event.target.closest("#error-summary a[href^='#']");
  const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (control) {
    event.preventDefault();
    goTo(control);
  }
};
