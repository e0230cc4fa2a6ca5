// What the pages cannot do alone: remember the reader's colours, keep the focus in the open menu, open a question that is
// linked to, open all. Without this file everything is still there to read.
(() => {
  const root = document.documentElement, key = "theme", loads = {};
  // This file is `assets/theme.….js`: the site begins one folder higher. A script that a page needs only now and then is
  // loaded once, when it is asked for.
  const kb = window.kb = {
    root: new URL("..", document.currentScript.src).href,
    load: (path) => loads[path] ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: kb.root + path, onload: done, onerror: failed });
      document.head.append(script);
    }),
  };
  try { const t = localStorage.getItem(key); if (t) root.dataset.theme = t } catch {}
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const reveal = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id) } catch {}
    const at = id && document.getElementById(id);
    const closed = at && at.closest("details:not([open])");
    if (closed) { closed.open = true; at.scrollIntoView() }
  };
  addEventListener("hashchange", reveal);
  addEventListener("DOMContentLoaded", () => {
    const one = (s) => document.querySelector(s), each = (s, f) => document.querySelectorAll(s).forEach(f);
    const button = one(".theme");
    if (button) {
      const show = () => button.setAttribute("aria-pressed", dark());
      button.addEventListener("click", () => {
        root.dataset.theme = dark() ? "light" : "dark";
        try { localStorage.setItem(key, root.dataset.theme) } catch {}
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
    reveal();
  });
})();
