// The filters of the matrix. What is chosen stands in the address, so that a view can be sent on and "back" undoes it.
// Without this file the whole matrix is there.
(() => {
  const [form, shown, table] = [".filter", ".shown", "table.matrix"].map((s) => document.querySelector(s));
  if (!form || !table) return;
  const keys = ["role", "letter", "at", "q"].filter((key) => form.elements[key]);
  const heads = [...table.tHead.rows[0].cells], bodies = [...table.tBodies];
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = bodies.flatMap((body) => [...body.rows].slice(1)).map((row) => {
    const cells = [...row.cells];
    return { row, cells, text: fold(cells[0].textContent), parts: cells.map((cell) => {
      const mark = cell.querySelector("a.m");
      return mark ? mark.dataset.p || mark.classList[1] : "";
    }) };
  });
  const chosen = (key) => {
    const field = form.elements[key];
    return field.options ? field.selectedOptions[0].text : "“" + field.value.trim() + "”";
  };

  const apply = () => {
    const value = Object.fromEntries(keys.map((key) => [key, form.elements[key].value.trim()]));
    const column = value.role ? heads.findIndex((head) => head.dataset.of === value.role) : 0;
    const words = fold(value.q).split(/\s+/);
    let n = 0;
    for (const { row, cells, text, parts } of rows) {
      const among = column ? [parts[column]] : parts;
      const part = value.letter ? among.some((p) => p.includes(value.letter)) : !column || parts[column];
      const show = part && (!value.at || row.dataset.at === value.at) && words.every((word) => text.includes(word));
      row.hidden = !show;
      n += show ? 1 : 0;
      cells.forEach((cell, i) => cell.classList.toggle("sel", i > 0 && i === column));
    }
    for (const body of bodies) body.hidden = [...body.rows].slice(1).every((row) => row.hidden);
    heads.forEach((head, i) => head.classList.toggle("sel", i > 0 && i === column));
    const said = keys.filter((key) => value[key]).map(chosen).join(" · ");
    shown.textContent = "t:decision.shown".replace("{n}", n).replace("{total}", rows.length) + (said && ": " + said);
    return value;
  };

  // A choice is a step to go back from; each letter typed is not.
  const keep = (value, step) => {
    const query = new URLSearchParams(location.search);
    for (const key of keys) value[key] ? query.set(key, value[key]) : query.delete(key);
    const to = location.pathname + (String(query) && "?" + query);
    if (to === location.pathname + location.search) return;
    try { history[step ? "pushState" : "replaceState"](null, "", to) } catch {} // a page opened from disk keeps its address
  };
  const read = (search) => {
    const query = new URLSearchParams(search);
    for (const key of keys) {
      const field = form.elements[key];
      field.value = query.get(key) || "";
      if (field.options && field.selectedIndex < 0) field.value = "";
    }
    return apply();
  };

  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("input", (e) => keep(apply(), e.target.name !== "q"));
  form.addEventListener("reset", (e) => { e.preventDefault(); read(""); keep(apply(), true) });
  // "Decided by …" shows all that one answers for.
  table.addEventListener("click", (e) => {
    const link = e.target.closest(".grp a");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    keep(read(link.search), true);
  });
  addEventListener("popstate", () => read(location.search));
  addEventListener("pageshow", () => read(location.search)); // the browser may have filled in the form again
  form.hidden = false;
  read(location.search);
})();
