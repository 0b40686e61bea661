// Sending: the same submission id until the server has acknowledged it, through lost connections,
// a server that cannot store now, and a page that was closed. No thanks before that.
let sendingState = "idle"; // checking, sending, waiting, acknowledged
let job = null; // {body, attempts, resumed}: what is being sent
let pauseTimer;
let secondsLeft;

const showStatus = (state, reason) => {
  const texts = {
    sending: job && job.resumed ? ["going_on"] : ["sending"],
    waiting: [reason, kept ? "kept" : "keep_open"],
  }[state] || [];
  const status = document.getElementById("status");
  status.textContent = "";
  status.className = state;
  if (texts.length > 0) {
    status.append(make("p", {}, texts.map((key) => say(key)).join(" ")));
  }
};

// The only place where the state changes.
const become = (state, reason) => {
  clearInterval(pauseTimer);
  const button = document.getElementById("send-button");
  sendingState = state;
  showStatus(state, reason);
  const pause = document.getElementById("pause");
  if (pause) {
    pause.remove();
  }
  if (state === "idle" || state === "waiting") {
    button.removeAttribute("aria-disabled");
  } else {
    button.setAttribute("aria-disabled", "true");
  }
};

// The browser sends the form itself: whatever the server says then is the next page.
const sendByBrowser = () => {
  leaving = true;
  HTMLFormElement.prototype.submit.call(form);
};

const settle = (more) => {
  draft.sending = undefined;
  saveDraft(more);
  job = null;
};

const acknowledge = (told) => {
  become("acknowledged");
  dropDraft();
  leaving = true;
  if (leadsHere(told)) {
    location.replace(told.location);
  } else {
    sendByBrowser();
  }
};

const showPause = () => {
  // The seconds are for eyes only: read aloud one by one they would drown everything.
  const count = make("span", {}, say("again_in", { 0: secondsLeft }));
  count.setAttribute("aria-hidden", "true");
  const pause = make("p", { id: "pause", className: "waiting" }, count, " ",
    makeButton("again_now", attempt));
  document.getElementById("status").after(pause);
  return count;
};

const wait = (reason, response) => {
  secondsLeft = pauseAfter(job.attempts, response);
  become("waiting", reason);
  const count = showPause();
  pauseTimer = setInterval(() => {
    secondsLeft -= 1;
    count.textContent = say("again_in", { 0: secondsLeft });
    if (secondsLeft <= 0) {
      attempt();
    }
  }, 1000);
};

// The connection, or the phone, is back.
const hurry = () => {
  if (sendingState === "waiting" && document.visibilityState === "visible" && secondsLeft > 2) {
    secondsLeft = 1 + Math.round(Math.random());
  }
};

const decide = (response, told) => {
  const verdict = verdictOf(response, told);
  switch (verdict) {
    case "acknowledged":
      acknowledge(told);
      break;
    case "invalid":
      settle();
      become("idle");
      showProblems(told.errors);
      break;
    case "declined":
      dropDraft(); // nothing is stored, here or there
      sendByBrowser();
      break;
    case "refused": {
      // The server's own page says why not. What is sent after that is a submission of its own; at
      // the wall, where others were stored under this one, it is not offered again.
      const stored = response.status === 409 && form.getAttribute("data-open-link");
      settle(stored ? { submission: null, fields: null } : { submission: null });
      sendByBrowser();
      break;
    }
    default:
      wait(verdict, response);
  }
};

const attempt = async () => {
  const mine = job;
  const controller = new AbortController();
  mine.stop = () => controller.abort();
  mine.attempts += 1;
  become("sending");
  const { response, told } = await post(formAction(), mine.body, controller);
  if (job === mine) {
    decide(response, told);
  }
};

// Whoever goes on writing while it is being sent sends again when done. The server may have taken
// what was sent; then it says so.
const stopSending = () => {
  if (job && sendingState !== "acknowledged") {
    job.stop();
    job = null;
    draft.sending = undefined;
    become("idle");
  }
};

const begin = (fields, resumed) => {
  job = { body: encode(fields), attempts: 0, resumed };
  draft.sending = true;
  attempt();
};

const send = () => {
  if (sendingState === "waiting") {
    attempt();
  }
  if (sendingState !== "idle") {
    return;
  }
  become("checking");
  const problems = check();
  become("idle");
  if (problems.length > 0) {
    showProblems(problems);
    return;
  }
  clearProblems();
  typed = true;
  saveDraft({ sending: true });
  begin([...new FormData(form)], false);
};
