/* Names, for screen readers, what the stock admin leaves nameless: the cells of rows inside a form,
   and the boxes in which another record is chosen. Without it everything works, and looks, the same. */
"use strict";

(() => {
  const form = document.querySelector("#content-main > form");
  const words = (element) => element?.textContent.trim().replace(/:$/, "") || "";

  function heading(field) {
    const cell = field.closest("td");
    return words(cell.closest("table").tHead?.rows[0].cells[cell.cellIndex]);
  }

  function nameOf(field) {
    return field.getAttribute("aria-label") || words(field.labels?.[0]);
  }

  function nameCells() {
    const fields = form.querySelectorAll(".tabular td :is(input, select, textarea):not([type=hidden], [aria-label])");
    for (const field of fields) {
      if (!field.closest(".select2") && !field.labels?.length) {
        field.setAttribute("aria-label", heading(field));
      }
    }
    for (const corner of form.querySelectorAll(".tabular thead th:not([role])")) {
      if (!words(corner)) corner.setAttribute("role", "cell");
    }
  }

  function nameChoices() {
    for (const box of form.querySelectorAll(".select2")) {
      const name = nameOf(box.previousElementSibling);
      for (const part of box.querySelectorAll("[role=combobox]:not([aria-label]), input:not([aria-label])")) {
        part.setAttribute("aria-label", name);
        const chosen = part.getAttribute("aria-labelledby");
        if (chosen) {
          part.id = `${chosen}-box`;
          part.setAttribute("aria-labelledby", `${part.id} ${chosen}`);
        }
      }
      // What is chosen is the value of the box: no field, and no list, of its own.
      const value = box.querySelector("[role=textbox]");
      value?.removeAttribute("role");
      value?.removeAttribute("aria-readonly");
      for (const item of box.querySelectorAll("[role=combobox] :is(ul, li):not([role])")) {
        item.setAttribute("role", "none");
      }
    }
  }

  function letScroll() {
    for (const rows of form.querySelectorAll(".inline-group .tabular")) {
      if (rows.scrollWidth > rows.clientWidth) rows.tabIndex = 0;
    }
  }

  function name() {
    nameCells();
    nameChoices();
    letScroll();
  }

  if (form) {
    name();
    window.addEventListener("resize", letScroll);
    new MutationObserver(name).observe(form, { childList: true, subtree: true });
  }
})();
