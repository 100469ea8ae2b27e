// The entry pages by keyboard: rows, suggestions, how words are read, and drafts on the server.
// Without this script every page works: buttons add rows, questions come after saving.
{
  const form = document.getElementById("entry");
  const PAUSE = 250; // milliseconds after the last key before anything is asked
  const KEEP_EVERY = 3000;
  const CODE = /[A-Z]{1,2}-[0-9A-Z]{6}$/;

  const later = (work) => {
    let timer;
    return (...args) => {
      clearTimeout(timer);
      timer = setTimeout(work, PAUSE, ...args);
    };
  };
  const section = (key) => form.querySelector(`[data-key="${key}"]`);
  const rowsOf = (part) => [...part.querySelectorAll("[data-row]")];
  const typable = (box) =>
    [...box.querySelectorAll("input, select, textarea")].filter(
      (field) => field.type !== "hidden" && field.type !== "submit" && field.type !== "radio",
    );
  const isEmpty = (row) =>
    typable(row).every((field) => field.tagName === "SELECT" || field.type === "checkbox" || !field.value);

  // --- rows ---

  const addRow = (part) => {
    const total = part.querySelector("[name$=-TOTAL_FORMS]");
    const number = Number(total.value);
    const shell = document.createElement("div");
    shell.innerHTML = part.querySelector("template").innerHTML.replaceAll("__prefix__", number);
    const row = shell.firstElementChild;
    const label = Number(part.dataset.before) + number + 1;
    row.querySelector("[data-number]").textContent = label;
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+$/, label));
    const above = rowsOf(part).at(-1);
    if (above) repeat(above, row);
    part.querySelector("[data-rows]").append(row);
    total.value = number + 1;
    return row;
  };

  const repeat = (above, row) => {
    const before = above.querySelectorAll("[data-repeat]");
    row.querySelectorAll("[data-repeat]").forEach((field, place) => {
      field.value = before[place].value;
    });
  };

  const goTo = (part) => {
    if (!part) return form.querySelector("[name=_save], [name=_confirm]").focus();
    const rows = rowsOf(part);
    const empty = rows.find(isEmpty) ?? (rows.length ? addRow(part) : part);
    typable(empty)[0].focus();
  };

  const nextRow = (row) => {
    const part = row.closest("[data-section]");
    if (isEmpty(row)) return goTo(section(Number(part.dataset.key) + 1));
    const rows = rowsOf(part);
    const next = rows[rows.indexOf(row) + 1] ?? addRow(part);
    typable(next)[0].focus();
  };

  const sameFieldIn = (row, field, step) => {
    const rows = rowsOf(row.closest("[data-section]"));
    const other = rows[rows.indexOf(row) + step];
    if (other) typable(other)[typable(row).indexOf(field)]?.focus();
  };

  // --- suggestions under a name ---

  const list = document.createElement("ul");
  list.className = "choices";
  list.id = "entry-choices";
  list.setAttribute("role", "listbox");
  let choosingFor = null;

  const close = () => {
    choosingFor?.setAttribute("aria-expanded", "false");
    choosingFor?.removeAttribute("aria-activedescendant");
    choosingFor = null;
    list.remove();
  };

  const active = () => list.querySelector("[aria-selected=true]");

  const move = (step) => {
    const options = [...list.children];
    const now = options.indexOf(active());
    const next = options[(now + step + options.length) % options.length];
    options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    choosingFor.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  };

  const choose = (option) => {
    const field = choosingFor;
    const parts = option.textContent.split(" · ");
    field.value = parts.length > 1 ? `${parts[0]} · ${parts.at(-1)}` : parts[0];
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const offer = (field, results) => {
    close();
    if (!results.length || document.activeElement !== field) return;
    list.replaceChildren(
      ...results.slice(0, 8).map((result, place) => {
        const option = document.createElement("li");
        option.id = `entry-choice-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = result.text;
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(option);
        });
        return option;
      }),
    );
    choosingFor = field;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "true");
    field.after(list);
  };

  // A person, unless the row says that it is an organisation, or a group that has no record.
  const kindIn = (field) =>
    field.dataset.alternative
      ? field.closest("[data-row]").querySelector("[name$=-is_a]").value
      : "person";

  const suggest = later(async (field) => {
    const typed = field.value.trim();
    const kind = kindIn(field);
    if (typed.length < 2 || CODE.test(typed) || kind === "group") return close();
    const asked = kind === "organisation" ? field.dataset.alternative : field.dataset.choices;
    const address = `${asked}&term=${encodeURIComponent(typed)}`;
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok || field.value.trim() !== typed) return;
    const { results } = await answer.json();
    offer(field, results.filter((result) => !result.disabled)); // warnings stand beside the row
  });

  // --- how words are read ---

  const read = later(async (field) => {
    const kind = field.dataset.preview;
    const typed = field.value.trim();
    const prefix = field.name.slice(0, field.name.lastIndexOf("-"));
    const isClear = kind === "alike" && (CODE.test(typed) || kindIn(field) !== "person");
    const query = new URLSearchParams({ text: isClear ? "" : typed, prefix });
    const address = `${form.dataset.preview.replace("KIND", kind)}?${query}`;
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok || field.value.trim() !== typed) return;
    if (kind === "alike") {
      field.closest("[data-row]").querySelector("[data-beside]").innerHTML = await answer.text();
      return;
    }
    const { read: said, error } = await answer.json();
    const reading = field.parentElement.querySelector(".reading");
    reading.textContent = error ?? said;
    reading.classList.toggle("is-unread", Boolean(error));
  });

  // --- what is typed is kept on the server, never in the browser ---

  let isDirty = false; // typed since the page was opened
  let isKept = true; // as far as the server knows
  let isLeaving = false;
  const note = form.querySelector("[data-kept]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]");

  const ask = (method) =>
    fetch(form.dataset.draft, {
      method,
      redirect: "manual",
      headers: method === "POST" ? { "X-CSRFToken": token.value } : {},
      body: method === "POST" ? new URLSearchParams(new FormData(form)) : undefined,
    }).catch(() => null);

  const keep = async () => {
    isKept = true;
    let answer = await ask("POST");
    if (answer?.status === 403) {
      // Signed in again elsewhere: the form needs the new token.
      const fresh = await ask("GET");
      if (fresh?.ok) {
        token.value = (await fresh.json()).csrf;
        answer = await ask("POST");
      }
    }
    isKept = Boolean(answer?.ok);
    const { error } = (await answer?.json().catch(() => null)) ?? {};
    tell(answer, error);
    return isKept;
  };

  const tell = (answer, error) => {
    note.classList.toggle("wrong", !answer?.ok || Boolean(error));
    if (error) {
      note.textContent = error;
    } else if (answer?.ok) {
      note.textContent = `Kept as typed, ${new Date().toLocaleTimeString("en-GB")}. Not saved yet.`;
    } else if (answer && (answer.type === "opaqueredirect" || answer.status === 403)) {
      const link = document.createElement("a");
      Object.assign(link, { href: form.dataset.login, target: "_blank", textContent: "Sign in" });
      note.replaceChildren("You are signed out. ", link, " in another tab, then save here: nothing is lost.");
    } else {
      note.textContent = "The server does not answer: stay on this page and try again.";
    }
  };

  setInterval(() => {
    if (!isKept && !isLeaving) keep();
  }, KEEP_EVERY);

  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isLeaving) event.preventDefault();
  });

  form.addEventListener("submit", async (event) => {
    if (isLeaving) return event.preventDefault(); // pressed twice
    event.preventDefault();
    const { submitter } = event;
    isLeaving = true;
    if (submitter?.name === "_discard" || (await keep())) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: submitter?.name || "_save", value: submitter?.value ?? "" });
      form.append(pressed);
      form.submit();
    } else {
      isLeaving = false;
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload(); // the token may be used up
  });

  // --- keys ---

  form.addEventListener("input", ({ target }) => {
    isDirty = true;
    isKept = false;
    if (target.dataset.choices) suggest(target);
    if (target.dataset.preview) read(target);
  });

  form.addEventListener("focusout", ({ target }) => {
    if (target === choosingFor) close();
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (!button) return;
    event.preventDefault();
    typable(addRow(button.closest("[data-section]")))[0].focus();
  });

  const inList = (event) => {
    if (!choosingFor || event.altKey || event.ctrlKey) return false;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active()) choose(active());
    else return false;
    return true;
  };

  const withAlt = (event, row) => {
    if (/^Digit[1-6]$/.test(event.code) && section(event.code.at(-1))) {
      goTo(section(event.code.at(-1)));
    } else if (row && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      sameFieldIn(row, event.target, event.key === "ArrowUp" ? -1 : 1);
    } else return false;
    return true;
  };

  const onEnter = (event, row) => {
    if (!event.target.matches("input:not([type=submit]), select")) return false;
    close();
    if (row) nextRow(row);
    else goTo(section(Number(event.target.closest("[data-section]")?.dataset.key ?? 9) + 1));
    return true;
  };

  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const row = event.target.closest("[data-row]");
    let isDone = inList(event);
    if (!isDone && event.key === "Enter" && event.ctrlKey) {
      form.requestSubmit(form.querySelector("[name=_confirm], [name=_save]"));
      isDone = true;
    } else if (!isDone && event.altKey) isDone = withAlt(event, row);
    else if (!isDone && event.key === "Enter") isDone = onEnter(event, row);
    if (isDone) event.preventDefault();
  });

  form.querySelectorAll("[data-preview]").forEach((field) => {
    if (field.value && field.dataset.preview !== "alike") read(field);
  });
  const problems = document.getElementById("problems");
  if (problems) problems.focus();
  else if (document.activeElement === document.body) typable(form.querySelector("[data-section]"))[0]?.focus();
}
