// Completion in the text of a case file and in its forms, and links to a line of the text.
// What may be written is asked of the workbench itself; without this script the pages work as they are.
"use strict";
(() => {
  const MOST = 200;
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  let serial = 0;

  // The word that is being typed in a field of words: what stands before the cursor since the last break.
  const typedIn = (field) => {
    const before = field.value.slice(0, field.selectionStart);
    return field.tagName === "TEXTAREA" ? before.slice(before.lastIndexOf("\n") + 1).trimStart() : before;
  };

  class Offer {
    constructor(field) {
      this.field = field;
      this.options = [];
      this.at = -1;
      this.typed = "";
      this.asked = 0;
      const n = ++serial;
      this.box = document.createElement("ul");
      this.box.id = `offer-${n}`;
      this.box.className = "offer";
      this.box.setAttribute("role", "listbox");
      this.box.setAttribute("aria-label", "What may be written here");
      this.box.hidden = true;
      this.status = document.createElement("span");
      this.status.className = "unseen";
      this.status.setAttribute("role", "status");
      const holder = document.createElement("span");
      holder.className = "offered";
      field.after(holder);
      holder.append(this.box, this.status);
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-controls", this.box.id);
      field.setAttribute("aria-haspopup", "listbox");
      if (field.tagName === "INPUT") {
        field.setAttribute("role", "combobox");
        field.setAttribute("aria-expanded", "false");
        field.removeAttribute("list");
      }
      field.addEventListener("keydown", (e) => this.key(e));
      field.addEventListener("input", () => this.typing());
      field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
      field.addEventListener("scroll", () => this.close());
      this.box.addEventListener("mousedown", (e) => {
        const option = e.target.closest("li");
        if (option) { e.preventDefault(); this.take(Number(option.dataset.n)); }
      });
    }

    get open() { return !this.box.hidden; }

    typing() {
      clearTimeout(this.timer);
      if (this.field.dataset.complete && !this.open) return;
      this.timer = setTimeout(() => this.ask(), 120);
    }

    key(e) {
      if (e.key === " " && e.ctrlKey) { e.preventDefault(); this.ask(true); return; }
      if (e.key === "ArrowDown" && !this.open && this.field.tagName === "INPUT") { e.preventDefault(); this.ask(true); return; }
      if (e.key === "Escape" && !this.open) { this.close(); return; } // nor what is still being asked for
      if (!this.open) return;
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        const step = e.key === "ArrowDown" ? 1 : -1;
        this.mark((this.at + step + this.options.length) % this.options.length);
      } else if (e.key === "Enter" && this.at >= 0) {
        e.preventDefault();
        this.take(this.at);
      } else if (e.key === "Tab" && this.at >= 0 && this.field.dataset.complete) {
        e.preventDefault();
        this.take(this.at);
      } else if (e.key === "Escape") {
        e.preventDefault();
        e.stopPropagation();
        this.close();
      } else if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(e.key)) {
        this.close();
      }
    }

    async ask(called = false) {
      const mine = ++this.asked;
      let found;
      try {
        found = this.field.dataset.complete ? await this.inText() : await this.inForm();
      } catch { return; }
      if (mine !== this.asked || document.activeElement !== this.field) return;
      this.typed = found.typed;
      const only = found.options.length === 1 && found.options[0].word === found.typed.trim();
      if (only && !called) { this.close(); return; }
      this.show(found.options, called);
    }

    async inText() {
      const [text, at] = [this.field.value, this.field.selectionStart];
      const body = new URLSearchParams({ before: text.slice(0, at), after: text.slice(at) });
      const answer = await fetch(this.field.dataset.complete, { method: "POST", body, headers: csrf() });
      return answer.ok ? await answer.json() : { typed: "", options: [] };
    }

    async inForm() {
      const form = this.field.closest("form");
      const typed = typedIn(this.field);
      const query = new URLSearchParams({ what: this.field.dataset.words, q: typed });
      for (const step of form.querySelectorAll("input[name=at]")) query.append("at", step.value);
      const doctrine = form.querySelector("[name$=doctrine]");
      if (doctrine) query.append("doctrine", doctrine.value);
      const answer = await fetch(`${form.dataset.wordsAt}?${query}`);
      return { typed, options: answer.ok ? await answer.json() : [] };
    }

    show(options, called) {
      this.options = options;
      this.box.replaceChildren(...options.map((one, n) => {
        const row = document.createElement("li");
        row.id = `${this.box.id}-${n}`;
        row.dataset.n = String(n);
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        const word = document.createElement("b");
        word.textContent = one.word;
        row.append(word);
        for (const says of [one.says, one.more]) {
          if (!says) continue;
          const span = document.createElement("span");
          span.textContent = says.length > MOST ? `${says.slice(0, MOST)}…` : says;
          row.append(" ", span);
        }
        return row;
      }));
      this.at = -1;
      this.box.hidden = options.length === 0;
      if (this.field.tagName === "INPUT") this.field.setAttribute("aria-expanded", String(this.open));
      this.status.textContent = options.length ? `${options.length} offered` : called ? "Nothing is offered here" : "";
      if (this.open) { this.place(); this.mark(0); } else this.field.removeAttribute("aria-activedescendant");
    }

    // In the text, beneath the cursor: its letters are all of one width.
    place() {
      if (!this.field.dataset.complete) return;
      const style = getComputedStyle(this.field);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = `${style.fontSize} ${style.fontFamily}`;
      const before = this.field.value.slice(0, this.field.selectionStart).split("\n");
      const line = parseFloat(style.lineHeight);
      const top = parseFloat(style.paddingTop) + before.length * line - this.field.scrollTop;
      const left = pen.measureText(before[before.length - 1]).width - this.field.scrollLeft;
      const room = Math.max(0, this.field.clientWidth - 280);
      this.box.style.top = `${this.field.offsetTop + Math.min(top, this.field.clientHeight)}px`;
      this.box.style.left = `${this.field.offsetLeft + Math.max(0, Math.min(left, room))}px`;
    }

    mark(n) {
      const rows = this.box.children;
      if (this.at >= 0) rows[this.at].setAttribute("aria-selected", "false");
      this.at = n;
      rows[n].setAttribute("aria-selected", "true");
      rows[n].scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", rows[n].id);
    }

    take(n) {
      const { field } = this;
      const at = field.selectionStart;
      const lead = this.typed.length;
      let word = this.options[n].word;
      const tail = field.value.slice(at);
      const rest = field.tagName === "INPUT" ? tail.length : (tail.match(/^[\w-]*:?/) || [""])[0].length;
      if (word.endsWith(":") && !/^\s/.test(tail.slice(rest))) word += " ";
      field.setRangeText(word, at - lead, at + rest, "end");
      this.close();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      clearTimeout(this.timer);
    }

    close() {
      clearTimeout(this.timer);
      this.asked += 1;
      this.box.hidden = true;
      this.at = -1;
      this.field.removeAttribute("aria-activedescendant");
      if (this.field.tagName === "INPUT") this.field.setAttribute("aria-expanded", "false");
    }
  }

  const to = (text, number, focus) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (number - 4) * height);
    if (!focus) return;
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, start + (lines[number - 1] || "").length);
    text.scrollIntoView({ block: "nearest" });
    text.scrollTop = Math.max(0, (number - 4) * height);
  };

  const begin = () => {
    for (const field of document.querySelectorAll("[data-complete], [data-words]")) new Offer(field);
    const text = document.querySelector("textarea[data-complete]");
    if (!text) return;
    const saved = text.value;
    if (text.dataset.line) to(text, Number(text.dataset.line), false);
    // What is typed in the text goes with a form, so that neither is lost.
    for (const form of document.querySelectorAll("form.part")) {
      form.addEventListener("submit", () => {
        if (text.value === saved) return;
        const sent = document.createElement("input");
        sent.type = "hidden";
        sent.name = "text";
        sent.value = text.value;
        form.append(sent);
      });
    }
  };

  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-goto]");
    const text = document.querySelector("textarea#text");
    if (!link || !text) return;
    e.preventDefault();
    to(text, Number(link.dataset.goto), true);
  });
  document.addEventListener("change", (e) => {
    const panel = e.target.dataset && e.target.dataset.about;
    if (panel) htmx.ajax("GET", `/library/about?word=${encodeURIComponent(e.target.value)}&id=${panel}`, { target: `#${panel}`, swap: "outerHTML" });
  });
  begin();
})();
