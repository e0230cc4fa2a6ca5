// Sites that are made up: what neither our handbook nor the golden site has.

const lines = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join("");

/** So much of everything that lists are split: a matrix and questions by role, mentions on pages of their own. */
export function many() {
  const files = {
    "site.toml": 'title = "Many"\nbase_url = "https://many.example/"\n[review]\nevery = "6 months"\n',
    "content/decisions.yaml": lines(205, (i) => `d${i}: {decide: Matter ${i}, accountable: role-${i % 42}, consulted: [role-${(i + 1) % 42}]}\n`),
    "content/faq.yaml": lines(310, (i) => `- {q: "What of matter ${i}?", a: "It is settled.", about: [role-${i % 42}]}\n`),
  };
  for (let i = 0; i < 42; i++) {
    files[`content/roles/role-${i}.yaml`] = `title: Role ${i}\nsummary: Decides matter ${i}.\nfocus: [Matter ${i}]\n`;
  }
  for (let i = 0; i < 30; i++) {
    files[`content/guides/guide-${i}.md`] = `---\ntitle: Guide ${i}\nsummary: About matter ${i}.\n---\n\nAsk [the first role](role:role-0).\n`;
  }
  return files;
}

/** What is hard to lay out: German, long words, four roles side by side, words of other scripts, code and tables that are too wide. */
export function hard() {
  const long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";
  const roles = ["aufsicht", "planung", "pruefung", "betrieb"];
  const files = {
    "site.toml": `title = "Handbuch der ${long}"\nbase_url = "https://hard.example/"\nlanguage = "de"\n`,
    "content/decisions.yaml": lines(12, (i) => `d${i}:\n  decide: "Was die ${long} Nummer ${i} betrifft"\n  accountable: ${roles[i % 4]}\n  consulted: [${roles[(i + 1) % 4]}]\n  informed: [${roles[(i + 2) % 4]}]\n`),
    "content/glossary.yaml": `gesetz:\n  term: ${long}\n  def: Ein Gesetz, das lange in Kraft war.\n`,
    "content/faq.yaml": `- q: "Wer entscheidet über ${long}?"\n  a: "Die Aufsicht: \`${"x".repeat(120)}\`"\n  about: [aufsicht]\n`,
    "content/comparisons/vier.yaml": `title: Vier Rollen im Vergleich\nroles: [${roles.join(", ")}]\nsummary: Wer was tut.\n`,
    "content/guides/tabelle.md":
      `---\ntitle: 指南 مرحبا ${long}\nsummary: Eine Tabelle, die breiter ist als jedes Telefon.\n---\n\n` +
      `| ${lines(14, (i) => `Spalte ${i} | `)}\n|${" --- |".repeat(14)}\n| ${lines(14, (i) => `${long}${i} | `)}\n\n` +
      `\`\`\`sh\necho ${"weit ".repeat(80)}\n\`\`\`\n\nhttps://example.org/${"pfad/".repeat(60)}\n\n## ${long} ${long}\n\nText.\n`,
  };
  for (const role of roles) {
    files[`content/roles/${role}.md`] = `---\ntitle: ${role[0].toUpperCase()}${role.slice(1)} der ${long}\nsummary: Antwortet in der ${role} für ${long}.\nprimary_question: "Ist ${long} in Ordnung?"\nfocus: [${long}]\nowns: ["${long} der ${role}", Ruhe]\n---\n\nEin Satz über \`${"code_ohne_ende_".repeat(12)}\`.\n`;
  }
  return files;
}
