// What a link leads to, shown beside it while the pointer rests on it or the keyboard has reached it: a role, a decision, an
// event, or an entry of the glossary, the questions or the parties. It is read from the page itself, so nothing is published for it.
//
// The popover is a supplement: all of it is one step away behind the link. So it takes no focus and announces nothing; while it
// is there it describes the link, and a screen reader tells that to whoever asks for a description. Announced at every link, it
// would bury the text.
(() => {
  const kb = window.kb, kinds = "t:kind", wait = 300, grace = 200, pages = new Map();
  const records = { roles: kinds.role, decisions: kinds.decision, events: kinds.event };
  const entries = { glossary: kinds.term, faq: kinds.question, roles: kinds.party };
  let link, box, timer, leaving, loading, pointer, dismissed;

  /** What a link leads to, if that can be shown. */
  const target = (at) => {
    if (at.closest("nav, .anchor, .m, .graph, :is(h1, h2, h3) > a, #found, .pv") || !at.href.startsWith(kb.root)) return null;
    const [section, id, more] = at.href.slice(kb.root.length).replace(/[?#].*/, "").replace(/(index)?\.html$/, "").split("/").filter(Boolean);
    const own = at.pathname === location.pathname;
    if (id && !more && !own && records[section]) return { kind: records[section] };
    let anchor = at.hash.slice(1);
    try { anchor = decodeURIComponent(anchor) } catch {}
    return anchor && entries[section] && (!id || section === "faq") ? { kind: entries[section], anchor, own } : null;
  };

  const page = (at, { own }) => {
    const address = at.href.replace(/#.*/, "");
    if (own) return document;
    if (!pages.has(address)) {
      loading = new AbortController();
      const { signal } = loading;
      pages.set(address, fetch(address, { signal }).then(async (answer) => {
        if (!answer.ok) throw answer.status;
        return new DOMParser().parseFromString(await answer.text(), "text/html");
      }).catch((why) => { pages.delete(address); throw why }).finally(() => { if (loading?.signal === signal) loading = null }));
    }
    return pages.get(address);
  };

  const kept = /^(B|CODE|DEL|EM|I|KBD|MARK|Q|S|SMALL|STRONG|SUB|SUP|TIME)$/, left = /^(BUTTON|IMG|INPUT|SCRIPT|STYLE|SVG|TEMPLATE)$/i;
  /** The text of a node of another page: words and their emphasis; no link, no id, no attribute comes along. */
  const words = (from, into) => {
    for (const node of from.childNodes) {
      if (node.nodeType === 3) into.append(node.data);
      if (node.nodeType !== 1 || left.test(node.tagName) || node.matches(".anchor, .cite, .kick, .vh, dt > span")) continue;
      if (node.tagName === "BR") into.append(": ");
      const part = kept.test(node.tagName) ? into.appendChild(document.createElement(node.tagName)) : into;
      words(node, part);
      if (/^(P|LI|DD|DT|DIV)$/.test(node.tagName)) into.append(" ");
    }
    return into;
  };
  const line = (from, name = "p") => from?.textContent.trim() ? [words(from, document.createElement(name))] : [];

  /** What is told of a page or an entry of it: its name, and a line or two. */
  const told = (doc, { anchor }) => {
    if (!anchor) {
      const told = [".lead", ".answer > :last-child", ".asks dd"].flatMap((part) => line(doc.querySelector(part)));
      return [line(doc.querySelector("h1"), "b"), told];
    }
    const entry = doc.getElementById(anchor);
    if (!entry) return [[], []];
    const answer = entry.querySelector(".md > p") || entry.querySelector(".md");
    // What an abbreviation can mean, and the advice on it; else what the word means.
    const means = [...entry.querySelectorAll(":scope > dd")].slice(0, entry.matches(".two") ? 2 : 1).flatMap((dd) => line(dd));
    const name = entry.querySelector("summary > *, dt");
    return [line(name, "b"), entry.matches("details") ? line(answer) : means];
  };

  /** Below the link, or above where there is more room; in the window as far as it goes. */
  const place = () => {
    const lines = [...link.getClientRects()], edge = 8;
    const at = pointer && lines.find((r) => pointer.y >= r.top && pointer.y <= r.bottom && pointer.x >= r.left && pointer.x <= r.right) || lines[0];
    if (!at) return hide();
    const { width, height } = box.getBoundingClientRect(), wide = document.documentElement.clientWidth;
    const below = innerHeight - at.bottom - edge >= height || innerHeight - at.bottom > at.top;
    box.style.setProperty("left", `${Math.max(edge, Math.min(at.left, wide - width - edge)) + scrollX}px`);
    box.style.setProperty("top", `${Math.max(edge, below ? at.bottom + 4 : at.top - height - 4) + scrollY}px`);
  };

  const hide = () => {
    clearTimeout(timer);
    clearTimeout(leaving);
    loading?.abort();
    loading = null;
    if (box?.matches(":popover-open")) box.hidePopover();
    if (link?.getAttribute("aria-describedby") === "kb-preview") link.removeAttribute("aria-describedby");
    link = null;
  };

  const show = async (at, what) => {
    let doc;
    try { doc = await page(at, what) } catch { return }
    if (link !== at) return;
    const [name, text] = told(doc, what);
    if (!name.length || !text.length) return;
    if (!box) {
      box = document.createElement("div");
      Object.assign(box, { className: "pv", id: "kb-preview", popover: "manual" });
      box.setAttribute("role", "tooltip");
      document.querySelector("main").append(box);
    }
    const kind = document.createElement("p");
    kind.className = "label";
    kind.textContent = what.kind;
    box.replaceChildren(kind, ...name, ...text);
    box.showPopover();
    place();
    if (!at.hasAttribute("aria-describedby")) at.setAttribute("aria-describedby", "kb-preview");
  };

  kb.preview = (at) => {
    if (at === link) return clearTimeout(leaving);
    // Pages from a disk may not be read by a script; and who saves data pays for every page.
    if (at === dismissed || location.protocol === "file:" || navigator.connection?.saveData || !document.body.showPopover) return;
    const what = target(at);
    if (!what) return;
    hide();
    link = at;
    timer = setTimeout(show, wait, at, what);
  };

  const held = () => link?.matches(":hover, :focus-visible") || box?.matches(":hover");
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => held() || hide(), grace);
  };
  addEventListener("pointerover", (e) => {
    pointer = e.pointerType === "touch" ? null : e;
    if (dismissed && !dismissed.contains(e.target)) dismissed = null;
    if (link && !link.contains(e.target) && !box?.contains(e.target)) leave();
  }, true);
  document.documentElement.addEventListener("pointerleave", leave);
  addEventListener("focusout", (e) => {
    if (e.target === dismissed) dismissed = null;
    if (e.target === link) leave();
  });
  addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || !link) return;
    dismissed = link;
    hide();
  }, true);
  addEventListener("click", (e) => { if (link?.contains(e.target)) hide() }, true);
  // A list that scrolls under the popover takes its link away; the page takes both along.
  addEventListener("scroll", (e) => { if (link && e.target !== document) hide() }, true);
})();
