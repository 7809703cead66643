//! Any bytes as a recipient list and as a list of those who want no mail. No place may lie outside
//! the text or inside a character, and whoever is read keeps mail from himself.
#![no_main]

use letterpress::diagnostic::Diagnostic;
use letterpress::limits::ListLimits;
use letterpress::mail::{Recipient, RecipientList, SuppressionEntry, SuppressionList};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = ListLimits::default();
    match RecipientList::read_bytes("list", bytes.to_vec(), &limits) {
        Ok(mut list) => {
            places(&list.warnings);
            let entries =
                list.recipients().map(|one| SuppressionEntry::parse(one.address.as_str()));
            let entries: Vec<_> = entries.flatten().collect();
            list.suppress(&SuppressionList::of("fuzz", entries));
            // Some addresses, such as a*@b.example, are patterns to others, and no entries.
            let is_none = |one: &Recipient| SuppressionEntry::parse(one.address.as_str()).is_err();
            assert!(list.recipients().all(is_none));
        }
        Err(diagnostics) => places(&diagnostics),
    }
    match SuppressionList::read("list", bytes.to_vec(), &limits) {
        Ok(list) => places(&list.warnings),
        Err(diagnostics) => places(&diagnostics),
    }
});

fn places(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        for label in diagnostic.labels.iter().chain(&diagnostic.inside) {
            assert!(label.source.text().get(label.range.clone()).is_some(), "{diagnostic:?}");
        }
    }
}
