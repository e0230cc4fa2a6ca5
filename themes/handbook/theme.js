// What the pages cannot do alone: remember the reader's colours, keep the focus in the open menu, open a question that is
// linked to, open all; and load what is needed now and then. Without this file everything is still there to read.
(() => {
  const root = document.documentElement, key = "theme", loads = {};
  const one = (s) => document.querySelector(s), each = (s, f) => document.querySelectorAll(s).forEach(f);
  // Where the browser keeps nothing, reading and writing throw.
  const kept = (name, value) => { try { return value ? localStorage[name] = value : localStorage[name] } catch {} };
  // This file is `assets/theme.….js`: the site begins one folder higher. A script that a page needs only now and then is
  // loaded once, when it is asked for.
  const kb = window.kb = {
    root: new URL("..", document.currentScript.src).href,
    kept,
    load: (path) => loads[path] ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      // What did not come is asked for again the next time.
      Object.assign(script, { src: kb.root + path, onload: done, onerror: (e) => { delete loads[path]; failed(e) } });
      document.head.append(script);
    }),
  };
  if (kept(key)) root.dataset.theme = kept(key);
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const reveal = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id) } catch {}
    const at = id && document.getElementById(id);
    const closed = at && at.closest("details:not([open])");
    if (closed) { closed.open = true; at.scrollIntoView() }
  };
  addEventListener("hashchange", reveal);

  // The header's link leads to the search page; here it opens the search, and so do two keys, but none that somebody types.
  // The field is there at once: what is typed before the rest has come is found when it has.
  let dialog, field;
  const find = (e, link, keys) => {
    e.preventDefault();
    // The search page has a field of its own.
    const own = one(".body > #found") && one("#q");
    if (own && !keys) return own.focus() || own.select();
    if (!dialog) {
      const make = (name, properties) => Object.assign(document.createElement(name), properties);
      dialog = make("dialog", { className: "sd", ariaLabel: "t:search.go" });
      field = make("input", {
        placeholder: "t:search.label", ariaLabel: "t:search.label", autocomplete: "off", autocapitalize: "none", spellcheck: false,
        enterKeyHint: "go", onkeydown: (e) => { field.early = e },
      });
      const box = make("div", { role: "search" });
      box.append(field, make("button", { type: "button", className: "ib", textContent: "t:site.close", onclick: () => dialog.close() }));
      dialog.append(box);
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
    field.select();
    kb.load("assets/find.js").then(() => kb.find(dialog, field, keys), () => {
      if (dialog.open) location = `${link.href}?${new URLSearchParams({ q: field.value })}`;
    });
  };
  addEventListener("click", (e) => {
    const link = e.target.closest?.("a[href]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (link.matches(".find")) find(e, link);
    // Followed once more, a link within the page shows what it leads to once more.
    else if (link.hash && link.href === location.href) dispatchEvent(new Event("hashchange"));
  });
  addEventListener("keydown", (e) => {
    const link = one(".find"), command = e.ctrlKey || e.metaKey;
    if (!link || e.defaultPrevented || e.isComposing || e.altKey || e.target.isContentEditable) return;
    const typing = e.target.matches?.("textarea, input:not([type=checkbox], [type=radio])");
    if (command ? !e.shiftKey && e.key.toLowerCase() === "k" : !typing && /^[/?]$/.test(e.key) && kept("keys") !== "off") find(e, link, e.key === "?");
  });
  // Whoever points at a link of the text, or reaches it with the keyboard, sees what it leads to.
  const peek = (e) => {
    const link = e.pointerType !== "touch" && e.target.closest?.("main a[href]");
    if (link && (e.pointerType || link.matches(":focus-visible"))) kb.load("assets/preview.js").then(() => kb.preview(link), () => {});
  };
  addEventListener("pointerover", peek);
  addEventListener("focusin", peek);

  addEventListener("DOMContentLoaded", () => {
    const button = one(".theme");
    if (button) {
      const show = () => button.setAttribute("aria-pressed", dark());
      button.addEventListener("click", () => {
        kept(key, root.dataset.theme = dark() ? "light" : "dark");
        show();
      });
      button.hidden = false;
      show();
    }
    const nav = one(".nav");
    // The rest of the page is out of reach only while the menu is open: it must be back before the focus returns to the button.
    const alone = (inert) => (e) => {
      if (e.target === nav && (e.newState === "open") === inert) each(".skip, .top, main, .site", (part) => { part.inert = inert });
    };
    if (nav) {
      nav.addEventListener("toggle", alone(true));
      nav.addEventListener("beforetoggle", alone(false));
    }
    const all = one(".all");
    if (all) {
      const set = (open) => () => each(".q", (q) => { q.open = open });
      all.querySelector("[data-open]").addEventListener("click", set(true));
      all.querySelector("[data-close]").addEventListener("click", set(false));
      all.hidden = false;
    }
    const foot = one(".pagefoot ul");
    if (foot) {
      const item = document.createElement("li"), print = document.createElement("button");
      print.type = "button";
      print.textContent = "t:page.print";
      print.onclick = () => window.print();
      item.append(print);
      foot.append(item);
    }
    if (one("pre")) kb.load("assets/copy.js");
    reveal();
  });
})();
