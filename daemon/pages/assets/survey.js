// Comfort only: the form works without this file. It sends nothing and keeps nothing.
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
}

const form = document.querySelector("form[method=post]");
const button = form && form.querySelector("button[type=submit]");
if (button) {
  const label = button.innerHTML;
  let sent = false;

  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.sending;
  });

  // Coming back with the browser's button shows the page as it was left.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      sent = false;
      button.removeAttribute("aria-disabled");
      button.innerHTML = label;
    }
  });
}

// Whoever writes an answer of their own means it.
if (form) {
  form.addEventListener("input", (event) => {
    const [, name] = /^(.+)-Comment$/.exec(event.target.name) || [];
    if (!name || !event.target.value.trim()) {
      return;
    }
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (control.tagName === "SELECT") {
        control.value = "other";
      } else if (control.value === "other") {
        control.checked = true;
      }
    }
  });
}
