/* The page for the projector: asks how many answers there are, and changes the numbers in place.
   When nobody answers, the last number stays and the page says that it is not current. */
"use strict";
(() => {
  const ASK_AGAIN_MS = 5000;
  const GIVE_UP_MS = 8000;
  const room = document.getElementById("room");
  const number = document.getElementById("responses");
  const stale = document.getElementById("stale");
  if (!room || !stale || !window.fetch || !window.AbortController) return;

  /* Only what differs is written: a text that is written anew would flicker. */
  const put = (element, text) => {
    if (element && typeof text === "string" && element.textContent !== text) element.textContent = text;
  };

  const show = (told) => {
    if (told.state !== room.dataset.state) {
      location.reload();
      return;
    }
    if (told.responses !== null) put(number, String(told.responses));
    for (const element of document.querySelectorAll("[data-time]")) put(element, told.time[element.dataset.time]);
    stale.hidden = told.current;
  };

  const ask = async () => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), GIVE_UP_MS);
    try {
      const answer = await fetch(room.dataset.path, {
        headers: { Accept: "application/json" },
        cache: "no-store",
        signal: controller.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json());
    } catch (_) {
      stale.hidden = false;
    }
    clearTimeout(timer);
    setTimeout(ask, ASK_AGAIN_MS);
  };

  setTimeout(ask, ASK_AGAIN_MS);
})();
