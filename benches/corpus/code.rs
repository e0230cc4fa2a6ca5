//! Blocks of code in the languages handbooks quote.

use super::names::Names;
use super::prose::Prose;

/// A fenced block.
#[expect(clippy::many_single_char_names, reason = "a to d are words, n and m numbers")]
pub fn block(prose: &mut Prose<'_>) -> String {
    let mut name = || prose.noun().replace(' ', "_");
    let (a, b, c, d) = (name(), name(), name(), name());
    let (n, m) = (prose.rng.between(2, 90), prose.rng.between(100, 9000));
    match prose.rng.below(8) {
        0 => format!(
            "```rust\n/// Counts every {a} of a {b}.\npub fn {a}_of({b}: &[{d}::Item]) -> usize {{\n    let mut {c} = 0;\n    for item in {b} {{\n        \
             if item.{a}() > {n} {{\n            {c} += 1; // one more\n        }}\n    }}\n    {c}.min({m})\n}}\n```\n"
        ),
        1 => format!(
            "```python\nfrom dataclasses import dataclass\n\n@dataclass\nclass {}:\n    \"\"\"A {b} with its {c}.\"\"\"\n    {c}: int = {n}\n\n    \
             def {d}(self, limit={m}):\n        return [x for x in range(self.{c}) if x % 3 and x < limit]\n```\n",
            super::prose::capital(&a)
        ),
        2 => format!(
            "```yaml\n{a}:\n  decide: Whether the {b} moves\n  accountable: {c}\n  consulted: [{d}, {b}]\n  # asked twice in {n} weeks\n  note: \"{m} days\"\n```\n"
        ),
        3 => format!(
            "```json\n{{\n  \"{a}\": {{\"{b}\": {n}, \"{c}\": [true, null, {m}]}},\n  \"{d}\": \"2026-02-{:02}\"\n}}\n```\n",
            n % 28 + 1
        ),
        4 => format!(
            "```bash\n#!/usr/bin/env bash\nset -euo pipefail\nfor {a} in {b}/*.md; do\n  [ -s \"${a}\" ] || continue\n  wc -w \"${a}\" | sort -n | head -{n} > {c}.txt\ndone\necho \"{d}: {m}\"\n```\n"
        ),
        5 => format!(
            "```sql\nSELECT {a}.id, count(*) AS {b}\nFROM {a}\nJOIN {c} ON {c}.{a}_id = {a}.id\nWHERE {c}.age > {n} -- days\nGROUP BY {a}.id\nORDER BY {b} DESC LIMIT {m};\n```\n"
        ),
        6 => format!("```toml\n# how {a} is counted\n[{b}]\n{c} = {n}\n{d} = [\"one\", \"two\"]\nlimit = {m}\nopen = true\n```\n"),
        _ => format!(
            "```js\nexport async function {a}({b}) {{\n  const {c} = await fetch(`/data/${{{b}}}.json`);\n  if (!{c}.ok) throw new Error(\"no {d}\");\n  \
             return ({c}.json()).filter((x) => x.age < {m}).slice(0, {n});\n}}\n```\n"
        ),
    }
}

/// A block that shows a part of the knowledge.
pub fn embed(names: &Names, prose: &mut Prose<'_>) -> String {
    let n = prose.rng.below(names.roles.len());
    let next = (n + 5) % names.roles.len();
    let (role, other) = (&names.roles[n].id, &names.roles[next].id);
    let term = prose.rng.below(names.terms.len() - 2);
    let inner = match prose.rng.below(5) {
        0 => format!("role: {role}"),
        1 => format!("compare: [{role}, {other}]\nrows: [primary_question, owns, horizon]"),
        2 => format!("decisions: {{accountable: {role}}}"),
        3 => format!("faq: {{about: {role}}}"),
        _ => format!("terms: [{}, {}]", names.terms[term].id, names.terms[term + 1].id),
    };
    format!("```kb\n{inner}\n```\n")
}
