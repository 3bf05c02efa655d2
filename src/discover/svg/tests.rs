//! Drawings that are published, and files that are not.

use super::*;

/// A file with `inside` in the root and `attributes` on it.
fn svg(attributes: &str, inside: &str) -> String {
    format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" {attributes}>{inside}</svg>")
}

#[track_caller]
fn check_safe(text: &str) {
    assert_eq!(inspect(text.as_bytes()).danger, None, "{text}");
}

#[track_caller]
fn check_refused(text: &str, why: &str) {
    let danger = inspect(text.as_bytes()).danger.unwrap_or_default();
    assert!(danger.contains(why) && !why.is_empty(), "{text}\n{danger:?} lacks {why:?}");
}

#[test]
fn a_drawing_has_a_size() {
    let size = |attributes: &str| inspect(svg(attributes, "").as_bytes()).size;
    assert_eq!(size("viewBox=\"0 0 320 180.4\""), Some((320, 180)));
    assert_eq!(size("width=\"12px\" height='7' viewBox=\"0 0 320 180.4\""), Some((12, 7)));
    assert_eq!(size("width=\"100%\" height='7' viewBox=\"0,0,32,18\""), Some((32, 18)));
    let commented = format!("<!-- <svg width='1' height='1'> -->{}", svg("width='5' height='6'", ""));
    assert_eq!(inspect(commented.as_bytes()).size, Some((5, 6)));
}

#[test]
fn what_drawing_programs_write_is_safe() {
    for inside in [
        "<use href='#a'/><use xlink:href='#a'/><path fill='url(#g)' d='M0 0h1'/>",
        "<style>.a{fill:#fff;font:13px \"Segoe UI\",sans-serif}@media(prefers-color-scheme:dark){.a{fill:rgb(1 2 3)}}</style>",
        "<style type='text/css'><![CDATA[ .a > .b { marker-end: url( '#m' ) } /* url(https://x) */ ]]></style>",
        "<style>@font-face{font-family:V;src:url(data:font/woff2;base64,AA==) format(\"woff2\"),local('V')}</style>",
        "<style>.q::before { content: \"\\201C @import (\"; }</style>",
        "<style>@keyframes a { from { transform: rotate(0deg) } } .a { animation: a 1s steps(2, end) }</style>",
        "<text x='1' aria-label='f(x) &lt; \\ y'>url(https://example.org) &amp; <tspan>javascript:</tspan></text>",
        "<image href='data:image/png;base64,AA==' width='1' height='1'/>",
        "<image xlink:href=' DATA:image/jpeg;base64,AA&#10;AA' width='1' height='1'/>",
        "<g inkscape:label='on(x)' xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'/>",
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><d:t xmlns:d='http://purl.org/dc/elements/1.1/' r:resource='http://purl.org/x'/></r:RDF></metadata>",
        "<circle r='1'><animate attributeName='r' values='1;2' dur='1s' repeatCount='indefinite'/></circle>",
        "<g><animateTransform attributeName='transform' type='rotate' from='0' to='90' dur='1s'/></g>",
        "<filter id='f'><feColorMatrix type='matrix' values='1 0'/><feFlood flood-color='red'/></filter>",
        "<g style='fill:url(&quot;#g&quot;);transform:translate(1px, 2px)' xml:space='preserve'/>",
        "<title>a &#8212; b</title><desc>x</desc>",
    ] {
        check_safe(&svg("", inside));
    }
    check_safe(&format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n{}\n",
        svg("role='img'", "")
    ));
    check_safe(&format!("<s:svg xmlns:s='{SVG}'><s:path d='M0 0'/></s:svg>"));
}

#[test]
fn what_runs_is_refused() {
    for (inside, why) in [
        ("<script>1</script>", "element `script`"),
        ("<SCRIPT>1</SCRIPT>", "element `SCRIPT`"),
        ("<s:script xmlns:s='http://www.w3.org/2000/svg'>1</s:script>", "element `s:script`"),
        ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>1</h:script>", "element `h:script`"),
        ("<script xmlns='http://www.w3.org/1999&#47;xhtml'>1</script>", "element `script`"),
        ("<script xmlns='http://www.w3.org/1999/&#120;html'>1</script>", "element `script`"),
        ("<script xmlns=''>1</script>", "element `script`"),
        ("<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>", "element `foreignObject`"),
        ("<handler/>", "element `handler`"),
        ("<iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='x'/>", "element `iframe`"),
        ("<math xmlns='http://www.w3.org/1998/Math/MathML' href='javascript:x'/>", "element `math`"),
        ("<metadata><x:script xmlns:x='http://www.w3.org/1999/xhtml'/></metadata>", "element `x:script`"),
        ("<path onclick='x()'/>", "event handler `onclick`"),
        ("<path onload\n=\n'x()'/>", "event handler `onload`"),
        ("<path OnLoad='x()'/>", "event handler `OnLoad`"),
        ("<animate attributeName='x' onbegin='x()'/>", "event handler `onbegin`"),
        ("<path ev:event='click' xmlns:ev='http://www.w3.org/2001/xml-events'/>", "attribute `ev:event`"),
        ("<a href='java&#115;cript:x()'/>", "in `href`"),
        ("<a href=' \tjavascript:x()'/>", "in `href`"),
        ("<a href='java&#9;script:x()'/>", "in `href`"),
        ("<a xlink:href='JavaScript:x()'/>", "in `xlink:href`"),
        ("<a x:href='javascript:x()' xmlns:x='http://www.w3.org/1999/xlink'/>", "in `x:href`"),
        ("<a xlink:href='data:text/html,x'/>", "in `xlink:href`"),
        ("<a><set attributeName='href' to='java&#115;cript:x'/></a>", "animates `href`"),
        ("<a><animate attributeName='xlink:href' values='javascript:x'/></a>", "animates `xlink:href`"),
        ("<a><set attributeName='&#104;ref' to='#'/></a>", "animates `href`"),
        ("<g><set attributeName='onclick' to='x'/></g>", "animates `onclick`"),
        ("<g><set attributeName='style' to='x'/></g>", "animates `style`"),
        ("<g><set to='x'/></g>", "animates ``"),
    ] {
        check_refused(&svg("", inside), why);
    }
    check_refused(&svg("onload='x()'", ""), "event handler `onload`");
    check_refused(&svg("xml:base='https://example.org/'", ""), "attribute `xml:base`");
}

#[test]
fn what_loads_is_refused() {
    for (inside, why) in [
        ("<image href='https://example.org/a.png'/>", "in `href`"),
        ("<image href='//example.org/a.png'/>", "in `href`"),
        ("<image href='a.png'/>", "in `href`"),
        ("<image xlink:href='data:image/svg+xml;base64,AA=='/>", "in `xlink:href`"),
        ("<use href='other.svg#a'/>", "in `href`"),
        ("<feImage href='https://example.org/a.png'/>", "in `href`"),
        ("<image src='https://example.org/a.png'/>", "attribute `src`"),
        ("<image srcset='https://example.org/a.png 1x'/>", "attribute `srcset`"),
        ("<g background='https://example.org/a.png'/>", "attribute `background`"),
        ("<link rel='stylesheet' href='https://example.org/a.css'/>", "element `link`"),
        ("<style>@import 'https://example.org/a.css';</style>", "`@import`"),
        ("<style>@IMPORT url(#x);</style>", "`@import`"),
        ("<style>@&#105;mport 'https://example.org/a.css';</style>", "`@import`"),
        ("<style><![CDATA[@im]]><![CDATA[port 'https://example.org/a.css';]]></style>", "`@import`"),
        ("<style>@im<!-- -->port 'https://example.org/a.css';</style>", "`@import`"),
        ("<style>@\\69mport 'https://example.org/a.css';</style>", "`@`"),
        ("<style>@/**/import 'x';</style>", "`@`"),
        ("<style>a{b:u&#114;l(https://example.org)}</style>", "`url(…)`"),
        ("<style>a{b:URL( https://example.org )}</style>", "`url(…)`"),
        ("<style>a{b:u\\72l(https://example.org)}</style>", "an escape"),
        ("<style>a{b:url(\"\\68ttps://example.org\")}</style>", "`url(…)`"),
        ("<style>a{b:url('//example.org/a.png')}</style>", "`url(…)`"),
        ("<style>a{b:url(data:image/svg+xml,x)}</style>", "`url(…)`"),
        ("<style>a{b:'x\n;c:url(https://example.org)'}</style>", "`url(…)`"),
        ("<style>a{b:\"\\\";c:\"url(https://example.org)}</style>", "`url(…)`"),
        ("<style>/*/ */a{b:url(https://example.org)}</style>", "`url(…)`"),
        ("<style>a{b:image-set('https://example.org/a.png' 1x)}</style>", "`image-set(`"),
        ("<style>a{b:-webkit-image-set('https://example.org/a.png' 1x)}</style>", "`-webkit-image-set(`"),
        ("<style>a{b:src('https://example.org')}</style>", "`src(`"),
        ("<style>a{b:image('https://example.org')}</style>", "`image(`"),
        ("<style>@font-face{src:url(https://example.org/f.woff2)}</style>", "`url(…)`"),
        ("<style type='text/xsl'>x</style>", "style sheet of type `text/xsl`"),
        ("<style><b/></style>", "an element in a style sheet"),
        ("<path style='fill:u&#x72;l(https://example.org)'/>", "`url(…)`"),
        ("<path style='background:image-set(&quot;https://example.org/a.png&quot; 1x)'/>", "`image-set(`"),
        ("<path fill='url(https://example.org/a.svg#g)'/>", "`url(…)`"),
        ("<path mask='url(a.svg#g)'/>", "`url(…)`"),
        ("<path cursor='url(https://example.org/a.cur), auto'/>", "`url(…)`"),
        ("<path><animate attributeName='fill' to='url(https://example.org/a.svg#g)'/></path>", "`url(…)`"),
    ] {
        check_refused(&svg("", inside), why);
    }
}

#[test]
fn what_is_no_svg_is_refused() {
    for (text, why) in [
        ("<html xmlns=\"http://www.w3.org/1999&#47;xhtml\"><body/></html>", "begins with `<html>`"),
        ("<svg/>", "begins with `<svg>`, not with `<svg xmlns="),
        ("<svg xmlns='http://www.w3.org/1999/xhtml'/>", "begins with `<svg>`"),
        ("<h:svg xmlns:h='http://www.w3.org/1999/xhtml' xmlns='http://www.w3.org/2000/svg'/>", "begins with"),
        ("<g xmlns='http://www.w3.org/2000/svg'/>", "begins with `<g>`"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/><svg xmlns='http://www.w3.org/2000/svg'/>", "two roots"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>x", "text outside the root"),
        ("<svg xmlns='http://www.w3.org/2000/svg'>", "ends too early"),
        ("<svg xmlns='http://www.w3.org/2000/svg'></g>", "well-formed"),
        ("<svg xmlns='http://www.w3.org/2000/svg' x='1' x='2'/>", "well-formed"),
        ("<svg xmlns='http://www.w3.org/2000/svg' x=1/>", "well-formed"),
        ("<svg xmlns='http://www.w3.org/2000/svg'>&nbsp;</svg>", "the entity `&nbsp;`"),
        ("<!DOCTYPE svg [<!ENTITY x 'y'>]><svg xmlns='http://www.w3.org/2000/svg'/>", "`<!DOCTYPE`"),
        ("<?xml-stylesheet href='a.css'?><svg xmlns='http://www.w3.org/2000/svg'/>", "`<?xml-stylesheet`"),
        ("<?xml version='1.0' encoding='ISO-2022-JP'?><svg xmlns='http://www.w3.org/2000/svg'/>", "encoding"),
        ("<svg xmlns='http://www.w3.org/2000/svg'>\u{1b}(B</svg>", "a control character"),
        ("", "ends too early"),
    ] {
        check_refused(text, why);
    }
    assert_eq!(inspect(b"\xff\xfe<\0").danger.as_deref(), Some("isn't UTF-8 text"));
    check_refused(&svg("", &format!("{}{}", "<g>".repeat(300), "</g>".repeat(300))), "more than 256 deep");
}

#[test]
fn the_place_is_named() {
    check_refused(&svg("", "\n\n<path d='M0 0'/>\n<script/>"), "element `script` (line 4)");
}

/// Whatever surrounds it, an address of another host is found.
#[test]
fn noise_hides_nothing() {
    let noise =
        ["", " ", "\n", "/* c */", "\"s\"", "'\\''", "a{}", "}", ")", "<!-- x -->", "]", ";", "url(#a)", "rgb(1,2,3)"];
    for before in noise {
        for after in noise {
            let style = format!("{before}{after} a{{b:url(https://example.org)}}{after}");
            check_refused(&svg("", &format!("<style>{style}</style>")), "`url(…)`");
            check_refused(&svg("", &format!("<style>{before}{after} @import 'x';</style>")), "`@import`");
        }
    }
}
