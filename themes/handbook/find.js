// The search as its readers meet it: the dialog that theme.js opens, and what results.js puts on the search page. What is found
// comes from search.js. In the dialog the focus stays in the field and the results are the options of a combobox; on the page
// they are lists of links. Either way a result is a link, so it opens as links do.
(() => {
  const kb = window.kb, kinds = "t:kinds", shelf = "recent " + kb.root;
  const home = (document.querySelector(".find") || location).href.replace(/[?#].*/, "");
  const el = (name, attributes, ...inner) => {
    const node = document.createElement(name);
    for (const key in attributes) {
      const value = attributes[key];
      if (value?.call) node[key] = value; else if (value != null) node.setAttribute(key, value);
    }
    node.append(...inner);
    return node;
  };
  // A text with what was found in it: a name, or with a class what is said besides.
  const line = (kind, text, found = []) => {
    const node = el(kind ? "span" : "b", { class: kind });
    let at = 0;
    for (const [from, to] of found) node.append(text.slice(at, from), el("mark", {}, text.slice(from, at = to)));
    node.append(text.slice(at));
    return node;
  };
  // The pages opened from the search: kept in this browser, told to nobody, and forgotten on demand.
  const recent = () => {
    try { return JSON.parse(kb.kept(shelf)).filter(({ href, title }) => href.startsWith(kb.root) && title) } catch { return [] }
  };
  const remember = ({ kind, title, context, href }) =>
    kb.kept(shelf, JSON.stringify([{ kind, title, context, href }, ...recent().filter((old) => old.href !== href)].slice(0, 6)));

  // A field and the results below it: those in a dialog are options of a combobox, those on the page have no dialog.
  const finder = (field, place, { dialog, changed, more }) => {
    let turn = 0, size, active = -1, options = [], moved, eager, shown, telling, kind = "", role = "";
    const text = () => field.value.trim().replace(/\s+/g, " ").slice(0, 200);
    const address = () => {
      const state = new URLSearchParams(Object.entries({ q: text(), kind, role }).filter(([, value]) => value));
      return home + (`${state}` && `?${state}`);
    };
    const chips = el("div", { class: "chips", role: "group", "aria-label": "t:search.kind" });
    const roles = el("select", { "aria-label": "t:search.role", hidden: "", onchange: () => { role = roles.value; run(true) } }, new Option("t:search.any_role", ""));
    const count = el("p", { class: "foot", role: "status" }), hint = el("div", { class: "hint" });
    const list = el("div", { class: "hits", ...dialog && { id: "options", role: "listbox", "aria-label": "t:search.results" } });
    const tools = el("div", { class: "inline tools" }, chips, roles);
    place.append(tools, count, hint, list);

    const tell = (words, after = 400) => {
      clearTimeout(telling);
      // Typing is not talked over: the number is told when it has settled.
      telling = setTimeout(() => { count.textContent = words }, after);
    };
    const select = (n, scroll) => {
      options[active]?.setAttribute("aria-selected", "false");
      const now = options[active = n];
      now?.setAttribute("aria-selected", "true");
      if (scroll) now?.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", now?.id || "");
    };
    const option = (href, kind, hit, ...inner) => {
      const n = options.length, link = el("a", {
        href, class: kind,
        onclick: (e) => {
          if (hit) remember(hit);
          if (!(e.ctrlKey || e.metaKey || e.shiftKey)) dialog?.close();
        },
        ...dialog && { role: "option", id: `hit-${n}`, tabindex: -1, "aria-selected": "false", onpointermove: () => n !== active && select(n) },
      }, ...inner);
      options.push(link);
      return link;
    };
    const rows = (hit) => {
      const { kind, href, title, heading, context, text, marks = {}, aka } = hit, page = href.split("#")[0];
      const name = [line(null, title, marks.title)], found = text ? [line("said", text, marks.text)] : [];
      if (context && context !== kinds[kind]) name.push(line("mute", context));
      if (aka) name.push(line("mute", `(${aka})`));
      // What stands under a heading is found below the page it stands on.
      return heading ? [
        option(page, "hit", { ...hit, href: page }, ...name),
        option(href, "hit sub", { ...hit, title: `${title}: ${heading}` }, line(null, heading, marks.heading), ...found),
      ] : [option(href, "hit", hit, ...name, ...found)];
    };
    const group = (name, title, hits) => {
      const id = `hits-${list.id}${name}`, part = { role: dialog && "presentation" };
      const label = el(dialog ? "li" : "h2", { ...part, class: dialog && "label", id }, title);
      const all = el("ul", { role: dialog && "group", "aria-labelledby": id }, ...hits.flatMap(rows).map((row) => el("li", part, row)));
      if (!dialog) return [label, all];
      all.prepend(label);
      return [all];
    };
    const clear = (words, after) => {
      options = [];
      hint.replaceChildren();
      tell(words, after);
    };
    const click = (n, e) => options[n]?.dispatchEvent(new MouseEvent("click", e));
    const put = (nodes, start) => {
      list.replaceChildren(...nodes);
      list.hidden = !nodes[0];
      list.dataset.asked = text();
      if (!dialog) return;
      field.setAttribute("aria-expanded", !!nodes[0]);
      list.scrollTop = 0;
      active = -1;
      select(start, true);
    };
    const lists = () => el("p", {}, el("a", { href: home }, "t:search.lists"));

    const empty = () => {
      clear("", 0);
      tools.hidden = true;
      const opened = dialog ? recent() : [], some = opened[0];
      put(some ? group("recent", "t:search.recent", opened) : [], -1);
      if (!some) return;
      const forget = el("button", { type: "button", class: "ib", onclick: () => { kb.kept(shelf, "[]"); empty(); field.focus() } }, "t:search.forget");
      hint.append(el("p", { class: "mute" }, "t:search.recent_means", forget));
    };
    const failed = () => {
      eager = null;
      if (hint.querySelector("[role=alert]")) return;
      clear("", 0);
      put([], -1);
      hint.append(el("p", { role: "alert" }, location.protocol === "file:" ? "t:search.from_disk" : "t:search.failed"), lists());
    };
    const show = (asked, found, whole) => {
      const { total, suggestion, means, groups } = found;
      const none = kind || role ? "t:search.none_filtered" : "t:search.none", some = total === 1 ? "t:search.count.one" : "t:search.count.other";
      clear((total ? some : none).replace("{n}", total).replace("{q}", () => asked));
      tools.hidden = !whole.total && !kind && !role;
      chip(whole);
      if (suggestion) {
        const instead = el("button", { type: "button", onclick: () => { field.value = suggestion; field.focus(); run(true) } }, suggestion);
        hint.append(el("p", {}, "t:search.suggest" + " ", instead, "?"));
      }
      if (!total) hint.append(el("p", {}, "t:search.none_help"), lists());
      const first = means.flatMap(({ targets }) => targets), most = dialog && !kind ? 5 : size;
      const nodes = means.flatMap(({ abbr, targets }, n) => group(`means-${n}`, "t:search.means".replace("{abbr}", abbr), targets));
      let left = total;
      for (const { kind, hits } of groups) {
        const rest = hits.filter(({ href }) => !first.some((hit) => hit.href === href)).slice(0, most);
        if (rest[0]) nodes.push(...group(kind, kinds[kind], rest));
        left -= hits.slice(0, most).length;
      }
      if (left > 0) {
        nodes.push(dialog ? option(address(), "hit", null, line(null, "t:search.every.other".replace("{n}", total))) : more(run, options.length));
      }
      put(nodes, 0);
      if (eager) click(0, eager);
      eager = null;
    };
    // One kind at a time, with how much of each was found.
    const chip = ({ total, groups }) => {
      const held = chips.querySelector(":focus")?.value, found = groups.map((group) => [group.kind, group.total]);
      if (kind && !found.some(([name]) => name === kind)) found.push([kind, 0]);
      chips.replaceChildren(...[["", total], ...found].map(([name, n]) =>
        el("button", { type: "button", value: name, "aria-pressed": name === kind, onclick: () => { kind = name; run(true) } }, name ? kinds[name] : "t:search.all", " ", el("span", {}, n))));
      chips.querySelector(`[value="${held}"]`)?.focus();
    };

    const run = async (settled) => {
      const mine = ++turn, stale = () => mine !== turn, asked = text();
      size = settled === "more" ? size + 40 : 20;
      changed?.(address(), asked, settled);
      shown = null;
      if (!asked) return empty();
      if (location.protocol === "file:") return failed();
      // Only what takes long is worth a word.
      if (!list.firstChild) tell("t:search.searching");
      try {
        await kb.load("assets/search.js");
        const ask = (limit, kinds) => kb.search(asked, { kinds, role, limit, stale, each: dialog && !kinds ? 8 : limit });
        const [whole, narrow, all] = await Promise.all([ask(kind ? 0 : size), kind && ask(size, [kind]), kb.search.roles().catch(() => [])]);
        if (stale()) return;
        if (!roles[1]) roles.append(...all.map(({ id, title }) => new Option(title, id)));
        roles.hidden = !roles[1];
        roles.value = role;
        // A role that is not there, from an address.
        if (role !== roles.value) { role = ""; return run("read") }
        shown = asked;
        show(asked, narrow || whole, whole);
      } catch {
        if (!stale()) failed();
      }
    };
    field.oninput = (e) => { moved = eager = null; if (!e.isComposing) run() };
    field.addEventListener("compositionend", () => run());
    if (dialog) field.onkeydown = (e) => {
      // A key that ends or steers the composing of a word is not for us.
      if (e.isComposing || e.keyCode === 229) return;
      const last = options.length - 1;
      const to = { ArrowDown: active < last ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : last, ...moved && !e.shiftKey && { Home: 0, End: last } };
      if (e.key in to && last >= 0 && !e.altKey) {
        moved = true;
        select(to[e.key], true);
      } else if (e.key !== "Enter") return;
      // Who is faster than the search gets its first result.
      else if (text() && shown !== text()) eager = e;
      else click(active, e);
      e.preventDefault();
    };
    // The last key that was pressed before this file came.
    if (field.early) field.onkeydown(field.early);
    return {
      run,
      set: (state) => {
        field.value = state.get("q") || "";
        kind = state.get("kind") || "";
        if (!Object.hasOwn(kinds, kind)) kind = "";
        role = state.get("role") || "";
        run("read");
      },
    };
  };

  let keys;
  kb.finder = finder;
  kb.find = (dialog, field, help) => {
    if (!keys) {
      const place = el("div", { class: "found" }), combobox = { role: "combobox", "aria-expanded": false, "aria-controls": "options", "aria-autocomplete": "list" };
      for (const key in combobox) field.setAttribute(key, combobox[key]);
      keys = el("details", { class: "keys foot", ontoggle: () => kb.load("assets/keys.js").then(() => kb.keys(keys, el)) }, el("summary", {}, "t:search.keys"));
      dialog.onmousedown = (e) => { if (e.target === dialog) dialog.close() };
      dialog.append(place, keys);
      finder(field, place, { dialog }).run();
    }
    if (help) {
      keys.open = true;
      keys.firstChild.focus();
    }
  };
})();
