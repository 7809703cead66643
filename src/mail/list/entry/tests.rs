use super::*;

fn keys(text: &str) -> Result<Vec<String>, &'static str> {
    let reading = read(text);
    match reading.doubt {
        Some(why) => Err(why),
        None => Ok(reading.entries.into_iter().map(|entry| entry.0).collect()),
    }
}

#[test]
fn addresses_are_found_anywhere_in_a_line() {
    for text in [
        "A@B.example",
        "Max <a@b.example>",
        "Bitte abmelden: Max <a@b.example>",
        "mailto:a@b.example",
        "Bitte abmelden: a@b.example!",
        "550 5.1.1 <a@b.example>: user unknown",
        "'a@b.example'",
        "a@b.example (verstorben)",
        "a\u{200B}@b.example",
        "E-Mail:a@b.example",
        "mailto:a@b.example?subject=x",
        "Herr Max Muster a@b.example, danke",
        "unsubscribe at once a@b.example",
        "a＠b.example",
        "Final-Recipient: rfc822; a@b.example",
    ] {
        assert_eq!(keys(text), Ok(vec!["a@b.example".to_owned()]), "{text}");
    }
    assert_eq!(keys("mailto:a%40b.example"), Ok(vec!["a@b.example".to_owned()]));
    let two = Ok(vec!["a@b.example".to_owned(), "c@d.example".to_owned()]);
    for text in [
        "a@b.example; c@d.example",
        "a@b.example c@d.example",
        "a@b.example/c@d.example",
        "(a@b.example) c@d.example",
    ] {
        assert_eq!(keys(text), two, "{text}");
    }
}

#[test]
fn domains_are_entries_by_themselves() {
    for text in ["@b.example", "*@b.example", " <@B.Example> ", "@b.example."] {
        assert_eq!(keys(text), Ok(vec!["@b.example".to_owned()]), "{text}");
    }
    assert_eq!(keys("@*.b.example"), Ok(vec!["@*.b.example".to_owned()]));
    assert_eq!(keys("@bücher.example"), Ok(vec!["@xn--bcher-kva.example".to_owned()]));
}

#[test]
fn what_may_be_an_address_is_in_doubt() {
    for text in [
        "a(at)b.example",
        "a [at] b.example",
        "a at b.example",
        "a @b.example",
        "a@b",
        "b.example",
        "presse*@b.example",
        "a?@b.example",
        "a@b.example; c(at)d.example",
        "a@b.example, d.example",
        "müller@b.example",
        "a@@b.example",
        "alle von @b.example",
        "@b",
        "a@b .example",
        "a@b.example, max at c.example",
        "a@b.example <c@d>",
        "a@b.example:c@d.example",
        "mailto:a@b.example?cc=c@d.example",
        "a@b.example c%40d.example",
        "a@b.example, c [ at ] d.example",
        "a@b.example (c at d.example)",
        "a@b.example c(bei)d.example",
        "Max <a@b.example> c -at- d.example",
    ] {
        assert!(keys(text).is_err(), "{text}: {:?}", keys(text));
    }
    assert_eq!(keys("danke"), Ok(Vec::new()));
}

#[test]
fn an_entry_means_addresses_and_domains() {
    let address = Address::parse("Max@Lokal.Zeitung.example").unwrap();
    let keys: Vec<String> = SuppressionEntry::meaning(&address).map(|entry| entry.0).collect();
    let expected =
        ["max@lokal.zeitung.example", "@lokal.zeitung.example", "@*.zeitung.example", "@*.example"];
    assert_eq!(keys, expected);
}

#[test]
fn what_stands_before_an_address_and_could_be_part_of_it_is_read_both_ways() {
    for text in
        ["Bote/a@b.example", "mail=a@b.example", "-a@b.example", "+a@b.example", "'a@b.example"]
    {
        let read = keys(text).unwrap();
        assert!(read.contains(&"a@b.example".to_owned()), "{text}: {read:?}");
        assert_eq!(read.len(), 2, "{text}: {read:?}");
    }
    for text in [
        "anna-maria@b.example",
        "o'brien@b.example",
        "max+presse@b.example",
        "cafe-at-home@b.example",
        "max_at_home@b.example",
    ] {
        assert_eq!(keys(text), Ok(vec![text.to_owned()]));
    }
}

proptest::proptest! {
    /// Whoever can be sent to can be entered, but for those whose address is a pattern to others.
    #[test]
    fn each_address_is_an_entry(local in "[a-z0-9]([a-z0-9!#$&'+/=^_`{}~-]{0,6}[a-z0-9])?") {
        let list = crate::mail::RecipientList::read(&crate::source::Source::from_text(
            "list",
            crate::source::Format::Markdown,
            format!("{local}@b.example\n"),
        ));
        for recipient in list.iter().flat_map(|list| list.recipients()) {
            let entry = SuppressionEntry::parse(recipient.address.as_str());
            let key = entry.map(|entry| entry.key().to_owned());
            proptest::prop_assert_eq!(key, Ok(recipient.address.key()));
        }
    }

    /// Of each `@` that stands in a line there is an entry, or the line is in doubt; nothing that
    /// was written differently is passed over beside an address.
    #[test]
    fn each_at_sign_is_answered_for(
        pieces in proptest::collection::vec(
            "(max@x\\.example|presse\\+a@y\\.example|@z\\.example|@|[ ,;:/<>()\\[\\]\"'=?&.|\t-]|\
             \u{200B}|＠|Max|ä|mailto:|\\*|www\\.x\\.example|at|\\(at\\)|\r|%40|\u{A0}){1,3}",
            1..6,
        ),
    ) {
        let text: String = pieces.concat();
        let reading = read(&text);
        let signs = text.matches(['@', '＠']).count();
        if reading.doubt.is_none() {
            proptest::prop_assert!(reading.entries.len() >= signs, "{:?}: {:?}", text, reading);
            proptest::prop_assert!(!text.contains("(at)"), "{:?}: {:?}", text, reading);
            let is_mailto = text.contains("mailto:");
            proptest::prop_assert!(is_mailto || !text.contains("%40"), "{:?}: {:?}", text, reading);
        }
        // Whole words that are addresses are found as they stand.
        for word in text.split([' ', ',', ';', '\t', '\r', '|', '\u{A0}']) {
            if reading.doubt.is_none() && ["max@x.example", "presse+a@y.example"].contains(&word) {
                let is_found = reading.entries.iter().any(|entry| entry.key() == word);
                proptest::prop_assert!(is_found, "{:?}: {:?}", text, reading);
            }
        }
    }
}
