// The switch of accounts: what another account says of this page's subject, in the place of our words. It is read from the
// page of that account, which sets both side by side. What the account leaves out stays, and is marked as our own practice.
// The choice stands in the address. Without this file the names lead to those pages.
(() => {
  const KEY = "according-to";
  const nav = document.querySelector(".acc"), links = [...nav.querySelectorAll("li a")], [own] = links;
  // Labels that read otherwise on this page than beside our words.
  const called = {
    "t:role.asks": "t:field.primary_question", "t:decision.escalates": "t:field.escalate_to",
    "t:decision.at": "t:field.at", "t:decision.about": "t:field.about",
  };
  const parts = { a: "t:field.accountable", r: "t:field.responsible", c: "t:field.consulted", i: "t:field.informed" };
  const text = (element) => element.textContent.trim();
  const last = (address) => new URL(address).pathname.replace(/(\/index)?(\.html)?\/?$/, "").split("/").pop();
  const id = (link) => link === own ? "" : last(link.href);
  const make = (tag, className, words) => Object.assign(document.createElement(tag), { className, textContent: words || "" });

  // What was changed, to be put back.
  let changed = [], asked = 0, told;
  const keep = (element) => changed.push([element, [...element.childNodes]]);
  const put = (element, nodes) => { keep(element); element.replaceChildren(...nodes) };
  const mark = (element) => {
    if (!element) return;
    const ours = make("span", "ours", "t:account.ours");
    ours.title = "t:account.ours_means";
    keep(element);
    element.append(" ", ours);
  };
  const restore = () => {
    for (const [element, nodes] of changed.reverse()) element.replaceChildren(...nodes);
    changed = [];
    told?.remove();
  };

  // What is shown elsewhere, to be shown here: its addresses are counted from there, and its ids stay there.
  const bring = (element, from) => {
    const copy = document.importNode(element, true);
    for (const link of copy.querySelectorAll("[href]")) link.href = new URL(link.getAttribute("href"), from).href;
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    return [...copy.childNodes];
  };
  // The fields of a role or decision on the page of an account: by label, the cell with what it says.
  const stated = (page, anchor) => {
    const beside = page.getElementById(anchor)?.nextElementSibling;
    return new Map([...beside?.querySelectorAll("tbody tr") || []].map((row) => [text(row.cells[0]), row.cells[2]]));
  };

  const inTable = (page, from, name) => {
    const table = document.querySelector("section[aria-labelledby=glance] table");
    const unknown = [...page.querySelectorAll("section[aria-labelledby=unknown] li > a:first-child")].map((a) => last(new URL(a.getAttribute("href"), from)));
    [...table.tHead.rows[0].cells].slice(1).forEach((head, i) => {
      const role = last(head.querySelector("a").href), says = stated(page, "role-" + role);
      for (const row of table.tBodies[0].rows) {
        const label = row.cells[0].cloneNode(true), cell = row.cells[i + 1];
        label.querySelectorAll(".cite").forEach((note) => note.remove());
        const theirs = says.get(text(label));
        if (unknown.includes(role)) put(cell, [make("span", "mute", "t:compare.no_role")]);
        else if (theirs) put(cell, bring(theirs, from));
        else mark(cell);
      }
    });
    put(table.caption.firstElementChild, ["t:compare.caption".replace("{account}", name)]);
    for (const part of ["who", "overlap", "clash", "together", "both", "also"]) mark(document.getElementById(part));
    for (const words of [".lead", ".take > :last-child"]) mark(document.querySelector(words));
  };

  const inFields = (page, from, anchor) => {
    const says = stated(page, anchor), isRole = !anchor.startsWith("decision-");
    const fill = (label, element) => {
      const theirs = says.get(label);
      says.delete(label);
      theirs ? put(element, bring(theirs, from)) : mark(element);
    };
    const lead = document.querySelector(".lead");
    if (lead) fill("t:field.summary", lead);
    for (const pair of document.querySelectorAll(isRole ? "dl:is(.asks, .glance, .facts) > div" : ".rights > div")) {
      const [name, value] = pair.children, part = name.querySelector(".m")?.classList[1], label = text(name.querySelector("span:not(.m)") || name);
      fill(parts[part] || called[label] || label, value);
    }
    if (!isRole) {
      const answer = document.querySelector(".answer > :last-child"), theirs = says.get(parts.a);
      says.delete(parts.a);
      theirs ? put(answer, [...[...answer.childNodes].slice(0, 2), ...bring(theirs, from)]) : mark(answer);
    }
    for (const [part, label] of isRole ? [["responsibilities", "t:field.responsibilities"], ["duties", "t:field.duties"], ["works-with", "t:field.works_with"], ["decides"], ["compared"]] : []) {
      const heading = document.getElementById(part), section = heading?.parentNode;
      if (!section?.matches("section")) continue;
      const theirs = says.get(label);
      says.delete(label);
      if (!theirs) { mark(heading); continue }
      const box = make("div", "md");
      box.append(...bring(theirs, from));
      put(section, [heading, box]);
    }
    return says;
  };

  const show = async (link) => {
    const turn = ++asked;
    let page, from;
    if (link !== own) {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.status);
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
      from = answer.url;
    }
    if (turn !== asked) return;
    restore();
    for (const other of links) other === link ? other.setAttribute("aria-current", "true") : other.removeAttribute("aria-current");
    if (link === own) return;
    told = make("div", "md foot");
    told.setAttribute("role", "status");
    nav.after(told);
    const anchor = link.hash.slice(1);
    const rest = anchor ? inFields(page, from, anchor) : inTable(page, from, text(link));
    const say = (...nodes) => { const line = make("p"); line.append(...nodes); told.append(line) };
    if (anchor === "unknown") say("t:account.undefined");
    say("t:account.shown".replace("{account}", text(link)));
    // What it says of fields that this page has no place for, and what we make of it.
    if (rest?.size) {
      const list = make("dl", "refs");
      for (const [label, cell] of rest) {
        const pair = make("div"), value = make("dd");
        value.append(...bring(cell, from));
        pair.append(make("dt", "", label), value);
        list.append(pair);
      }
      told.append(list);
    }
    let note = page.getElementById(anchor)?.nextElementSibling;
    if (note?.matches(".scroll")) note = note.nextElementSibling;
    if (note?.matches("h3 ~ .foot")) {
      for (const cite of note.querySelectorAll(".cite")) cite.remove();
      const words = make("div");
      words.append(...bring(note, from));
      told.append(words);
    }
  };

  const go = (link) => show(link).catch(() => { location = link.href });
  const chosen = () => {
    const wanted = new URLSearchParams(location.search).get(KEY) || "";
    return links.find((link) => id(link) === wanted) || own;
  };
  kb.according = (link) => {
    if (nav.dataset.own) { location = link.href; return }
    const query = new URLSearchParams(location.search);
    link === own ? query.delete(KEY) : query.set(KEY, id(link));
    const to = location.pathname + (String(query) && "?" + query);
    try { if (to !== location.pathname + location.search) history.pushState(null, "", to) } catch {} // a page from disk keeps its address
    go(link);
  };
  addEventListener("popstate", () => go(chosen()));
  if (!nav.dataset.own && chosen() !== own) go(chosen());
})();
