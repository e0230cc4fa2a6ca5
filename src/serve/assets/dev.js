// In pages of `kb serve`, never in a build: puts a new version of the page in the place of the old one without losing the
// reader's place, and shows what is wrong.
(() => {
  const OWN = "/.kb/", here = () => location.pathname + location.search;
  const get = (name) => fetch(OWN + name, { cache: "no-store" });

  // What readers and the scripts of a page change in it; a new version has no say in that.
  const READERS = new Set(["open", "hidden", "inert", "aria-pressed", "aria-expanded", "aria-sort", "data-theme"]);

  // ---- the page as it was served: what differs from it was made by scripts of the page

  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const stateOf = (timing) => /kb;desc="?(\d+)/.exec(timing || "")?.[1];
  const serve = async () => {
    const answer = await fetch(here(), { cache: "no-store" });
    return { doc: parse(await answer.text()), number: stateOf(answer.headers.get("server-timing")), moved: answer.redirected };
  };
  const loaded = performance.getEntriesByType("navigation")[0]?.serverTiming?.find((t) => t.name === "kb")?.description;
  let base;

  // ---- from the old version to the new one

  const attributes = (e) => [...e.attributes].filter((a) => !READERS.has(a.name)).map((a) => a.name + "=" + a.value).sort().join("\n");
  /** Whether a part of the page is as it was served. */
  const untouched = (live, old) =>
    live.nodeType === old.nodeType &&
    (live.nodeType !== 1
      ? live.data === old.data
      : live.localName === old.localName &&
        attributes(live) === attributes(old) &&
        live.childNodes.length === old.childNodes.length &&
        [...old.childNodes].every((child, i) => untouched(live.childNodes[i], child)));

  const morph = (live, next) =>
    Idiomorph.morph(live, document.importNode(next, true), {
      morphStyle: "outerHTML",
      ignoreActiveValue: true,
      callbacks: { beforeAttributeUpdated: (name) => !READERS.has(name) },
    });

  /** Makes of a part of the page what the new version says. `false` where a script has made something else of it. */
  const patch = (live, old, next) => {
    if (old.isEqualNode(next)) return true;
    if (live.nodeType !== old.nodeType || old.nodeType !== next.nodeType) return false;
    if (live.nodeType !== 1) {
      live.data = next.data;
      return true;
    }
    if (live.localName !== old.localName || old.localName !== next.localName) return false;
    if (untouched(live, old)) {
      morph(live, next);
      return true;
    }
    const [was, is, now] = [old, next, live].map((e) => [...e.childNodes]);
    if (now.length !== was.length || attributes(old) !== attributes(next)) return false;
    let from = 0, rest = 0;
    while (from < Math.min(was.length, is.length) && was[from].isEqualNode(is[from])) from++;
    while (rest < Math.min(was.length, is.length) - from && was.at(-1 - rest).isEqualNode(is.at(-1 - rest))) rest++;
    const [lost, come] = [was.length - from - rest, is.length - from - rest];
    if (lost === come) return is.slice(from, from + come).every((node, i) => patch(now[from + i], was[from + i], node));
    if (!now.slice(from, from + lost).every((node, i) => untouched(node, was[from + i]))) return false;
    const after = now[from + lost] ?? null;
    now.slice(from, from + lost).forEach((node) => node.remove());
    is.slice(from, from + come).forEach((node) => live.insertBefore(document.importNode(node, true), after));
    return true;
  };

  const all = (doc, selector) => [...doc.querySelectorAll(selector)];
  const scripts = (doc) => all(doc, "script[src]").map((s) => s.getAttribute("src")).join("\n");
  const styles = (doc) => all(doc, "head link[rel=stylesheet]").map((l) => l.getAttribute("href"));
  /** Everything but what is in these parts. */
  const PARTS = ["#nav", "#main"];
  const shell = (doc) => {
    const body = doc.body.cloneNode(true);
    PARTS.forEach((part) => body.querySelector(part)?.replaceChildren());
    return body.outerHTML;
  };

  const restyle = (was, is) => {
    const links = all(document, "head link[rel=stylesheet]");
    is.forEach((href, i) => {
      if (href === was[i]) return;
      const link = links[i].cloneNode();
      link.href = href;
      // the old one stays until the new one is there: the page is never bare
      link.onload = () => links[i].remove();
      links[i].after(link);
    });
  };

  /** Shows the new version in this document; `false` when only a new document will do. */
  const swap = (next) => {
    const [was, is] = [styles(base), styles(next)];
    if (scripts(base) !== scripts(next) || was.length !== is.length || shell(base) !== shell(next)) return false;
    if (all(base, "pre").length !== all(next, "pre").length) return false;
    if (all(document, "head link[rel=stylesheet]").length !== was.length) return false;
    restyle(was, is);
    if (document.title !== next.title) document.title = next.title;
    return PARTS.every((part) => {
      const [live, old, fresh] = [document, base, next].map((doc) => doc.querySelector(part));
      return live && old && fresh ? patch(live, old, fresh) : !old && !fresh;
    });
  };

  const KEY = "kb:place";
  const reload = () => {
    const open = all(document, "details").flatMap((d, i) => (d.open ? [i] : []));
    const place = { path: here(), open, x: scrollX, y: scrollY, focus: document.activeElement?.id };
    try { sessionStorage.setItem(KEY, JSON.stringify(place)) } catch {}
    location.reload();
  };
  const settle = () => {
    let place;
    try { place = JSON.parse(sessionStorage.getItem(KEY)); sessionStorage.removeItem(KEY) } catch {}
    if (place?.path !== here()) return;
    const details = all(document, "details");
    place.open.forEach((i) => { if (details[i]) details[i].open = true });
    if (place.focus) document.getElementById(place.focus)?.focus({ preventScroll: true });
    scrollTo(place.x, place.y);
  };

  let busy = false, again = false;
  /** Asks for this page once more, and shows it if it is another. */
  const refresh = async () => {
    if (busy) { again = true; return }
    busy = true;
    try {
      const next = await serve();
      if (!base || next.moved || !next.doc.querySelector("#main") || !swap(next.doc)) return reload();
      base = next.doc;
      document.documentElement.dataset.kbState = next.number;
      await about();
    } finally {
      busy = false;
      if (again) { again = false; refresh() }
    }
  };

  // ---- what is wrong, and what the page is made of

  const make = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    const { data, aria, role, ...rest } = properties;
    Object.assign(element, rest);
    if (role) element.setAttribute("role", role);
    for (const [key, value] of Object.entries(aria ?? {})) element.setAttribute("aria-" + key, value);
    element.append(...children);
    return element;
  };
  const host = make("kb-dev"), root = host.attachShadow({ mode: "open" });
  const list = make("div", { className: "list", tabIndex: 0 });
  const title = make("h2"), fold = make("button", { type: "button", className: "fold" }, "Minimise");
  const panel = make("section", { className: "panel", hidden: true, aria: { label: "Findings" } }, make("div", { className: "head" }, title, fold), list);
  const pill = make("button", { type: "button", className: "pill", hidden: true, aria: { expanded: "false" } });
  const said = make("p", { className: "said", role: "status" });
  const notes = make("div", { className: "notes", hidden: true });
  const offer = make("p", { className: "offer", hidden: true });
  const corner = make("aside", { aria: { label: "kb serve" } }, notes, offer, pill, panel, said);
  root.append(make("link", { rel: "stylesheet", href: OWN + "dev.css" }), corner);

  const say = (words) => { if (said.textContent !== words) said.textContent = words };
  const counted = (n, word) => (n ? [`${n} ${word}${n === 1 ? "" : "s"}`] : []);
  let folded = false, findings = "", errors = 0;

  const show = () => {
    const any = findings !== "";
    panel.hidden = !any || folded;
    pill.hidden = !any || !folded;
    pill.setAttribute("aria-expanded", String(!panel.hidden));
    room();
  };
  /** What is docked at the bottom hides no end of the page: there is room to scroll it free. */
  const room = () => {
    const docked = panel.hidden ? notes : panel;
    document.documentElement.style.setProperty("padding-bottom", docked.hidden ? "0" : docked.offsetHeight + "px");
  };
  new ResizeObserver(room).observe(panel);
  const minimise = () => {
    const had = panel.contains(root.activeElement);
    folded = true;
    show();
    if (had) pill.focus();
  };
  fold.addEventListener("click", minimise);
  pill.addEventListener("click", () => { folded = false; show() });
  addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !e.defaultPrevented && !panel.hidden && !document.querySelector("dialog[open], :popover-open")) minimise();
  });

  const look = async (news) => {
    const text = news.errors || news.warnings ? await (await get("findings")).text() : "";
    const words = [...counted(news.errors, "error"), ...counted(news.warnings, "warning")].join(", ");
    // whoever put the panel away does not want it back for the same errors, and nobody wants it for warnings
    if (!news.errors) folded = true;
    else if (!errors) folded = false;
    if (text !== findings) {
      if (text || findings) say(words || "everything is in order");
      findings = text;
      list.replaceChildren(...parse(text).body.childNodes);
    }
    errors = news.errors;
    title.textContent = pill.textContent = words;
    pill.classList.toggle("bad", errors > 0);
    show();
  };

  const open = async (place) => {
    const answer = await fetch(OWN + "open", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(place) });
    say(answer.ok ? `opened ${place.path}` : await answer.text());
  };
  root.addEventListener("click", (e) => {
    const { open: path, line, column } = e.target.closest?.("[data-open]")?.dataset ?? {};
    if (path) open({ path, line: +line, column: +column });
  });

  /** Ribbons and the way to the source. */
  const about = async () => {
    const page = await (await get("page?path=" + encodeURIComponent(decodeURI(location.pathname)))).json();
    const notice = (kind, words) => make("span", { className: kind }, words);
    const parts = [];
    if (page.draft) parts.push(notice("draft", "Draft"));
    if (page.overdue) parts.push(notice("overdue", `Review overdue since ${page.overdue}`));
    if (page.broken) parts.push(notice("old", "Last good version"));
    if (page.file) {
      const source = make("button", { type: "button", className: "source", title: page.opens ? "Edit source" : "Name an editor in LAUNCH_EDITOR or VISUAL" }, `Edit ${page.file}`);
      Object.assign(source.dataset, { open: page.file, line: page.line, column: 1 });
      parts.push(source);
    }
    notes.replaceChildren(...parts);
    notes.hidden = !parts.length;
    room();
  };

  const TAB = "kb:tab";
  /** Whether this browser has no other tab here; the server knows of browsers alone. */
  const isAlone = async () => !navigator.locks || (await navigator.locks.query()).held.filter((l) => l.name === TAB).length < 2;
  const offerPage = async (news) => {
    const [[to, name] = []] = news.changed.length === 1 ? news.changed : [[]];
    // none: it was told before this one listened
    const shown = to !== undefined && news.tabs < 2 && decodeURI(location.pathname) !== to && (await isAlone());
    if (news.number !== number) return;
    offer.hidden = !shown;
    if (!shown) return offer.replaceChildren();
    const away = make("button", { type: "button", aria: { label: "Stay here" } }, "×");
    away.addEventListener("click", () => { offer.hidden = true });
    offer.replaceChildren("Changed: ", make("a", { href: encodeURI(to) }, name || to), away);
  };

  // ---- from the server

  let run, number;
  const hear = async (data) => {
    const news = JSON.parse(data), first = number === undefined;
    const same = news.run === run && news.number === number;
    [run, number] = [news.run, news.number];
    // the first message is news where something changed while the page was opened
    const isNews = first ? base && String(news.number) !== String(document.documentElement.dataset.kbState) : !same;
    // the page comes first: what is wrong is known a little later
    if (isNews) {
      offerPage(news);
      refresh();
    }
    await look(news);
  };

  /** A browser opens six connections to a server, and a message holds one: of its tabs one listens, and tells the others. */
  const listen = () => {
    const follow = (tell) => new EventSource(OWN + "events").addEventListener("message", ({ data }) => tell(data));
    // what is asked for over the network without a certificate has no locks
    if (!navigator.locks) return follow(hear);
    const others = new BroadcastChannel("kb"), forever = new Promise(() => {});
    let last;
    others.addEventListener("message", ({ data }) => {
      if (data) hear(data);
      else if (last) others.postMessage(last);
    });
    navigator.locks.request(TAB, { mode: "shared" }, () => forever);
    // whoever waits comes next when the tab that listens is closed
    navigator.locks.request("kb:listens", () => {
      follow((data) => {
        last = data;
        others.postMessage(data);
        hear(data);
      });
      return forever;
    });
    others.postMessage("");
  };

  const begin = async () => {
    document.body.append(host);
    settle();
    const first = await serve();
    // it changed while it was loaded: what was loaded is nowhere any more
    if (loaded && first.number !== loaded) return reload();
    base = first.doc;
    document.documentElement.dataset.kbState = first.number;
    about();
    listen();
  };
  begin();
})();
