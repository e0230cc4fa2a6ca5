//! The address a site stands at.

use url::Url;

/// What a text does that no address of a site does: "holds …".
pub(super) type Unfit = &'static str;

/// The address of a site as it stands before the paths of its pages: read as browsers read it (WHATWG URL), ending in `/`.
///
/// # Errors
/// With what is wrong: pages can stand below a host and a path, and below nothing else.
pub fn base_url(text: &str) -> Result<String, Unfit> {
    const WHOLE: Unfit = "must be a full web address";
    let url = Url::parse(text).map_err(|_| WHOLE)?;
    match () {
        () if !matches!(url.scheme(), "https" | "http") => Err(WHOLE),
        // a browser takes `https:host` for it as well, and who wrote that meant something else
        () if !text.trim_start().get(url.scheme().len()..).is_some_and(|rest| rest.starts_with("://")) => Err(WHOLE),
        () if text.contains('\\') => Err("holds `\\`, and the parts of an address are divided by `/`"),
        () if !url.username().is_empty() || url.password().is_some() => {
            Err("holds a name or a password, which every page would show")
        }
        () if url.query().is_some() || url.fragment().is_some() => Err("goes on after `?` or `#`, where no page can stand"),
        () if url.path().ends_with('/') => Ok(url.into()),
        () => Ok(String::from(url) + "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_below_a_host_and_a_path() {
        let good = [
            ("https://handbook.example", "https://handbook.example/"),
            ("HTTPS://Handbook.Example/Sub", "https://handbook.example/Sub/"),
            ("https://x.example/a b/ü", "https://x.example/a%20b/%C3%BC/"),
            ("http://[::1]:8080/a%20b/", "http://[::1]:8080/a%20b/"),
        ];
        for (written, read) in good {
            assert_eq!(base_url(written).as_deref(), Ok(read), "{written}");
        }
        let bad = [
            "",
            "handbook.example",
            "//handbook.example/",
            "ftp://x.example/",
            "https:x.example",
            "https:///",
            "https://",
            "https://x.example/?v=1",
            "https://x.example/#f",
            "https://x.example:99999/",
            "https://u:p@x.example/",
            "https://x.example\\a",
        ];
        for written in bad {
            assert!(base_url(written).is_err(), "{written}");
        }
    }
}
