mod everybody;
mod forms;

use super::*;
use crate::mail::MailFormat;
use crate::source::Format;

fn read(text: &str) -> Result<RecipientList, Diagnostics> {
    RecipientList::read(&Source::from_text("list", Format::Markdown, text.to_owned()))
}

fn list(text: &str) -> RecipientList {
    read(text).unwrap()
}

fn addresses(list: &RecipientList) -> Vec<&str> {
    list.recipients().map(|recipient| recipient.address.as_str()).collect()
}

/// Codes with the marked text.
fn found(diagnostics: &[Diagnostic]) -> Vec<(&str, &str)> {
    let marked = |diagnostic: &'_ Diagnostic| {
        let label = diagnostic.labels.first();
        label.map_or(String::new(), |label| label.source.text()[label.range.clone()].to_owned())
    };
    diagnostics.iter().map(|one| (one.code.name(), &*marked(one).leak())).collect()
}

#[test]
fn a_table_is_read_however_it_is_parted() {
    for separator in [",", ";", "\t"] {
        let text = "E-Mail,Name,Language,Format,Tags\r\n\
            a@example.org,\"Muster, Mira\",en,text,\"politik|kultur\"\r\n\
            \r\n\
            b+c@example.org,Max \"\"Muster,,,\n";
        let text = text
            .replace(',', separator)
            .replace(&format!("Muster{separator} Mira"), "Muster, Mira");
        let list = list(&text);
        assert_eq!(found(&list.warnings), []);
        assert_eq!(addresses(&list), ["a@example.org", "b+c@example.org"], "{separator:?}");
        let first = list.recipients().next().unwrap();
        assert_eq!(first.name.as_deref(), Some("Muster, Mira"));
        assert_eq!((first.language, first.format), (Some(Language::English), MailFormat::Text));
        assert_eq!(first.tags, ["politik", "kultur"]);
    }
}

#[test]
fn an_address_a_line_is_a_list_too() {
    let list = list(
        "\u{FEFF}# Redaktionen\n\na@example.org\n  Mira Muster <b@example.org>\n\"Muster, Max\" <c@example.org>\r\n",
    );
    assert_eq!(found(&list.warnings), []);
    assert_eq!(addresses(&list), ["a@example.org", "b@example.org", "c@example.org"]);
    let names: Vec<_> = list.recipients().map(|one| one.name.as_deref()).collect();
    assert_eq!(names, [None, Some("Mira Muster"), Some("Muster, Max")]);
}

#[test]
fn names_that_were_damaged_are_told_with_their_line() {
    let list = list(
        "email,name\na@example.org,J&uuml;rgen\nb@example.org,GrÃ¶ÃŸe\nc@example.org,Größe & Söhne\n",
    );
    assert_eq!(addresses(&list), ["c@example.org"]);
    let told = [("entity-in-text", "J&uuml;rgen"), ("encoding-damaged", "GrÃ¶ÃŸe")];
    assert_eq!(found(&list.warnings), told);
}

#[test]
fn what_cannot_be_sent_to_is_told_with_its_line_and_left_out() {
    let list = list(
        "email,name,format\nA@example.org,Ä\nkeine,B\na@Example.org,C\n,D\ne@example.org,E,pdf\nf@example.org,F,html,x\na+b@example.org,G\n",
    );
    assert_eq!(addresses(&list), ["A@example.org", "e@example.org", "a+b@example.org"]);
    assert_eq!(
        found(&list.warnings),
        [
            ("recipient-broken", "keine"),
            ("recipient-duplicate", "a@Example.org"),
            ("recipient-broken", ",D"),
            ("recipient-value", "pdf"),
            ("recipient-broken", "f@example.org,F,html,x"),
        ]
    );
}

#[test]
fn a_list_whose_lines_cannot_be_told_apart_is_refused() {
    let codes = |text: &str| read(text).err().map(|errors| errors[0].code.name());
    assert_eq!(codes("email,name\na@example.org,\"Mira\nb@example.org,Max\n"), Some("list-broken"));
    assert_eq!(codes("email,email\na@example.org,b@example.org\n"), Some("list-column"));
    let called = Source::from_text("x.CSV", Format::Markdown, "handy\n0351\n".into());
    assert_eq!(
        RecipientList::read(&called).err().map(|errors| errors[0].code.name()),
        Some("list-column")
    );
    let empty = Source::from_text("x.csv", Format::Markdown, "\n".into());
    assert_eq!(
        RecipientList::read(&empty).err().map(|errors| errors[0].code.name()),
        Some("list-broken")
    );
    let column =
        Source::from_text("x.csv", Format::Markdown, "a@example.org\nb@example.org\n".into());
    assert_eq!(RecipientList::read(&column).unwrap().len(), 2);
    let strange = list("email,tag\na@example.org,x\n");
    assert_eq!(found(&strange.warnings), [("list-column", "tag")]);
    assert_eq!(strange.warnings[0].hints, ["did you mean `tags`?"]);
}

#[test]
fn those_who_want_no_mail_get_none() {
    let mut all = list("a@example.org\nb@example.org\n");
    let bytes = b"# abgemeldet\nB@EXAMPLE.org\nz@example.org\n".to_vec();
    let suppressed = SuppressionList::read("list", bytes, &ListLimits::default()).unwrap();
    let notes = all.suppress(&suppressed);
    assert_eq!(found(&notes), [("recipient-suppressed", "b@example.org")]);
    assert_eq!(notes[0].hints, ["it stands on line 2 of list"]);
    assert_eq!(addresses(&all), ["a@example.org"]);
}

#[test]
fn tags_and_languages_select() {
    let text = "email,language,tags\na@example.org,de,Politik\nb@example.org,en,kultur\nc@example.org,,kultur sport\n";
    let chosen = |tags: &[&str]| {
        let mut list = list(text);
        let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
        list.select(&tags).map(|()| addresses(&list).join(" "))
    };
    assert_eq!(chosen(&["politik", "sport"]).as_deref(), Ok("a@example.org c@example.org"));
    assert_eq!(chosen(&[]).map(|all| all.len()), Ok(41));
    let errors = chosen(&["kulture"]).err().unwrap();
    assert_eq!(errors[0].hints, ["did you mean `kultur`?", "its tags are kultur, politik, sport"]);
    let mut list = list(text);
    list.select_language(Language::English);
    assert_eq!(addresses(&list), ["b@example.org", "c@example.org"]);
}

proptest::proptest! {
    /// Whatever stands in a list, it is read or refused; nobody is on it twice, every mark lies
    /// on characters, and what is kept can stand in a header.
    #[test]
    fn any_text_is_read_or_refused(
        lines in proptest::collection::vec("(email|name|[a-z]{1,3}@x\\.de|ä|\"|;|,|\t|<|>|#|\r|\u{0}| ){0,9}", 0..12),
        header in proptest::bool::ANY,
    ) {
        let head = if header { "email;name\n" } else { "" };
        let text = format!("{head}{}", lines.join("\n"));
        if let Ok(list) = read(&text) {
            let keys: Vec<_> = list.recipients().map(|one| one.address.key()).collect();
            let distinct: BTreeSet<_> = keys.iter().collect();
            proptest::prop_assert_eq!(distinct.len(), keys.len());
            for warning in &list.warnings {
                for label in &warning.labels {
                    proptest::prop_assert!(label.source.text().get(label.range.clone()).is_some());
                }
            }
            let names = list.recipients().filter_map(|one| one.name.as_deref());
            for name in names {
                proptest::prop_assert!(!name.chars().any(char::is_control));
            }
        }
    }
}
