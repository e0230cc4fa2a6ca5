//! The JSON of a published site is what its schemas say, in every case and in the sites of the repository.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use kb::analysis::analyze;

use crate::Outcome;
use crate::reports::{closed, schema};
use crate::site::{self, Published, options};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[("sites_have_valid_data", sites_have_valid_data)];

/// The schema of each file, by its path; a `*` stands for an id.
const SCHEMAS: [(&str, &str); 6] = [
    ("data/kb.json", "docs/kb.schema.json"),
    ("data/decisions.json", "docs/decisions.schema.json"),
    ("data/faq.json", "docs/faq.schema.json"),
    ("data/glossary.json", "docs/glossary.schema.json"),
    ("data/roles/*.json", "docs/role.schema.json"),
    ("data/comparisons/*.json", "docs/comparison.schema.json"),
];

static VALIDATORS: LazyLock<BTreeMap<&str, Result<Validator, String>>> = LazyLock::new(|| {
    let validator = |path| jsonschema::validator_for(&closed(whole(path)?)).map_err(|e| format!("{path}: {e}"));
    SCHEMAS.iter().map(|(file, path)| (*file, validator(path))).collect()
});

/// A schema with what it takes from the one of `data/kb.json`.
fn whole(path: &str) -> Result<Value, String> {
    let text = schema(path)?.to_string();
    let mut own: Value = serde_json::from_str(&text.replace("kb.schema.json#/", "#/")).map_err(|e| e.to_string())?;
    let shared = schema("docs/kb.schema.json")?;
    let defs = shared["$defs"].as_object().into_iter().flatten().map(|(name, def)| (name.clone(), def.clone()));
    let all = defs.chain(own["$defs"].as_object().cloned().unwrap_or_default());
    own["$defs"] = Value::Object(all.collect());
    Ok(own)
}

/// What is wrong with the JSON of a site, one fault a line.
pub(crate) fn faults(published: &Published) -> String {
    let files = published.iter().filter_map(|(path, bytes)| Some((path, bytes, kind(path)?)));
    files.map(|(path, bytes, kind)| check(bytes, kind).map_err(|e| format!("{path}: {e}\n")).err().unwrap_or_default()).collect()
}

fn kind(path: &str) -> Option<&'static str> {
    let fits = |pattern: &str| match pattern.split_once('*') {
        Some((start, end)) => path.starts_with(start) && path.ends_with(end),
        None => path == pattern,
    };
    SCHEMAS.iter().map(|(file, _)| *file).find(|file| fits(file))
}

fn check(bytes: &[u8], kind: &str) -> Result<(), String> {
    let validator = VALIDATORS[kind].as_ref().map_err(Clone::clone)?;
    let value: Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    let faults: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn sites_have_valid_data() -> Outcome {
    for folder in [site::root().join("tests/golden"), site::root()] {
        let checked = analyze(site::read_folder(&folder)?, &options()).checked().map_err(|_| "it has errors")?;
        let published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
        let missing: Vec<&str> =
            SCHEMAS.iter().map(|(file, _)| *file).filter(|f| !published.keys().any(|p| kind(p) == Some(f))).collect();
        if !missing.is_empty() {
            return Err(format!("nothing is published as {missing:?}").into());
        }
        let faults = faults(&published);
        if !faults.is_empty() {
            return Err(faults.into());
        }
    }
    Ok(())
}
