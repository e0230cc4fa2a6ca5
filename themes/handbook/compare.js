// The role picker: two to four roles side by side, as on the pages that are built (components/tables.html), from
// data/kb.json. What is chosen stands in the address. Without this file the comparisons are there as links.
(() => {
  const find = (selector) => document.querySelector(selector);
  const form = find("#picker"), told = find("#told"), out = find("#picked"), h1 = find("h1"), lead = find(".lead");
  if (!form) return;
  const list = form.querySelector("ol"), { add, frame } = form.elements, title = document.title;
  const before = [h1, lead].map((e) => e && [...e.childNodes]);
  let all, byId, state, numbers;

  const el = (name, attributes, ...inside) => {
    const e = document.createElement(name);
    for (const key in attributes) if (attributes[key] != null) e.setAttribute(key, attributes[key]);
    e.append(...inside.flat().filter(Boolean));
    return e;
  };
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const hidden = (text) => el("span", { class: "vh" }, text);
  const same = (list) => list.every((x) => JSON.stringify(x) === JSON.stringify(list[0]));
  const items = (list) => list.map((i) => el("li", {}, i));

  // A text as it stands in the file. Its HTML is the program's own; links become those of this page, sources are numbered.
  const print = (text) => {
    if (!text.html) return text.text;
    const box = el("template");
    box.innerHTML = text.html;
    for (const name of ["href", "src"]) {
      for (const e of box.content.querySelectorAll(`[${name}]`)) {
        const to = e.getAttribute(name);
        if (!/^(#|\/|[a-z][a-z\d+.-]*:)/i.test(to)) e.setAttribute(name, kb.root + to);
      }
    }
    for (const mark of box.content.querySelectorAll(".cite")) {
      const link = mark.querySelector("a"), at = link || mark.firstChild, id = (text.cites || [])[at.textContent - 1];
      if (!id) continue;
      if (!numbers.includes(id)) numbers.push(id);
      const n = at.textContent = numbers.indexOf(id) + 1;
      if (link) {
        link.href = "#picked-s" + n;
        link.setAttribute("aria-label", fill("t:page.source", { n }));
      }
    }
    return [...box.content.childNodes];
  };
  const named = (record) => record.url && !record.party ? el("a", { href: kb.root + record.url }, print(record.title)) : print(record.title);
  const item = (i) => i.text != null ? print(i) : named(byId[i.role ?? i.party ?? "term:" + i.term]);
  const account = (id) => all.accounts.find((a) => a.id === id);
  const entry = (map, key) => map && Object.hasOwn(map, key) ? map[key] : undefined;
  const voices = (record) => account(state.frame).chain.map((id) => entry(record.according_to, id)).filter(Boolean);

  // What the account says of a field of a role: see "role" in docs/kb.schema.json.
  const value = (role, field) => {
    const said = voices(role);
    if (said[0] && !said[0].defined) return { none: 1 };
    const voice = said.find((v) => field in v.fields);
    if (voice) return { items: voice.fields[field] };
    const own = field === "summary" ? role.summary && [role.summary] : role.fields[field];
    return own ? { items: own, ours: state.frame !== "house" } : {};
  };
  // What a comparison itself says is said in its own account. Nothing is said of a role that the account does not have.
  const frameOf = (comparison) => comparison.account || all.site.account;
  const cellsOf = (row, roles, ours) => roles.map((role) => {
    const cell = value(role, row.field), own = !cell.none && entry(row.cells, role.id);
    return own ? { items: [own], ours, here: 1, over: !!(row.field && cell.items) } : cell;
  });
  const reference = (note) => note && el("span", { class: "cite" },
    el("a", { href: "#" + note.id, "aria-label": fill("t:compare.note", note) }, note.mark));
  const cell = (c, note) => {
    const list = (c.items || []).map(item), more = list.length - 3;
    const words = "t:more";
    return el("td", {},
      c.none ? el("span", { class: "mute" }, "t:compare.no_role")
        : !list.length ? el("span", { class: "mute" }, "t:not_stated")
        : list.length === 1 ? list[0]
        : [el("ul", {}, items(list.slice(0, 3))), more > 0 && el("details", { class: "more" },
            el("summary", {}, fill(more === 1 ? words.one : words.other, { n: more })), el("ul", {}, items(list.slice(3))))],
      c.ours && [" ", el("span", { class: "ours", title: "t:account.ours_means" }, "t:account.ours")], reference(note));
  };
  const only = (words, checked) => el("p", { class: "only" }, el("label", {}, el("input", { type: "checkbox", checked: checked ? "" : null }), " " + words));
  const region = (id, n, table) => el("div", { class: "scroll " + (n < 4 ? "fits" : "fits80"), role: "region", "aria-labelledby": id, tabindex: 0 }, table);
  const section = (id, words, ...inside) => el("section", { "aria-labelledby": id }, el("h2", { id }, words), ...inside);

  const glance = (roles, authored) => {
    const its = authored && frameOf(authored), ours = its !== state.frame;
    let rows = (its === "house" || !ours) && authored?.rows;
    if (!rows) {
      rows = all.site.rows.map((field) => ({ field })).filter((row) => cellsOf(row, roles).some((c) => c.items));
      if (!rows.length) rows = [{ field: "summary" }];
    }
    const notes = [], n = roles.length;
    const lines = rows.map((row) => {
      let note = null;
      if (row.note) {
        const k = notes.length;
        note = { id: "n" + (k + 1), mark: "*†‡§"[k] || String(k + 1) };
        notes.push(el("div", { class: "foot" }, el("span", { id: note.id }, note.mark), " ", print(row.note)));
      }
      const cells = cellsOf(row, roles, ours), over = cells.some((c) => c.over);
      const tds = cells.map((c) => cell(c, c.over && note));
      const label = row.label ? print(row.label) : all.site.fields[row.field];
      return el("tr", { class: same(cells.map((c) => [c.items, c.ours, c.none, c.here])) ? "same" : null },
        el("th", { scope: "row" }, label, over ? null : reference(note)), tds);
    });
    const name = account(state.frame).name;
    const head = el("tr", {}, el("td", { class: "c1" }), roles.map((r) => el("th", { scope: "col" }, named(r))));
    const box = lines.some((line) => line.className) && only("t:compare.only", state.only);
    if (box) box.addEventListener("change", (e) => { state.only = e.target.checked; remember(true) });
    return section("glance", "t:compare.glance", box,
      n > 2 && el("fieldset", { class: "pick" }, el("legend", {}, "t:compare.columns"), roles.map((r, i) =>
        el("label", {}, el("input", { type: "checkbox", class: "p" + (i + 1), checked: "" }), " ", print(r.title)))),
      region("c-glance", n, el("table", { class: "vs w" + n },
        el("caption", { id: "c-glance" }, el("span", {}, fill("t:compare.caption", { account: name }))),
        el("thead", {}, head), el("tbody", {}, lines))),
      roles.some((r) => voices(r)[0]?.defined === false) && el("p", { class: "foot" }, fill("t:compare.no_role_means", { account: name })),
      notes);
  };

  // Who has which part in a decision: see "decision" in docs/kb.schema.json.
  const PARTS = { a: "accountable", r: "responsible", c: "consulted", i: "informed" };
  const held = (decision, roles) => {
    const said = voices(decision), foreign = state.frame !== "house";
    const of = (key) => [(said.find((v) => key in v) || decision)[key] || []].flat();
    const silent = (key) => foreign && said.every((v) => !(key in v));
    const who = {}, own = {};
    for (const p in PARTS) { who[p] = of(PARTS[p]); own[p] = silent(PARTS[p]) }
    if (!who.r.length) who.r = who.a;
    own.r &&= own.a || !!(decision.responsible || []).length;
    const wholly = Object.values(own).every(Boolean);
    const cells = roles.map((role) => Object.keys(PARTS).filter((p) => who[p].some((actor) => actor.role === role.id)));
    const standing = decision.status === "draft" ? decision : said.find((v) => "status" in v) || decision;
    return { decision, cells, wholly, status: standing.status, own: cells.map((parts) => !wholly && parts.length > 0 && parts.every((p) => own[p])) };
  };
  const letter = (p, own) => el("span", { class: `m ${p}${own ? " own" : ""}`, "aria-hidden": "true" }, all.site.letters[p].letter);
  const who = (roles) => {
    const order = (row) => row.decision.order ?? Infinity;
    const rows = all.decisions.map((d) => held(d, roles)).filter((row) => row.cells.some((parts) => parts.length))
      .sort((a, b) => order(a) - order(b) || 0);
    if (!rows.length) return null;
    const states = { draft: "t:status.draft", disputed: "t:status.disputed", retired: "t:status.retired" };
    const word = (p) => all.site.letters[p].word;
    const words = (parts) => parts.map((p, i) => i ? " " + "t:and" + " " + word(p).toLowerCase() : word(p)).join("");
    const lines = rows.map(({ decision: d, status, cells, wholly, own }) => el("tr", { class: same(cells) ? "same" : null },
      el("th", { scope: "row" }, named(d), states[status] && [" ", el("span", { class: "status " + status }, states[status])],
        wholly && [" ", el("span", { class: "ours" }, "t:account.ours")]),
      cells.map((parts, i) => el("td", {}, parts.length
        ? [letter(parts[0], own[i]), hidden(words(parts) + (own[i] ? ", " + "t:account.ours" : ""))]
        : hidden("t:compare.none")))));
    return section("who", "t:compare.who",
      lines.some((line) => line.className) && only("t:compare.who_only", true),
      region("c-who", roles.length, el("table", { class: "vs letters w" + roles.length },
        el("caption", { id: "c-who", class: "vh" }, "t:compare.who_caption"),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "t:compare.decision"), roles.map((r) => el("th", { scope: "col" }, print(r.title))))),
        el("tbody", {}, lines))),
      rows.some((row) => row.own.includes(true)) && el("p", { class: "foot" },
        el("span", { class: "m i own", "aria-hidden": "true" }), " " + "t:account.ours" + ": " + "t:account.ours_means"),
      el("ul", { class: "key" }, Object.keys(PARTS).map((p) => el("li", {}, letter(p), " " + word(p)))));
  };

  // The controls.
  const address = (roles, frame) => {
    const query = [roles.length && "roles=" + roles, frame !== all.site.account && "frame=" + frame, state.only && "only=differences"];
    return location.pathname + (query.some(Boolean) ? "?" + query.filter(Boolean).join("&") : "");
  };
  const remember = (replace) => {
    const to = address(state.roles.filter(Boolean), state.frame);
    if (to !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", to);
  };
  const far = (a, b) => {
    let last = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
      last = row;
    }
    return last[b.length];
  };
  // The roles a wrong name may mean: those called so, else the nearest.
  const nearest = (name) => {
    const ranked = all.roles.map((role) => {
      const names = [role.id, role.title.text, role.abbr || "", ...(role.aka || []).map((a) => a.text)];
      return { role, by: Math.min(...names.map((n) => far(name.toLowerCase(), n.toLowerCase()))) };
    });
    const best = Math.min(...ranked.map((r) => r.by));
    return best <= Math.max(2, name.length / 3) ? ranked.filter((r) => r.by === best).slice(0, 3).map((r) => r.role) : [];
  };
  const read = () => {
    const query = new URLSearchParams(location.search), notes = [], roles = [], extra = [];
    state = { roles, frame: query.get("frame") || all.site.account, only: query.get("only") === "differences" };
    if (!account(state.frame)) {
      notes.push([fill("t:pick.no_account", { id: state.frame.slice(0, 60), account: account(all.site.account).name })]);
      state.frame = all.site.account;
    }
    const wanted = (query.get("roles") || "").split(",").map((id) => id.trim().slice(0, 60)).filter(Boolean);
    const known = (id) => all.roles.find((r) => r.id === id || (r.moved_from || []).some((old) => old.split("/").pop() === id));
    for (const id of wanted.slice(0, 40)) {
      const role = known(id);
      if (!role) {
        const meant = nearest(id).flatMap((r, i) => [i ? " " + "t:or" + " " : "", el("a", {
          href: address(wanted.map((w) => w === id ? r.id : w).filter(known), state.frame) }, r.title.text)]);
        const [start, end] = "t:pick.meant".split("{role}");
        notes.push([fill("t:pick.unknown", { id }), ...meant.length ? [" " + start, ...meant, end] : []]);
      } else if (roles.includes(role.id)) notes.push([fill("t:pick.twice", { role: role.title.text })]);
      else if (roles.length < 4) roles.push(role.id);
      else extra.push(role.title.text);
    }
    if (extra.length) notes.push([fill("t:pick.too_many", { roles: extra.join("t:list_join") })]);
    draw();
    show(notes);
  };
  const draw = () => {
    while (state.roles.length < 2) state.roles.push("");
    const button = (key, i, words) => el("button", { type: "button", "data-do": key, "data-i": i }, words);
    list.replaceChildren(...state.roles.map((id, i) => {
      const select = el("select", { name: "role" + i }, el("option", { value: "" }, "t:pick.choose"),
        all.roles.map((r) => el("option", { value: r.id }, r.title.text)));
      select.value = id;
      return el("li", {}, el("label", {}, fill("t:pick.role", { n: i + 1 }), select),
        i && button("swap", i, "t:pick.swap"), button("remove", i, "t:pick.remove"));
    }));
    frame.value = state.frame;
    agree();
  };
  // What each control offers depends on the others. They stay as they are otherwise, for somebody may be typing in one.
  const agree = () => {
    const { roles } = state, words = { swap: "t:pick.swap_with", remove: "t:pick.remove_it" };
    for (const option of list.querySelectorAll("option")) {
      option.disabled = option.value && option.value !== option.parentNode.value && roles.includes(option.value);
    }
    for (const button of list.querySelectorAll("button")) {
      const { do: key, i } = button.dataset, id = roles[key === "swap" ? i - 1 : i];
      button.setAttribute("aria-label", fill(words[key], { role: id ? byId[id].title.text : "…" }));
      button.hidden = key === "remove" && !id && roles.length < 3;
    }
    add.hidden = roles.length > 3;
  };
  const show = (notes) => {
    const roles = state.roles.filter(Boolean).map((id) => byId[id]);
    const ids = roles.map((r) => r.id);
    const authored = all.comparisons.find((c) => c.roles.length === ids.length && c.roles.every((id) => ids.includes(id)));
    numbers = [];
    out.replaceChildren();
    [h1, lead].forEach((e, i) => e && e.replaceChildren(...before[i]));
    document.title = title;
    if (roles.length > 1) {
      const titles = roles.map((r) => r.title.text), b = titles.pop();
      const joined = fill("t:versus", { a: titles.join("t:versus_join"), b });
      const own = authored && String(authored.roles) === String(ids);
      h1.replaceChildren(...[own ? print(authored.title) : joined].flat());
      document.title = `${h1.textContent} · ${all.site.title}`;
      const whole = authored && frameOf(authored) === state.frame;
      if (lead) lead.replaceChildren(...[whole && authored.summary ? print(authored.summary) : ""].flat());
      if (authored) {
        if (whole && authored.takeaways) out.append(el("h2", { class: "vh", id: "takeaways" }, "t:compare.takeaways"),
          el("ul", { class: "list take" }, items(authored.takeaways.map(print))));
        out.append(el("p", { class: "foot" }, "t:compare.in_full" + " ", named(authored)));
      }
      out.append(glance(roles, authored), who(roles) || "");
      const source = (id, i) => el("li", { id: "picked-s" + (i + 1) }, print(all.sources.find((s) => s.id === id).reference));
      if (numbers.length) out.append(section("picked-sources", "t:page.sources", el("ol", { class: "src" }, numbers.map(source))));
      notes.push([hidden(fill("t:pick.shown", { roles: h1.textContent, account: account(state.frame).name }))]);
    } else if (roles.length) notes.push(["t:pick.one_more"]);
    told.replaceChildren(...notes.map((note) => el("p", {}, note)));
  };
  // Whoever walks through the roles with the arrow keys makes one step of history, not one for each role.
  let last;
  form.addEventListener("focusout", () => { last = null });
  form.addEventListener("change", ({ target }) => {
    if (target === frame) state.frame = frame.value;
    else state.roles[target.name.slice(4)] = target.value;
    remember(last === target);
    last = target;
    agree();
    show([]);
  });
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("click", ({ target }) => {
    const { roles } = state, i = +target.dataset.i, key = target.dataset.do;
    if (target === add) roles.push("");
    else if (key === "swap") [roles[i - 1], roles[i]] = [roles[i], roles[i - 1]];
    else if (key) roles.splice(i, 1);
    else return;
    remember();
    draw();
    show([]);
    const next = key === "swap" ? `[data-do=swap][data-i="${i}"]` : `[name=role${key ? Math.max(0, i - 1) : roles.length - 1}]`;
    form.querySelector(next).focus();
  });
  addEventListener("popstate", read);

  fetch(kb.root + "data/kb.json").then((answer) => answer.json()).then((read_) => {
    if (read_.schema_version !== 1) throw read_;
    all = read_;
    byId = Object.create(null);
    for (const role of all.roles) byId[role.id] = role;
    for (const party of all.parties) byId[party.id] = { party: 1, title: party.title };
    for (const term of all.terms) byId["term:" + term.id] = term;
    // Who works with whom is written on one side and holds on both.
    const ties = all.roles.flatMap(({ id, fields }) => (fields.works_with || []).map(({ role }) => [byId[role], id]));
    for (const [role, id] of ties) {
      const list = role ? role.fields.works_with ||= [] : null;
      if (list && !list.some((other) => other.role === id)) list.push({ role: id });
    }
    const by = (role) => [role.order ?? Infinity, role.title.text.toLowerCase()];
    all.roles.sort((a, b) => { const [m, s] = by(a), [n, t] = by(b); return m - n || s.localeCompare(t) });
    frame.append(...all.accounts.map((a) => el("option", { value: a.id }, a.name)));
    frame.parentNode.hidden = all.accounts.length < 2;
    form.hidden = false;
    read();
  }).catch(() => { told.textContent = location.protocol === "file:" ? "t:pick.no_file" : "t:pick.failed" });
})();
