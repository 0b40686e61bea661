// What was filled in for cycles whose form is not on this page (any more), and not sent. It can be
// sent, or be deleted from the device; the server decides whether it came in time, and if not its
// page shows what was written. What was being sent when the form was closed goes on by itself.
const parcels = []; // {key, box, status, sendButton, asked, attempts, controller, timer}

const unsentIn = (key) => {
  const record = readDraft(key);
  return record && record.fields ? record : null;
};

const showParcel = (parcel, ...keys) => {
  parcel.status.replaceChildren(make("span", {}, keys.map((key) => say(key)).join(" ")));
};

// Nothing is under way; `keys` say what came of it.
const restParcel = (parcel, ...keys) => {
  parcel.controller = null;
  parcel.asked = false;
  parcel.sendButton.removeAttribute("aria-disabled");
  showParcel(parcel, ...keys);
};

const stopParcel = (parcel) => {
  clearTimeout(parcel.timer);
  parcel.timer = 0;
  if (parcel.controller) {
    parcel.controller.abort();
    parcel.controller = null;
  }
};

const removeParcel = (parcel) => {
  stopParcel(parcel);
  parcel.box.remove();
};

// The next page is what the server says to a form that is sent without script.
const postParcel = (fields) => {
  const controls = fields.map(([name, value]) => make("input", { type: "hidden", name, value }));
  const carrier = make("form", { method: "post", action: location.pathname }, ...controls);
  document.body.append(carrier);
  HTMLFormElement.prototype.submit.call(carrier);
};

const acknowledgeParcel = (parcel, told, fields) => {
  localStorage.removeItem(parcel.key);
  if (!leadsHere(told)) {
    postParcel(fields);
  } else if (form || parcels.length > 1) {
    // Whoever is filling in another form, or has more to send, is not led away from it.
    const link = make("a", { href: told.location }, say("unsent_receipt"));
    const hasFocus = parcel.box.contains(document.activeElement);
    showParcel(parcel, "unsent_stored");
    parcel.status.append(" ", link);
    parcel.box.querySelector("h2").remove();
    parcel.box.setAttribute("aria-labelledby", parcel.status.id);
    parcel.sendButton.parentElement.remove();
    if (hasFocus) {
      link.focus();
    }
  } else {
    location.replace(told.location);
  }
};

const settleParcel = (parcel, record, fields, { response, told }) => {
  const verdict = verdictOf(response, told);
  const { asked } = parcel;
  if (verdict === "acknowledged") {
    acknowledgeParcel(parcel, told, fields);
  } else if (verdict === "offline" || verdict === "unavailable") {
    const seconds = pauseAfter(parcel.attempts, response);
    restParcel(parcel, verdict, "kept");
    parcel.timer = setTimeout(() => sendParcel(parcel), 1000 * seconds);
  } else if (asked) {
    if (verdict === "declined") {
      localStorage.removeItem(parcel.key);
    }
    postParcel(fields);
  } else {
    localStorage.setItem(parcel.key, JSON.stringify({ ...record, sending: undefined }));
    restParcel(parcel, "unsent_refused");
  }
};

const sendParcel = async (parcel) => {
  stopParcel(parcel);
  const record = unsentIn(parcel.key);
  if (!record) {
    removeParcel(parcel);
    return;
  }
  const fields = [...record.fields, ["_go", "send"]];
  const controller = new AbortController();
  parcel.controller = controller;
  parcel.attempts += 1;
  parcel.sendButton.setAttribute("aria-disabled", "true");
  showParcel(parcel, record.sending && !parcel.asked ? "going_on" : "sending");
  const answer = await post(location.pathname, encode(fields), controller);
  if (parcel.controller === controller) {
    settleParcel(parcel, record, fields, answer);
  }
};

const askToSend = (parcel) => {
  parcel.asked = true;
  if (!parcel.controller) {
    sendParcel(parcel);
  }
};

const dropParcel = (parcel) => {
  localStorage.removeItem(parcel.key);
  removeParcel(parcel);
  document.getElementById("page-main").focus();
};

const makeParcel = (template) => {
  const id = `unsent-${template.dataset.draft}`;
  const parcel = { key: DRAFT_PREFIX + template.dataset.draft, asked: false, attempts: 0 };
  const caption = template.content.firstElementChild;
  const heading = make("h2", { id: `${id}-title` }, say("unsent"));
  caption.id = `${id}-cycle`;
  parcel.status = make("p", { id: `${id}-status` });
  parcel.status.setAttribute("role", "status");
  parcel.sendButton = makeButton("unsent_send", () => askToSend(parcel));
  parcel.sendButton.className = "";
  parcel.box = make("section", { className: "inset told" }, caption, heading, parcel.status,
    make("p", {}, parcel.sendButton, makeButton("unsent_drop", () => dropParcel(parcel))));
  parcel.box.setAttribute("aria-labelledby", `${caption.id} ${heading.id}`);
  return parcel;
};

const openUnsent = () => {
  sweepDrafts();
  for (const template of all("#unsent template", document)) {
    const record = unsentIn(DRAFT_PREFIX + template.dataset.draft);
    if (record) {
      const parcel = makeParcel(template);
      parcels.push(parcel);
      template.replaceWith(parcel.box);
      restParcel(parcel, "unsent_hint");
      if (record.sending) {
        sendParcel(parcel);
      }
    }
  }
  addEventListener("online", () => parcels.filter((parcel) => parcel.timer).forEach(sendParcel));
  // Another tab has sent it, or deleted it.
  addEventListener("storage", (event) => parcels.filter((parcel) => parcel.key === event.key
    && !unsentIn(parcel.key)).forEach(removeParcel));
  // Back from what the server said.
  addEventListener("pageshow", (event) => event.persisted && parcels.forEach((parcel) => {
    if (unsentIn(parcel.key)) {
      restParcel(parcel, "unsent_hint");
    } else {
      removeParcel(parcel);
    }
  }));
};
