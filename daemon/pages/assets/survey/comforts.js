// Small comforts. The form is complete without any of them.
const COUNT_FROM = 0.8; // of the characters that there is room for

const clearable = () => all("[data-item]:not([data-required]):not([data-each-row]) fieldset")
  .filter((group) => holderOf(group.querySelector("input[type=radio]") || group) === group
    && group.querySelector("input[type=radio]") && !group.querySelector("input[value=dont_know]"));

const offerClearing = (group) => {
  const button = group.querySelector("button.clear");
  const chosen = group.querySelector("input:checked");
  if (chosen && !button) {
    const made = makeButton("clear", () => {
      const first = group.querySelector("input:checked");
      all("input:checked", group).forEach((control) => {
        control.checked = false;
      });
      first.focus();
      first.dispatchEvent(new Event("input", { bubbles: true }));
    });
    made.classList.add("clear");
    group.append(made);
  } else if (button && !chosen) {
    button.remove();
  }
};

// "None of these" and "don't know" stand by themselves.
const keepAlone = (control) => {
  const choices = control.closest(".choices");
  if (control.type !== "checkbox" || !control.checked || !choices) {
    return;
  }
  const alone = all(".divider ~ label input", choices);
  for (const other of alone.includes(control) ? all("input[type=checkbox]", choices) : alone) {
    other.checked = other === control;
  }
};

// Whoever writes an answer of their own means it.
const chooseOther = (control) => {
  const [, name] = /^(.+)-Comment$/.exec(control.name) || [];
  if (!name || !control.value.trim()) {
    return;
  }
  const other = form.querySelector(`[name="${name}"][value=other]`);
  if (other) {
    other.checked = true;
    keepAlone(other);
  } else {
    controlOf(name).value = "other";
  }
};

// What has a place already says so where it is offered for another one.
const markPlaces = (item) => {
  const ranks = all("select", item.element);
  ranks.forEach((select) => {
    for (const option of all("option", select)) {
      const place = option.value ? ranks.findIndex((rank) => rank.value === option.value) : -1;
      option.dataset.text = option.dataset.text || option.textContent;
      const taken = place >= 0 && ranks[place] !== select;
      option.textContent = option.dataset.text
        + (taken ? ` (${say("rank", { 0: place + 1 }).toLowerCase()})` : "");
    }
  });
};

const itemOf = (control) => items.find((item) => item.element.contains(control));
const isRank = (control) => control.tagName === "SELECT" && itemOf(control).kind === "ranking";

const rememberPlace = ({ target }) => {
  if (isRank(target)) {
    target.dataset.was = target.value;
  }
};

// Whoever takes a choice from another place leaves there what was here. Not before the list is left:
// with the keyboard one goes over other choices on the way.
const swapPlaces = ({ target }) => {
  const ranks = isRank(target) ? all("select", itemOf(target).element) : [];
  const place = ranks.findIndex((rank) => rank !== target && rank.value === target.value);
  if (place < 0 || !target.value) {
    return;
  }
  ranks[place].value = target.dataset.was;
  markPlaces(itemOf(target));
  const now = ranks[place].selectedOptions[0].dataset.text;
  const status = document.getElementById("status");
  status.textContent = "";
  status.append(make("p", {}, `${say("rank", { 0: place + 1 })}: ${now}`));
  saveDraftSoon();
};

const countCharacters = (area) => {
  const most = area.maxLength;
  const shown = most > 0 && area.value.length >= most * COUNT_FROM;
  let count = area.parentElement.querySelector(".count");
  if (shown && !count) {
    count = make("p", { className: "hint count" });
    area.after(count);
  }
  if (count) {
    count.hidden = !shown;
    count.textContent = say("characters_left", { 0: most - area.value.length });
  }
};

const comfort = (control) => {
  chooseOther(control);
  keepAlone(control);
  if (control.tagName === "TEXTAREA") {
    countCharacters(control);
  }
  if (isRank(control)) {
    markPlaces(itemOf(control));
  }
  clearable().forEach(offerClearing);
};

const comfortAll = () => {
  items.filter((item) => item.kind === "ranking").forEach(markPlaces);
  all("textarea").forEach(countCharacters);
  clearable().forEach(offerClearing);
};
