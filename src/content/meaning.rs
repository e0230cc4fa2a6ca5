//! What a value of the wrong type was meant to be.

/// What a word for a truth value means that is not `true` or `false`.
pub(super) fn truth(word: &str) -> Option<bool> {
    match &*word.to_ascii_lowercase() {
        "yes" | "on" | "true" => Some(true),
        "no" | "off" | "false" => Some(false),
        _ => None,
    }
}

/// Words with commas between them, as a list: `a, b` was meant as two.
pub(super) fn several(text: &str) -> Option<String> {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    (parts.len() > 1 && parts.iter().all(|part| is_word(part))).then(|| format!("[{}]", parts.join(", ")))
}

/// A key and its value without the space between them: `role:owner`.
pub(super) fn glued(name: &str) -> Option<(&str, &str)> {
    name.split_once(':').filter(|(key, rest)| !key.is_empty() && !rest.is_empty())
}
