//! `[style]`: what a publisher sets without a theme of their own.

use super::{Colour, placed};
use crate::content::{Fields, Findings};
use crate::diagnostic::Code;
use crate::source::Place;

/// What a publisher sets in `[style]`.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// The accent, as far as it can be read on the ground: the theme makes it darker or lighter where it cannot.
    pub accent: Option<Colour>,
    /// Path of a logo below `content/`, with its place.
    pub logo: Option<(String, Place)>,
    /// The longest line of text, a CSS length.
    pub width: Option<String>,
    /// Font families.
    pub font: Option<String>,
}

/// Units of lengths that mean something for a line of text.
const UNITS: &[&str] = &["rem", "em", "ch", "ex", "px", "pt", "cm", "mm", "in", "vw"];

/// What browsers show in an `img`.
const IMAGES: &[&str] = &["svg", "png", "webp", "avif", "jpg", "jpeg", "gif"];

impl Style {
    pub(super) fn read(fields: &mut Fields<'_>, found: &mut Findings<'_>) -> Self {
        let accent = value(
            fields,
            "accent",
            found,
            Colour::parse,
            ("not an opaque CSS colour", "for example \"#184f92\", \"teal\" or \"oklch(0.43 0.125 256)\""),
        );
        let width = value(
            fields,
            "width",
            found,
            length,
            ("not a CSS length", "for example \"40rem\" or \"68ch\"; text is easiest to read in lines of 65 to 75 characters"),
        );
        let font = value(
            fields,
            "font",
            found,
            families,
            ("not a list of font families", "for example \"Georgia, 'Times New Roman', serif\""),
        );
        let logo = placed(fields, "logo", found).filter(|(path, place)| {
            let is_image = path.rsplit_once('.').is_some_and(|(_, ending)| IMAGES.contains(&&*ending.to_lowercase()));
            if !is_image {
                let d =
                    found.at(Code::KB106, *place, "`logo` is not an image").help("for example logo = \"logo.svg\", in content/");
                found.push(d);
            }
            is_image
        });
        Self { accent, logo, width, font }
    }
}

/// A value that goes into a style sheet: it is read and written anew, so that nothing in it can end its declaration.
fn value<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    found: &mut Findings<'_>,
    read: impl Fn(&str) -> Option<T>,
    (what, help): (&str, &str),
) -> Option<T> {
    let node = fields.take(name)?;
    let text = found.text(node, name)?;
    let value = read(&text);
    if value.is_none() {
        let d = found.at(Code::KB106, node.place, format!("`{name}` is {what}")).help(help);
        found.push(d);
    }
    value
}

/// A positive number with a unit.
fn length(text: &str) -> Option<String> {
    let text = text.trim();
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(unit);
    let digits = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let size: f64 = number.parse().ok().filter(|size: &f64| digits && *size > 0.0)?;
    UNITS.contains(&unit).then(|| format!("{size}{unit}"))
}

/// Names, quoted or not, with commas between them.
fn families(text: &str) -> Option<String> {
    let name = |family: &str| {
        let family = family.trim();
        let inner = ['"', '\''].into_iter().find_map(|q| family.strip_prefix(q)?.strip_suffix(q)).unwrap_or(family);
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '+' | '.');
        if inner.trim().is_empty() || !inner.chars().all(plain) {
            return None;
        }
        // Names of single words are identifiers, `serif` has to be; others are quoted.
        let identifier = inner.starts_with(|c: char| c.is_alphabetic() || c == '-')
            && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        Some(if identifier { inner.to_owned() } else { format!("\"{}\"", inner.trim()) })
    };
    text.split(',').map(name).collect::<Option<Vec<_>>>().map(|names| names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{families, length};

    #[test]
    fn lengths_are_numbers_with_a_unit() {
        for (text, wanted) in [("40rem", "40rem"), (" 68ch ", "68ch"), (".5em", "0.5em"), ("900.0px", "900px")] {
            assert_eq!(length(text).as_deref(), Some(wanted));
        }
        for text in
            ["", "40", "rem", "-1rem", "0rem", "1e3px", "40 rem", "40%", "calc(1px)", "1rem;}", "40rem 2px", "inf rem", "NaNrem"]
        {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn families_are_names() {
        let wanted = "Georgia, \"Times New Roman\", \"Source Serif 4\", serif";
        assert_eq!(families("Georgia,'Times New Roman' , Source Serif 4, serif").as_deref(), Some(wanted));
        assert_eq!(families("Noto Sans").as_deref(), Some("\"Noto Sans\""));
        for text in ["", ",", "a,,b", "\"Georgia", "a; } b {", "url(x)", "x\\41", "a/*", "'a\"'", "\"a'\"", "var(--x)", "a\nb"] {
            assert_eq!(families(text), None, "{text}");
        }
    }
}
