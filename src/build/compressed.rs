//! Text files as they are sent: web servers that find `page.html.br` or `page.html.gz` beside `page.html` need not compress
//! it for each reader.

use std::io::Write as _;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

use crate::output::{Output, OutputPath};

/// Endings of files that get smaller.
const TEXT: [&str; 12] = ["html", "css", "js", "json", "xml", "txt", "md", "csv", "svg", "ics", "mjs", "map"];
/// The best that brotli has is twenty times as slow for a few percent more.
const BROTLI: i32 = 9;
/// See [`BROTLI`]; the largest window that browsers read.
const WINDOW: i32 = 22;
/// What fits into a packet or two is sent as quickly as it is.
const LEAST: usize = 256;

/// Whether a file of this name holds text.
#[must_use]
pub fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| TEXT.contains(&ending))
}

/// The compressed forms of a file that are smaller than the file.
///
/// # Errors
/// None that can be foreseen: what is written stands in memory.
pub fn compressed(output: &Output) -> anyhow::Result<Vec<Output>> {
    if output.bytes.len() < LEAST || !is_text(output.path.as_str()) {
        return Ok(Vec::new());
    }
    let forms = [("gz", gzip(&output.bytes)?), ("br", brotli(&output.bytes)?)];
    let smaller = forms.into_iter().filter(|(_, bytes)| bytes.len() < output.bytes.len());
    // A name that has no room for another ending is served as it is.
    let named = smaller.filter_map(|(ending, bytes)| Some((OutputPath::new(&format!("{}.{ending}", output.path)).ok()?, bytes)));
    Ok(named.map(|(path, bytes)| Output { path, bytes }).collect())
}

/// Without name and time, so that the same text gives the same bytes (RFC 1952).
fn gzip(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut writer = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// RFC 7932.
fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: BROTLI, lgwin: WINDOW, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn output(path: &str, text: &str) -> Output {
        Output { path: OutputPath::new(path).expect("a good path"), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn what_is_unpacked_is_what_was_packed() {
        let text = "Who decides the order of the backlog? ".repeat(50);
        let forms = compressed(&output("a/index.html", &text)).expect("compressed");
        assert_eq!(forms.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["a/index.html.gz", "a/index.html.br"]);
        let (mut gz, mut br) = (String::new(), Vec::new());
        flate2::read::GzDecoder::new(&*forms[0].bytes).read_to_string(&mut gz).expect("gzip");
        brotli::BrotliDecompress(&mut &*forms[1].bytes, &mut br).expect("brotli");
        assert_eq!((gz.as_str(), br.as_slice()), (text.as_str(), text.as_bytes()));
    }

    #[test]
    fn what_would_not_get_smaller_stays_as_it_is() {
        assert_eq!(compressed(&output("short.txt", "User-agent: *")).expect("compressed"), []);
        assert_eq!(compressed(&output("a.png", &"x".repeat(999))).expect("compressed"), []);
    }
}
