//! Code is known by its text, whatever else has changed.

use std::fs;

use super::{Outcome, Site, expect};

const CODE: &str = "\n```rust\nfn main() { /* <&> */ }\n```\n\n~~~yaml\nwhen: \"noon\"\n~~~\n";

pub(super) fn code_is_known_by_its_text() -> Outcome {
    let site = Site::with_guides()?;
    let kept = site.path(".kb-cache/colours");
    expect(!kept.exists(), "without code there is nothing to keep")?;
    site.edit("content/guides/two.md", |text| text + CODE)?;
    let build = |what: &str| -> Outcome {
        let (built, said) = site.build(&[])?;
        expect(built, &said)?;
        site.is_clean(what)
    };
    build("with code")?;
    let is = || fs::metadata(&kept).and_then(|meta| meta.modified()).map_err(|e| e.to_string());
    let first = is()?;

    // every page is made anew, and all that they show is known
    site.edit("content/roles/product-owner.md", |text| text.replacen("title: ", "title: First ", 1))?;
    build("with another title")?;
    // nothing else that was kept is needed
    for name in ["build", "pages", "texts"] {
        fs::remove_file(site.path(&format!(".kb-cache/{name}"))).map_err(|e| e.to_string())?;
    }
    site.edit("content/guides/one.md", |text| text + CODE)?;
    build("with the same code elsewhere")?;
    expect(is()? == first, "nothing was found out")?;

    site.edit("content/guides/one.md", |text| text.replace("noon", "midnight"))?;
    build("with other code")?;
    let good = fs::read(&kept).map_err(|e| e.to_string())?;
    let mut other = good.clone();
    other.iter_mut().skip(40).for_each(|byte| *byte = byte.reverse_bits());
    for (nth, bad) in [&b""[..], b"\0\x01garbage", &good[..good.len() / 2], &other].into_iter().enumerate() {
        fs::write(&kept, bad).map_err(|e| e.to_string())?;
        site.edit("site.toml", |text| text.replacen("title = \"", &format!("title = \"{nth}"), 1))?;
        build("with damaged colours")?;
        expect(fs::read(&kept).is_ok_and(|bytes| bytes != bad), "what is damaged is put right")?;
    }
    Ok(())
}
