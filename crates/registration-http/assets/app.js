// Comfort only: every form works without this file. Words come from the page, in its language.
(() => {
  const words = document.body.dataset;
  const live = document.getElementById("live");
  const say = (text) => {
    if (!live) return;
    live.textContent = "";
    requestAnimationFrame(() => (live.textContent = text));
  };
  // What the server takes at once.
  const MOST = 65536;
  const DOMAIN = /^(?:\*\.)?(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;
  const dirty = (element) => {
    const note = document.querySelector("[data-savebar] .note");
    if (note && element.closest("form")) note.hidden = false;
  };

  // Chips: Enter, comma and pasted lists add; a wrong item stays in the field with its reason.
  for (const box of document.querySelectorAll("[data-chips]")) {
    const input = box.querySelector("input[data-new]");
    const list = box.querySelector("ul");
    const error = document.getElementById(box.dataset.error);
    // Looked for once: a pasted list may be long.
    const known = new Set([...list.querySelectorAll("input[type=hidden]")].map((one) => one.value));
    const had = box.closest("form").querySelector("[data-had-domains]");
    const narrow = box.closest("form").querySelector("[data-first-domain]");
    let fresh = "";
    const fail = (text) => {
      error.hidden = !text;
      error.querySelector("span").textContent = text || "";
      input.toggleAttribute("aria-invalid", false);
      if (text) input.setAttribute("aria-invalid", "true");
    };
    const add = (raw) => {
      const typed = raw.trim().toLowerCase().replace(/^@/, "").replace(/\.$/, "");
      if (!typed) return true;
      if (!DOMAIN.test(typed)) return fail(`“${raw.trim()}” ${words.notADomain}`), false;
      const wild = typed.startsWith("*.");
      const domain = wild ? typed.slice(2) : typed;
      if (known.has(domain)) return fail(`${domain} ${words.listed}`), false;
      fail("");
      const chip = document.getElementById(box.dataset.template).content.firstElementChild.cloneNode(true);
      for (const one of chip.querySelectorAll("[data-text]")) one.textContent = domain;
      for (const one of chip.querySelectorAll("input,button")) if ("fill" in one.dataset) one.value = domain;
      const sub = chip.querySelector("input[type=checkbox]");
      if (sub && wild) sub.checked = true;
      const remove = chip.querySelector("[data-remove]");
      remove.setAttribute("aria-label", `${words.remove} ${domain}`);
      list.append(chip);
      known.add(domain);
      // The first domain narrows who can use the link, unless the same save says otherwise.
      if (had?.disabled) {
        had.disabled = false;
        if (narrow) narrow.checked = true;
      }
      input.value = "";
      fresh = domain;
      return true;
    };
    const told = () => {
      if (!fresh) return;
      say(`${fresh} ${words.added}`);
      dirty(box);
      fresh = "";
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === ",") {
        if (event.key === "Enter" && !input.value.trim()) return;
        event.preventDefault();
        add(input.value);
        told();
      } else if (event.key === "Backspace" && !input.value) {
        list.lastElementChild?.querySelector("[data-remove]")?.focus();
      }
    });
    input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (!/[\s,;]/.test(text.trim())) return;
      event.preventDefault();
      const items = text.split(/[\s,;]+/);
      // Every entry is sent with the name of its field, so that a longer list has no chance.
      if (text.length > MOST / 2) {
        input.value = items.join(" ");
        return fail(words.tooMuch);
      }
      input.value = items.filter((one) => !add(one)).join(" ");
      told();
    });
    list.addEventListener("click", (event) => {
      const remove = event.target.closest("[data-remove]");
      if (!remove) return;
      event.preventDefault();
      const chip = remove.closest("li");
      const domain = chip.querySelector("[data-text]").textContent;
      known.delete(domain);
      say(`${domain} ${words.removed}`);
      chip.remove();
      input.focus();
      dirty(box);
    });
    box.addEventListener("click", (event) => event.target === box && input.focus());
  }

  // Copying: says so, and selects the text where the clipboard is refused.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      const label = button.querySelector("span");
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        return field.select();
      }
      const before = label.textContent;
      label.textContent = words.copied;
      say(words.copied);
      setTimeout(() => (label.textContent = before), 2000);
    });
  }

  for (const button of document.querySelectorAll("[data-reveal]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.reveal);
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    });
  }

  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const root = document.documentElement;
      const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.theme = now === "dark" ? "light" : "dark";
      document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
    });
  }

  // Moments are written in UTC; here they become the reader's own.
  for (const time of document.querySelectorAll("time[data-local]")) {
    const at = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches(".switch input")) {
      const state = event.target.parentElement.querySelector(".state");
      if (state) state.textContent = event.target.checked ? words.on : words.off;
    }
    dirty(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    const find = document.getElementById("find");
    if (find) {
      event.preventDefault();
      find.focus();
    }
  });
  // A form is not sent twice, and not when it is larger than the server takes: then all that was typed would be lost.
  let sent = new WeakSet();
  const refuse = (form) => {
    const note = form.querySelector("[data-testid=too-much]") || form.insertBefore(document.createElement("p"), form.firstChild);
    note.className = "note-box bad mb2";
    note.dataset.testid = "too-much";
    note.setAttribute("role", "alert");
    note.tabIndex = -1;
    note.textContent = words.tooMuch;
    note.focus();
  };
  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) return event.preventDefault();
    const isPlain = (button?.formEnctype || form.enctype) === "application/x-www-form-urlencoded";
    if (isPlain && new URLSearchParams(new FormData(form, button)).toString().length > MOST) {
      event.preventDefault();
      return refuse(form);
    }
    sent.add(form);
    if (button) requestAnimationFrame(() => button.setAttribute("aria-disabled", "true"));
    // Without an answer it may be tried again.
    setTimeout(() => (sent.delete(form), button?.removeAttribute("aria-disabled")), 10000);
  });
  // Come back to, a page is as it was left, and may be sent again.
  addEventListener("pageshow", () => {
    sent = new WeakSet();
    for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  });
})();
