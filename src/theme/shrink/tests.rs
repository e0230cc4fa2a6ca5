use cssparser::{Parser, Token};

use super::{css, js};

/// What a style sheet says: its tokens, without the white space that is free.
fn said(text: &str) -> String {
    fn read(input: &mut Parser<'_>, out: &mut String) {
        loop {
            let start = input.position();
            let Ok(token) = input.next() else { return };
            let block = match token {
                Token::CurlyBracketBlock => "}",
                Token::SquareBracketBlock => "]",
                Token::Function(_) | Token::ParenthesisBlock => ")",
                _ => "",
            };
            let raw = input.slice_from(start);
            let comments = raw.rfind("*/").map_or(0, |i| i + 2);
            out.push_str(raw[comments..].trim());
            out.push('\u{1}');
            if !block.is_empty() {
                let ok: Result<(), cssparser::ParseError<()>> = input.parse_nested_block(|inner| {
                    read(inner, out);
                    Ok(())
                });
                assert!(ok.is_ok());
                if block == "}" && out.ends_with(";\u{1}") {
                    out.truncate(out.len() - 2);
                }
                out.push_str(block);
            }
        }
    }
    let mut out = String::new();
    read(&mut Parser::new(text), &mut out);
    out
}

const SHEETS: &[(&str, &str)] = &[
    ("/* a */ a { b: c; /* d */ e: f; }\n\n", "a{b:c;e:f}"),
    ("a :hover , b:hover > c { d: e }", "a :hover,b:hover>c{d:e}"),
    (".a { & .b { c: d } &:hover { e: f } > .g { h: i } .j & { k: l } }", ".a{& .b{c:d}&:hover{e:f}>.g{h:i}.j &{k:l}}"),
    (
        "a { b: min( 100% - 2rem , 1px + 2vw ) ; c: calc(1px - (2px * -3)) }",
        "a{b:min(100% - 2rem,1px + 2vw);c:calc(1px - (2px * -3))}",
    ),
    ("a { b: translate(1px) scale(2) / 3 }", "a{b:translate(1px) scale(2) / 3}"),
    ("a{b:calc(1px +/* c */2px) x/**/y}", "a{b:calc(1px +/**/2px) x/**/y}"),
    ("a/**/b{} a /**/ b{} u/**/(c){}", "a/**/b{}a b{}u/**/(c){}"),
    ("* a, a *, a:not( .b ) .c, d::before {}", "* a,a *,a:not(.b) .c,d::before{}"),
    ("a { --x: ; --y:; --z: { b: c } ; --w: }", "a{--x: ;--y:;--z:{b:c};--w: }"),
    ("@media (min-width: 40rem) and (not (hover)) { a { b: c } }", "@media (min-width:40rem) and (not (hover)){a{b:c}}"),
    ("@media ( 1px < width >= 2px ) , print {}", "@media (1px < width>= 2px),print{}"),
    ("@container card (width > 20rem) { a { b: c } }", "@container card (width>20rem){a{b:c}}"),
    (
        "@supports (color: light-dark(oklch(1 0 0), oklch(.2 .01 255 / 50%))) { a { b: c } }",
        "@supports (color:light-dark(oklch(1 0 0),oklch(.2 .01 255 / 50%))){a{b:c}}",
    ),
    ("@page { @bottom-right { content: counter(page) \" / \" } }", "@page{@bottom-right{content:counter(page) \" / \"}}"),
    ("a { b: \"/* no */  }\"; c: 'd\\'  /*' }", "a{b:\"/* no */  }\";c:'d\\'  /*'}"),
    ("a { b: url( c.svg ); d: url(data:a;b,/*c*/) ; e: url( 'f  g' ) }", "a{b:url( c.svg );d:url(data:a;b,/*c*/);e:url('f  g')}"),
    (".\\31 23 a, .b\\:c d { e: f }", ".\\31 23 a,.b\\:c d{e:f}"),
    ("[a = \"b\" i], :nth-child( 2n + 1 of .c ) {}", "[a = \"b\" i],:nth-child(2n + 1 of .c){}"),
    ("@import url(a.css) layer(b) ; @layer a , b ;", "@import url(a.css) layer(b);@layer a,b;"),
    ("/*! Licence: MIT */ a { b: c }", "/*! Licence: MIT */ a{b:c}"),
    ("a { b: c;; d: e; }", "a{b:c;;d:e}"),
    ("a{b:c!important} @font-face { unicode-range: U+26 , U+0-7F }", "a{b:c!important}@font-face{unicode-range:U+26,U+0-7F}"),
    ("a { b: oklch(from var(--c) calc(l + .1) c h) }", "a{b:oklch(from var(--c) calc(l + .1) c h)}"),
    ("a { grid: \"a b\" \"c d\" / auto 1fr }", "a{grid:\"a b\" \"c d\" / auto 1fr}"),
    ("a { b: c } /* not closed", "a{b:c}"),
    ("a { b: (c", "a{b:(c)}"),
    ("a { b: c } } d { e: f }", "a{b:c}} d{e:f}"),
    ("a-- > b {}", "a-- >b{}"),
];

#[test]
fn style_sheets_say_the_same() {
    for (long, short) in SHEETS {
        assert_eq!(css(long), *short);
        assert_eq!(css(short), *short, "shrunk twice");
        assert_eq!(said(long), said(short), "{long}");
    }
    let own = include_str!("../../../themes/handbook/style.css");
    assert_eq!(said(&css(own)), said(own));
    assert_eq!(css(&css(own)), css(own));
}

#[test]
fn style_sheets_in_doubt_stay() {
    let deep = "a{".repeat(10_000) + &"(".repeat(100_000);
    for broken in ["a { b: \"c\n  d } e { f: g }", "a { b: url(c d) }", &deep] {
        assert_eq!(css(broken), broken);
    }
}

const SCRIPTS: &[(&str, &str)] = &[
    ("// a\n  let b = 1; // c\n\n\n\tlet c = 2\n", "let b=1;let c=2\n"),
    ("let a = 1\nlet b = 2\n  a\n  ++b\n", "let a=1\nlet b=2\na\n++b\n"),
    ("a /* b */ = /* c\n d */ 1", "a=\n1"),
    ("return/**/a", "return a"),
    ("return /* a\n */ b", "return\nb"),
    ("const f = (a, b) => {\n  g([\n    a,\n    b\n  ]);\n  return { a }\n}\n(1)", "const f=(a,b)=>{g([a,b]);return{a}}\n(1)"),
    ("a = b + +c - -d + ++e; f = ! ~ g", "a=b+ +c- -d+ ++e;f= ! ~g"),
    ("a = b < ! --c; d = e-- > f", "a=b< ! --c;d=e-- >f"),
    ("a ? .5 : 1 .b; c ?. d; [ ... e ]; 1. + f", "a? .5:1 .b;c?. d;[... e];1. +f"),
    ("if (\"a\" in b) c = typeof \"d\"; else e `f`", "if(\"a\"in b)c=typeof\"d\";else e`f`"),
    ("a = /b/ in c; d = /e/g in f", "a= /b/ in c;d= /e/g in f"),
    ("  x = `a\n   // b ${ c + `d  ${ {e: 1}.e } // f` }\n   g`; // h", "x=`a\n   // b ${c+`d  ${{e:1}.e} // f`}\n   g`;"),
    ("x = `\\` // a \\${ b`; // c", "x=`\\` // a \\${ b`;"),
    ("a = '// b'; // c\nd = \"/* e\\\" // */\" // f", "a='// b';d=\"/* e\\\" // */\""),
    ("a = 'b \\\n   // c'", "a='b \\\n   // c'"),
    ("a = /[/\"'`]\\/ \\/\\/ b/g; // c", "a= /[/\"'`]\\/ \\/\\/ b/g;"),
    ("a = b / c / d; // e\nf = g[0] / 2 // h", "a=b/c/d;f=g[0]/2"),
    ("a = (b + c) / 2 / d; let d = 1. / 2", "a=(b+c)/2/d;let d=1. /2"),
    ("if (a) /' , b/.test(c) // d\n  e", "if(a)/' , b/.test(c)\ne"),
    ("do a(); while (b)\n/c , d/.test(e)", "do a();while(b)\n/c , d/.test(e)"),
    ("return /\"/.test(a) // b", "return/\"/.test(a)"),
    ("a.return / b // c", "a.return/b"),
    ("a = b++ / 2; while (n --> 0) {}", "a=b++ /2;while(n-->0){}"),
    (
        "/*! Licence: MIT */\n// @license MIT\n//# sourceMappingURL=a.map",
        "/*! Licence: MIT */\n// @license MIT\n//# sourceMappingURL=a.map",
    ),
    ("a ; // @license (\n  b [ /*! c */ ]; /*! d */ e", "a; // @license (\nb[ /*! c */ ]; /*! d */ e"),
    ("#!/usr/bin/env node // a\n  b", "#!/usr/bin/env node // a\nb"),
    ("// a\r\n  b\r\n", "b\n"),
    ("'use strict'\n// a\n(b)\n", "'use strict'\n(b)\n"),
    ("class A {\n  static a = 1\n  [b] = 2\n  #c\n}", "class A{static a=1\n[b]=2\n#c}"),
];

#[test]
fn scripts_say_the_same() {
    for (long, short) in SCRIPTS {
        assert_eq!(js(long), *short);
        assert_eq!(js(short), *short, "shrunk twice");
    }
}

#[test]
fn scripts_in_doubt_stay() {
    let doubts = [
        "for await (a of b) /c , d/.test(e)",
        "  a++ / b / c",
        "  a = \\u0062 / 1",
        "  a\u{a0}= b",
        "  a )",
        "  a } /`/g // b",
        "  a = 'b\n",
        "  a = `b",
        "  /* a",
        "  a = b // c\u{2028} d",
        "  a // b\r  c",
        "  a <!-- b '",
        "a\n--> b '\n  c",
        "  a = /b",
    ];
    for doubt in doubts {
        assert_eq!(js(doubt), doubt);
    }
}
