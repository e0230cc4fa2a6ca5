//! Records as an editor would type them.

/// A YAML mapping being written.
#[derive(Default)]
pub struct Record {
    text: String,
    indent: usize,
}

impl Record {
    /// A mapping this deep inside others.
    pub fn at(indent: usize) -> Self {
        Self { text: String::new(), indent }
    }

    pub fn into_text(self) -> String {
        self.text
    }

    /// The mapping as the front matter of a text.
    pub fn above(self, body: &str) -> String {
        format!("---\n{}---\n{body}", self.text)
    }

    fn key(&mut self, key: &str) {
        self.text += &" ".repeat(self.indent);
        self.text += key;
        self.text += ":";
    }

    /// A text, in quotes where it needs them.
    pub fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.key(key);
        self.text += " ";
        self.text += &scalar(value);
        self.text += "\n";
        self
    }

    /// A list of texts, one a line.
    pub fn texts<S: AsRef<str>>(&mut self, key: &str, values: &[S]) -> &mut Self {
        self.key(key);
        self.text += "\n";
        for value in values {
            self.text += &" ".repeat(self.indent + 2);
            self.text += "- ";
            self.text += &scalar(value.as_ref());
            self.text += "\n";
        }
        self
    }

    /// A list of ids on one line.
    pub fn ids<S: AsRef<str>>(&mut self, key: &str, ids: &[S]) -> &mut Self {
        self.key(key);
        self.text += " [";
        self.text += &ids.iter().map(|id| flow(id.as_ref())).collect::<Vec<_>>().join(", ");
        self.text += "]\n";
        self
    }

    /// A value as it stands: an id, a number, a day, a flow mapping.
    pub fn raw(&mut self, key: &str, value: &str) -> &mut Self {
        self.key(key);
        self.text += " ";
        self.text += value;
        self.text += "\n";
        self
    }

    /// A mapping inside this one.
    pub fn group(&mut self, key: &str, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.key(key);
        self.text += "\n";
        self.indent += 2;
        fill(self);
        self.indent -= 2;
        self
    }

    /// A list of mappings.
    pub fn groups<T>(&mut self, key: &str, items: impl IntoIterator<Item = T>, mut fill: impl FnMut(&mut Self, T)) -> &mut Self {
        self.key(key);
        self.text += "\n";
        for item in items {
            self.item(self.indent + 2, |record| fill(record, item));
        }
        self
    }

    /// One mapping of a list, with its dash `indent` deep.
    pub fn item(&mut self, indent: usize, fill: impl FnOnce(&mut Self)) {
        let mut inner = Self::at(indent + 2);
        fill(&mut inner);
        self.text += &" ".repeat(indent);
        self.text += "- ";
        self.text += inner.text.trim_start();
    }
}

/// A text of a block: plain where that reads back as the same text, else in quotes.
fn scalar(text: &str) -> String {
    let reserved = ["no", "yes", "on", "off", "true", "false", "null"].contains(&text.to_lowercase().as_str());
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = starts && !reserved && !text.ends_with(':') && !text.contains(['"', '\\', '\n']);
    if plain && !text.contains(": ") && !text.contains(" #") {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// A text of a list on one line.
fn flow(text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) { format!("\"{text}\"") } else { scalar(text) }
}
