// Finds questions on the page while somebody types. Without this file the field asks the search of the site.
(() => {
  // By its class: a question may be called as the form is, and then keeps the id.
  const form = document.querySelector("form.ask"), told = document.querySelector(".shown");
  if (!form) return;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss");
  const entries = [...document.querySelectorAll(".q, .rows > li > [id]")].map((at) => ({ at: at.closest(".q, li"), text: fold(at.textContent) }));
  const sections = [...new Set(entries.map(({ at }) => at.closest("section")))];
  const hits = () => entries.filter(({ at }) => !at.hidden);

  const apply = () => {
    const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
    for (const { at, text } of entries) at.hidden = !words.every((word) => text.includes(word));
    for (const section of sections) section.hidden = ![...section.querySelectorAll(".q, li")].some((at) => !at.hidden);
    const n = hits().length;
    told.textContent = words.length ? (n ? "t:faq.shown" : "t:faq.none").replace("{n}", n).replace("{total}", entries.length) : "";
  };

  // What is found here is read here; only what is not goes to the search of the site.
  form.addEventListener("submit", (e) => {
    const [first] = hits();
    if (!first && form.getAttribute("action")) return;
    e.preventDefault();
    if (!first) return;
    if (first.at.open === false) first.at.open = true;
    first.at.querySelector("summary, a").focus();
  });
  form.addEventListener("input", apply);
  form.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || !form.elements.q.value) return;
    form.elements.q.value = "";
    apply();
  });
  // A link to a question shows it, whatever was looked for.
  addEventListener("hashchange", () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id) } catch {}
    const at = document.getElementById(id);
    if (!at?.closest("[hidden]")) return;
    form.elements.q.value = "";
    apply();
    at.scrollIntoView();
  });
  addEventListener("pageshow", apply); // the browser may have filled in the field again
  form.hidden = false;
})();
