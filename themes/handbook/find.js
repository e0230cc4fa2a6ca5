// The search as its readers meet it: a dialog that the header's link and the keys open, and what results.js puts on the search
// page. What is found comes from search.js. In the dialog the focus stays in the field and the results are the options of a combobox;
// on the page they are lists of links. Either way a result is a link, so it opens as links do.
(() => {
  const kb = window.kb, t = "t:search", kinds = "t:kinds", close = "t:site.close";
  const home = (document.querySelector(".find") || location).href.replace(/[?#].*/, ""), shelf = "recent " + kb.root;
  const el = (name, attributes, ...inner) => {
    const node = document.createElement(name);
    for (const key in attributes) if (attributes[key] != null) node.setAttribute(key, attributes[key]);
    node.append(...inner);
    return node;
  };
  const on = (node, type, run) => (node.addEventListener(type, run), node);
  const counted = (forms, n) => (n === 1 ? forms.one : forms.other).replace("{n}", n);
  const marked = (text, ranges = []) => {
    let at = 0;
    const parts = ranges.flatMap(([from, to]) => [text.slice(at, from), el("mark", {}, text.slice(from, at = to))]);
    return [...parts, text.slice(at)];
  };
  // The pages opened from the search: kept in this browser, told to nobody, and forgotten on demand.
  const recent = () => {
    try { return JSON.parse(kb.kept(shelf)).filter(({ href, title, kind }) => href.startsWith(kb.root) && title && kind in kinds) } catch { return [] }
  };
  const remember = (hit) => {
    const { kind, title, context, href } = hit;
    kb.kept(shelf, JSON.stringify([{ kind, title, context, href }, ...recent().filter((old) => old.href !== href)].slice(0, 6)));
  };

  // A field and the results below it. `modal` says whether they are options of a combobox.
  const finder = (field, place, { modal, changed }) => {
    let turn = 0, active = -1, options = [], moved = false, eager = null, shown = null, telling, kind = "", role = "";
    const text = () => field.value.trim().replace(/\s+/g, " ").slice(0, 200);
    const address = () => {
      const state = new URLSearchParams(Object.entries({ q: text(), kind, role }).filter(([, value]) => value));
      return home + (`${state}` && `?${state}`);
    };
    const chips = el("div", { class: "chips", role: "group", "aria-label": t.kind });
    const roles = on(el("select", { "aria-label": t.role, hidden: "" }, el("option", { value: "" }, t.any_role)), "change", () => {
      role = roles.value;
      run(true);
    });
    const count = el("p", { class: "foot", role: "status" }), hint = el("div", { class: "hint" });
    const list = el("div", modal ? { id: "options", class: "hits", role: "listbox", "aria-label": t.results } : { class: "hits" });
    const tools = el("div", { class: "inline tools" }, chips, roles);
    place.append(tools, count, hint, list);

    const tell = (words, after = 400) => {
      clearTimeout(telling);
      // Typing is not talked over: the number is told when it has settled.
      telling = setTimeout(() => { count.textContent = words }, after);
    };
    const select = (n, scroll = true) => {
      if (!modal) return;
      options[active]?.setAttribute("aria-selected", "false");
      active = n;
      options[active]?.setAttribute("aria-selected", "true");
      if (scroll) options[active]?.scrollIntoView({ block: "nearest" });
      if (options[active]) field.setAttribute("aria-activedescendant", options[active].id);
      else field.removeAttribute("aria-activedescendant");
    };
    const option = (href, kind, hit, ...inner) => {
      const link = el("a", { href, class: kind }, ...inner);
      if (modal) {
        const n = options.push(link) - 1;
        for (const [key, value] of Object.entries({ role: "option", id: `hit-${n}`, tabindex: -1, "aria-selected": "false" })) link.setAttribute(key, value);
        on(link, "pointermove", () => n !== active && select(n, false));
      }
      return on(link, "click", (e) => {
        if (hit) remember(hit);
        if (modal && !(e.ctrlKey || e.metaKey || e.shiftKey)) place.closest("dialog").close();
      });
    };
    const line = (kind, inner) => inner ? [el(kind ? "span" : "b", { class: kind }, ...inner)] : [];
    const rows = (hit) => {
      const { kind, href, title, heading, context, text = "", marks = {}, aka } = hit;
      const name = [...line(null, marked(title, marks.title)), ...line("mute", context && context !== kinds[kind] && [context])];
      const also = line("mute", aka && [`(${aka})`]), found = line("said", text && marked(text, marks.text));
      if (!heading) return [option(href, "hit", hit, ...name, ...also, ...found)];
      // What stands under a heading is found below the page it stands on.
      return [
        option(href.split("#")[0], "hit", { ...hit, href: href.split("#")[0] }, ...name, ...also),
        option(href, "hit sub", { ...hit, title: `${title}: ${heading}` }, ...line(null, marked(heading, marks.heading)), ...found),
      ];
    };
    const group = (name, title, hits) => {
      const id = (modal ? "options-" : "hits-") + name;
      const label = modal ? el("li", { class: "label", id, role: "presentation" }, title) : "";
      const items = hits.flatMap(rows).map((row) => el("li", modal ? { role: "presentation" } : {}, row));
      const all = el("ul", modal ? { role: "group", "aria-labelledby": id } : { "aria-labelledby": id }, label, ...items);
      return modal ? [all] : [el("h2", { id }, title), all];
    };
    const put = (nodes, start) => {
      list.replaceChildren(...nodes);
      list.hidden = !nodes.length;
      list.dataset.asked = text();
      if (!modal) return;
      field.setAttribute("aria-expanded", `${!list.hidden}`);
      list.scrollTop = 0;
      active = -1;
      select(start);
    };
    const clear = () => { options = []; hint.replaceChildren() };
    const lists = () => el("p", {}, el("a", { href: home }, t.lists));

    const empty = () => {
      clear();
      tools.hidden = true;
      tell("", 0);
      const opened = modal ? recent() : [];
      put(opened.length ? group("recent", t.recent, opened) : [], -1);
      if (!opened.length) return;
      const forget = on(el("button", { type: "button", class: "ib" }, t.forget), "click", () => { kb.kept(shelf, "[]"); empty(); field.focus() });
      hint.append(el("p", { class: "mute" }, t.recent_means, forget));
    };
    const failed = () => {
      eager = null;
      if (hint.querySelector("[role=alert]")) return;
      clear();
      put([], -1);
      tell("", 0);
      hint.append(el("p", { role: "alert" }, location.protocol === "file:" ? t.from_disk : t.failed), lists());
    };
    const show = (asked, found, whole) => {
      clear();
      tools.hidden = !whole.total && !kind && !role;
      chip(whole);
      tell(found.total ? counted(t.count, found.total) : (kind || role ? t.none_filtered : t.none).replace("{q}", asked));
      if (found.suggestion) {
        const instead = on(el("button", { type: "button" }, found.suggestion), "click", () => { field.value = found.suggestion; field.focus(); run(true) });
        hint.append(el("p", {}, `${t.suggest} `, instead, "?"));
      }
      if (!found.total) hint.append(el("p", {}, t.none_help), lists());
      const first = found.means.flatMap(({ targets }) => targets), most = modal && !kind ? 5 : 100;
      const nodes = found.means.flatMap(({ abbr, targets }, n) => group(`means-${n}`, t.means.replace("{abbr}", abbr), targets));
      let left = found.total;
      for (const { kind, hits } of found.groups) {
        const rest = hits.filter(({ href }) => !first.some((hit) => hit.href === href)).slice(0, most);
        if (rest.length) nodes.push(...group(kind, kinds[kind], rest));
        left -= hits.slice(0, most).length;
      }
      if (modal && left > 0) nodes.push(option(address(), "hit", null, ...line(null, [counted(t.every, found.total)])));
      put(nodes, 0);
      if (eager && options.length) options[0].dispatchEvent(new MouseEvent("click", eager));
      eager = null;
    };
    // One kind at a time, with how much of each was found.
    const chip = (whole) => {
      const held = chips.contains(document.activeElement) && document.activeElement.value;
      const found = whole.groups.map((group) => [group.kind, group.total]);
      if (kind && !found.some(([name]) => name === kind)) found.push([kind, 0]);
      chips.replaceChildren(...[["", whole.total], ...found].map(([name, total]) => {
        const button = el("button", { type: "button", value: name, "aria-pressed": `${name === kind}` }, name ? kinds[name] : t.all, " ", el("span", {}, total));
        return on(button, "click", () => { kind = name; run(true) });
      }));
      if (typeof held === "string") [...chips.children].find((button) => button.value === held)?.focus();
    };
    const choose = async () => {
      if (roles.options.length > 1) return;
      for (const { id, title } of await kb.search.roles()) roles.append(el("option", { value: id }, title));
      roles.hidden = roles.options.length < 2;
      roles.value = role;
      if (!roles.value) roles.value = role = "";
    };

    const run = async (settled) => {
      const mine = ++turn, asked = text();
      changed?.(address(), asked, settled);
      shown = null;
      if (!asked) return empty();
      if (location.protocol === "file:") return failed();
      // Only what takes long is worth a word.
      if (!list.childElementCount) tell(t.searching);
      try {
        await kb.load("assets/search.js");
        await choose().catch(() => {});
        const ask = (kinds) => kb.search(asked, { kinds, role: role || undefined, limit: modal ? 30 : 100 });
        const [whole, narrow] = await Promise.all([ask(), kind ? ask([kind]) : null]);
        if (mine !== turn) return;
        shown = asked;
        show(asked, narrow || whole, whole);
      } catch {
        if (mine === turn) failed();
      }
    };
    on(field, "input", (e) => { moved = false; eager = null; if (!e.isComposing) run() });
    on(field, "compositionend", () => run());
    if (modal) on(field, "keydown", (e) => {
      // A key that ends or steers the composing of a word is not for us.
      if (e.isComposing || e.keyCode === 229) return;
      const last = options.length - 1, to = { ArrowDown: active < last ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : last };
      if (moved && !e.shiftKey) Object.assign(to, { Home: 0, End: last });
      if (e.key in to && options.length && !e.altKey) {
        e.preventDefault();
        moved = true;
        select(to[e.key]);
      } else if (e.key === "Enter") {
        e.preventDefault();
        const { ctrlKey, metaKey, shiftKey } = e, how = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey };
        // Who is faster than the search gets its first result.
        if (text() && shown !== text()) eager = how; else options[active]?.dispatchEvent(new MouseEvent("click", how));
      }
    });
    return {
      run,
      set: (state) => {
        field.value = state.get("q") || "";
        kind = Object.hasOwn(kinds, state.get("kind") || "") ? state.get("kind") : "";
        roles.value = role = state.get("role") || "";
        run("read");
      },
    };
  };

  let dialog, field, keys;
  const make = () => {
    field = el("input", {
      type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "options", "aria-autocomplete": "list", "aria-label": t.label,
      placeholder: t.label, autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "go", autofocus: "",
    });
    const place = el("div", { class: "found" });
    const shut = on(el("button", { type: "button", class: "ib" }, close), "click", () => dialog.close());
    keys = on(el("details", { class: "keys foot" }, el("summary", {}, t.keys)), "toggle", () => kb.load("assets/keys.js").then(() => kb.keys(keys, el)));
    dialog = el("dialog", { class: "sd", "aria-label": t.go }, el("div", { role: "search" }, field, shut), place, keys);
    on(dialog, "mousedown", (e) => { if (e.target === dialog) dialog.close() });
    document.body.append(dialog);
    finder(field, place, { modal: true }).run();
  };

  kb.finder = finder;
  kb.find = (help) => {
    // The search page has a field of its own.
    const own = document.querySelector("#found") && document.querySelector("#q");
    if (own && !help) return own.focus() || own.select();
    if (!dialog) make();
    if (!dialog.open) dialog.showModal();
    field.select();
    if (help) {
      keys.open = true;
      keys.firstChild.focus();
    }
  };
})();
