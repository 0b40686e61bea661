// Sending: the same submission id until the server has acknowledged it, through lost connections,
// a server that cannot store now, and a page that was closed. No thanks before that.
const SENDING_TIMEOUT_MS = 15000;
const PAUSE_MAX_S = 30;
const RETRY_AFTER_MAX_S = 120;

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
  if (/^\/[^/]/.test(told.location || "")) {
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

const wait = (reason, retryAfter) => {
  const longest = Math.min(PAUSE_MAX_S, 2 ** job.attempts);
  // A room full of phones that lost the same connection must not come back in one moment.
  const pause = longest * (0.75 + Math.random() / 2);
  secondsLeft = Math.ceil(Math.max(pause, Math.min(retryAfter || 0, RETRY_AFTER_MAX_S)));
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
  if (response.ok && told && told.receipt) {
    acknowledge(told);
  } else if (response.status === 422 && told && told.errors) {
    settle();
    become("idle");
    showProblems(told.errors);
  } else if (response.ok ? !told : response.status >= 500 || [408, 425, 429].includes(response.status)) {
    wait("unavailable", Number(response.headers.get("Retry-After")));
  } else if (response.ok) {
    dropDraft(); // consent was refused: nothing is stored, here or there
    sendByBrowser();
  } else {
    // The server's own page says why not. What is sent after that is a submission of its own; at the
    // wall, where others were stored under this one, it is not offered again.
    const stored = response.status === 409 && form.getAttribute("data-open-link");
    settle(stored ? { submission: null, fields: null } : { submission: null });
    sendByBrowser();
  }
};

const attempt = async () => {
  const mine = job;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), SENDING_TIMEOUT_MS);
  mine.stop = () => controller.abort();
  mine.attempts += 1;
  become("sending");
  let response;
  let told = null;
  try {
    response = await fetch(formAction(), {
      method: "POST",
      body: mine.body,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
      },
      cache: "no-store",
      signal: controller.signal,
    });
    const text = await response.text();
    if (/json/.test(response.headers.get("Content-Type"))) {
      told = JSON.parse(text);
    }
  } catch (error) {
    response = null;
  }
  clearTimeout(timer);
  if (job !== mine) {
    return;
  }
  if (response) {
    decide(response, told);
  } else {
    wait("offline");
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
  job = { body: new URLSearchParams(fields).toString(), attempts: 0, resumed };
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
