//! Any text as a body and as inline Markdown: the tree is whole, its places lie in
//! the text and on character boundaries.
#![no_main]

use letterpress::body::{self, Body};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (tree, findings) = body::parse(text);
    for finding in &findings {
        assert!(text.get(finding.range.clone()).is_some(), "{finding:?}");
    }
    whole(&tree, text);
    let (inlines, findings) = body::parse_inline(text);
    for finding in &findings {
        assert!(text.get(finding.range.clone()).is_some(), "{finding:?}");
    }
    body::each_inline(&inlines, &mut |inline| {
        assert!(text.get(inline.span.0.clone()).is_some(), "{inline:?}");
    });
});

fn whole(tree: &Body, text: &str) {
    tree.each_block(&mut |block| {
        assert!(text.get(block.span.0.clone()).is_some(), "{block:?}");
    });
    tree.each_inline(&mut |inline| {
        assert!(text.get(inline.span.0.clone()).is_some(), "{inline:?}");
        if let body::InlineKind::Footnote(at) = inline.kind {
            assert!(tree.notes.get(at).is_some(), "a mark without its note");
        }
    });
}
