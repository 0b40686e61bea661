// One post of a whole form: what the server answers, what that means, and when to try again.
const POST_TIMEOUT_MS = 15000;
const PAUSE_MAX_S = 30;
const RETRY_AFTER_MAX_S = 120;

const encode = (fields) => new URLSearchParams(fields).toString();

// {response, told}: what a program is told; without a response there was no connection.
const post = async (path, body, controller) => {
  const timer = setTimeout(() => controller.abort(), POST_TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      method: "POST",
      body,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
      },
      cache: "no-store",
      signal: controller.signal,
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("Content-Type"));
    return { response, told: isJson ? JSON.parse(text) : null };
  } catch (error) {
    return { response: null, told: null };
  } finally {
    clearTimeout(timer);
  }
};

// acknowledged; declined (consent was refused, nothing is stored); invalid (something is to be
// mended); refused for good; offline or unavailable: to be tried again. An answer that is not the
// daemon's is no answer.
const verdictOf = (response, told) => {
  if (!response) {
    return "offline";
  }
  if (response.ok ? !told : response.status >= 500 || [408, 425, 429].includes(response.status)) {
    return "unavailable";
  }
  if (response.ok) {
    return told.receipt ? "acknowledged" : "declined";
  }
  return response.status === 422 && told && told.errors ? "invalid" : "refused";
};

// Where the receipt is, if it is a path of this server.
const leadsHere = (told) => /^\/[^/]/.test(told.location || "");

// Seconds until the next attempt. A room full of phones that lost the same connection must not come
// back in one moment.
const pauseAfter = (attempts, response) => {
  const pause = Math.min(PAUSE_MAX_S, 2 ** attempts) * (0.75 + Math.random() / 2);
  const asked = response ? Number(response.headers.get("Retry-After")) || 0 : 0;
  return Math.ceil(Math.max(pause, Math.min(asked, RETRY_AFTER_MAX_S)));
};
