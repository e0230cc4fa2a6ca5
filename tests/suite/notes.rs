//! What editors note for themselves is published nowhere, whatever is found in the record it stands in.

use kb::analysis::analyze;
use kb::health::{self, Health};

use crate::Outcome;
use crate::case_file::CaseFile;
use crate::site;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[("notes_are_published_nowhere", notes_are_published_nowhere)];

/// A site whose records have notes of every kind that a check could trip over.
const SITE: &str = "# T

```toml title=site.toml
title = \"T\"
base_url = \"https://h.example/\"

[review]
every = \"6 months\"
```

```md title=content/roles/owner.md
---
title: Owner
summary: Orders the work.
reviewed: 2026-01-01
notes: Ask QZX, see [QZX](../qzx.md) and [](role:qzx). TODO lorem <iframe src=qzx>
faq:
  - {q: Who?, a: She., about: owner}
---
# Text

#### The ART meets
```

```md title=content/guides/start.md
---
title: Start
notes:
  - QZX (Quiet Zone X) is not to hear of this
---
Text.
```

```yaml title=content/decisions.yaml
order: {decide: The order, accountable: owner, status: disputed, notes: {qzx: QZX}}
```

```yaml title=content/glossary.yaml
scope: {term: Scope, def: What is in., notes: QZX}
```

```yaml title=content/people.yaml
ines: {name: Ines, notes: QZX}
```

```yaml title=content/faq.yaml
- {q: What?, a: This., notes: QZX}
```
";

fn notes_are_published_nowhere() -> Outcome {
    let analysis = analyze(site::read_case(&CaseFile::parse(SITE)?)?, &site::options());
    let report = health::text(&Health::of(&analysis));
    let checked = analysis.checked().map_err(|a| kb::diagnostic::short::render(&a.diagnostics, &a.sources))?;
    if checked.diagnostics.is_empty() {
        return Err("nothing is found on this site, so it proves little".into());
    }
    let mut published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
    published.insert("the report at the terminal".to_owned(), report.into_bytes());
    let telling = published.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).to_lowercase().contains("qzx"));
    let paths: Vec<&str> = telling.map(|(path, _)| path.as_str()).collect();
    if paths.is_empty() { Ok(()) } else { Err(format!("notes stand in {paths:?}").into()) }
}
