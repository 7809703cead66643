//! Nobody is left out of a list without a word.

use super::forms::{found, read, row, text, workbook_of, workbook_with};
use super::*;

/// The address, the name and the number of tags of each.
fn people(list: &RecipientList) -> Vec<(&str, Option<&str>, usize)> {
    let all = list.recipients();
    all.map(|one| (one.address.as_str(), one.name.as_deref(), one.tags.len())).collect()
}

fn fault(fault: &str) -> String {
    format!("<c t=\"e\"><f>VLOOKUP(A1,B:C,2,FALSE)</f><v>{fault}</v></c>")
}

#[test]
fn an_address_that_excel_could_not_find_is_reported() {
    let rows = [
        row(&(text("email") + &text("name") + &text("tags"))),
        row(&(text("a@b.example") + &fault("#N/A") + &fault("#REF!"))),
        row(&(fault("#N/A") + &text("Bert"))),
        row(&("<c/>".to_owned() + &fault("#NAME?"))),
        row(&("<c/><c/><c/>".to_owned() + &fault("#N/A"))),
        row(&fault("#DIV/0!")),
    ];
    let list = read("a.xlsx", &workbook_of(&rows.concat())).unwrap();
    assert_eq!(people(&list), [("a@b.example", None, 0)]);
    let expected = [
        (3, "recipient-broken", "nothing can be sent to this line: the cell shows `#N/A`"),
        (6, "recipient-broken", "nothing can be sent to this line: the cell shows `#DIV/0!`"),
    ];
    assert_eq!(found(&list), expected);
    assert_eq!(list.warnings[0].hints, ["open the list in Excel, mend the cell and save it"]);
    assert_eq!(list.left_out().broken, 2);
}

#[test]
fn a_fault_counts_without_a_header_and_in_a_text_too() {
    let rows = [row(&fault("#N/A")), row(&text("a@b.example")), row(&text("c@b.example"))];
    let list = read("a.xlsx", &workbook_of(&rows.concat())).unwrap();
    assert_eq!((list.len(), list.left_out().broken), (2, 1), "{:?}", found(&list));
    for (name, text) in [
        ("a.csv", "E-Mail;Name;Tags\na@b.example;#NAME?;#NV\n#NV;Bert;\n;;#NV\n"),
        ("a.csv", "a@b.example\n#NV\n"),
        ("a.txt", "# Redaktionen\na@b.example # neu\n#N/A\n"),
        ("a.csv", "#NV;Bert\na@b.example;#NV\n"),
    ] {
        let list = read(name, text.as_bytes()).unwrap();
        assert_eq!(people(&list), [("a@b.example", None, 0)], "{text}");
        assert_eq!(list.left_out().broken, 1, "{text}: {:?}", found(&list));
    }
}

#[test]
fn a_column_that_is_filled_down_to_the_end_of_a_sheet_has_no_recipients() {
    let header = row(&(text("email") + &text("Kennung")));
    let people = row(&(text("a@b.example") + &text("1")));
    let filled = row(&("<c/>".to_owned() + &fault("#N/A")));
    let rows = header + &people + &filled.repeat(40);
    let limits = ListLimits { lines: 20, ..ListLimits::default() };
    let list = RecipientList::read_bytes("a.xlsx", workbook_of(&rows), &limits).unwrap();
    assert_eq!((list.len(), list.left_out()), (1, LeftOut::default()));
}

#[test]
fn a_formula_without_a_result_stops_a_list() {
    let rows = |cell: &str| {
        let header = row(&(text("email") + &text("tags")));
        header + &row(&text("a@b.example")) + &row(cell)
    };
    for cell in [
        "<c r=\"A3\"><f>LOWER(B3)</f></c>",
        "<c r=\"A3\"><f>LOWER(B3)</f><v></v></c>",
        "<c r=\"A3\"><f>LOWER(B3)</f><v/></c>",
        "<x:c r=\"A3\"><x:f>LOWER(B3)</x:f></x:c>",
    ] {
        let errors = read("a.xlsx", &workbook_of(&rows(cell))).err().unwrap();
        assert_eq!(errors[0].code, codes::LIST_BROKEN);
        let said = "a.xlsx cannot be read as an Excel file: a formula has no result; open it in \
            Excel and save it again";
        assert_eq!(errors[0].message, said, "{cell}");
    }
    let empty = text("c@b.example") + "<c t=\"str\"><f>IF(A3=1,\"x\",\"\")</f><v></v></c>";
    assert_eq!(read("a.xlsx", &workbook_of(&rows(&empty))).unwrap().len(), 2);
}

#[test]
fn a_further_address_of_a_row_without_a_header_is_read() {
    let text = "a@x.example;Anna\nb@x.example;Bert\nc@x.example;Cora\nd@x.example;Dora\n\
        e@x.example;e2@x.example\n";
    for name in ["n.csv", "n.txt"] {
        let list = read(name, text.as_bytes()).unwrap();
        assert_eq!(list.len(), 6);
        assert_eq!(list.left_out(), LeftOut::default());
        let (line, code, message) = found(&list)[1];
        assert_eq!((line, code), (5, "recipient-cleaned"));
        assert_eq!(
            message,
            "`e@x.example; e2@x.example` is read as 2 addresses: e@x.example, e2@x.example"
        );
    }
    let broken = text.replace("e2@x.example", "früher e2@x.example");
    let list = read("n.csv", broken.as_bytes()).unwrap();
    assert_eq!((list.len(), list.left_out().broken), (5, 1), "{:?}", found(&list));
    let account = text.replace("e2@x.example", "@eva");
    let list = read("n.csv", account.as_bytes()).unwrap();
    assert_eq!((list.len(), list.left_out()), (5, LeftOut::default()), "{:?}", found(&list));
    // A header says what a second address is for.
    let titled = format!("email;email2\n{text}");
    assert_eq!(read("n.csv", titled.as_bytes()).unwrap().len(), 5);
}

#[test]
fn a_further_address_on_a_sheet_without_a_header_is_read() {
    let one = |at: usize| row(&(text(&format!("a{at}@b.example")) + &text("Anna")));
    let two = row(&(text("e@b.example") + &text("Eva") + &text("e2@b.example")));
    let rows: String = (0..4).map(one).chain([two]).collect();
    let list = read("a.xlsx", &workbook_of(&rows)).unwrap();
    assert_eq!((list.len(), list.left_out()), (6, LeftOut::default()), "{:?}", found(&list));
}

#[test]
fn a_further_address_below_no_title_is_read() {
    for text in [
        "email;name;;\na@b.example;Anna;c@d.example;\n",
        "email;name;;Ort\na@b.example;Anna;c@d.example;Bonn\n",
    ] {
        let list = read("a.csv", text.as_bytes()).unwrap();
        assert_eq!(
            people(&list),
            [("a@b.example", Some("Anna"), 0), ("c@d.example", Some("Anna"), 0)]
        );
        let note = "`a@b.example; c@d.example` is read as 2 addresses: a@b.example, c@d.example";
        assert!(found(&list).contains(&(2, "recipient-cleaned", note)), "{:?}", found(&list));
    }
    let sheet = |beside: &str| {
        let header = row(&(text("email") + &text("name")));
        let person = row(&(text("a@b.example") + &text("Anna") + &text(beside)));
        read("a.xlsx", &workbook_of(&(header + &person))).unwrap()
    };
    assert_eq!(sheet("c@d.example").len(), 2);
    // Beside a table remarks may stand.
    let list = sheet("Rückfragen an c@d.example");
    let warning =
        "`Rückfragen an c@d.example` stands in a column without a title and is passed over";
    assert_eq!((list.len(), list.left_out()), (1, LeftOut::default()));
    assert_eq!(found(&list), [(2, "list-read", warning)]);
    assert!(list.warnings[0].is_warning());
    assert_eq!(found(&sheet("@anna")), []);
}

#[test]
fn each_column_of_tags_counts() {
    for text in [
        "email;Ressort;Themen\na@b.example;Politik;Energie, Klima\nc@d.example;;Energie\n",
        "Mail;Ressort;Themen\na@b.example;Politik;Energie, Klima\nc@d.example;#NV;Energie\n",
    ] {
        let mut list = read("a.csv", text.as_bytes()).unwrap();
        assert_eq!(people(&list), [("a@b.example", None, 3), ("c@d.example", None, 1)]);
        assert_eq!(found(&list), []);
        list.select(&["Energie".to_owned()]).unwrap();
        assert_eq!(list.len(), 2);
    }
}

#[test]
fn a_column_that_says_what_another_says_is_passed_over_with_a_warning() {
    let text = "email;language;sprache\na@b.example;de;en\n";
    let list = read("a.csv", text.as_bytes()).unwrap();
    let warning = "the column `sprache` is passed over: one before it holds the language as well";
    assert_eq!(found(&list), [(1, "list-column", warning)]);
    assert!(list.warnings[0].is_warning());
    assert_eq!(list.recipients().next().unwrap().language, Some(Language::German));
}

#[test]
fn a_comment_of_one_word_is_no_header() {
    for comment in ["# Empfänger", "  # An:", "#E-Mail"] {
        let text = format!("{comment}\na@b.example # Anna\nc@d.example\n");
        let list = read("a.txt", text.as_bytes()).unwrap();
        assert_eq!(
            people(&list),
            [("a@b.example", None, 0), ("c@d.example", None, 0)],
            "{comment}"
        );
        assert_eq!((found(&list), list.left_out()), (vec![], LeftOut::default()), "{comment}");
        let table = format!("{comment}\nemail;name\na@b.example;Anna\n");
        let list = read("a.txt", table.as_bytes()).unwrap();
        assert_eq!(people(&list), [("a@b.example", Some("Anna"), 0)], "{comment}");
    }
    let list = read("a.csv", b"#email;name\na@b.example;Anna\n").unwrap();
    assert_eq!(people(&list), [("a@b.example", Some("Anna"), 0)]);
}

#[test]
fn a_recipient_above_the_header_stops_a_list() {
    for text in [
        "a@x.example,Anna\nb@x.example,Bert\nemail,name\nc@x.example,Cora\n",
        "Anna,a@x.example\nBert,b@x.example\nemail,name\nc@x.example,Cora\n",
        "a@x.example,Anna\nemail,name\nc@x.example,Cora\n",
        "Stand,Mai\nMira <a@x.example>,Anna\nemail,name\nc@x.example,Cora\n",
    ] {
        let errors = read("k.csv", text.as_bytes()).err().unwrap();
        assert_eq!(errors[0].code, codes::LIST_BROKEN, "{text}");
        let said = "k.csv is no list that can be read: a recipient stands above the header, which \
            is on line ";
        assert!(errors[0].message.starts_with(said), "{}", errors[0].message);
        // Those who want no mail are read wherever they stand.
        let suppressed =
            SuppressionList::read("k.csv", text.as_bytes().to_vec(), &ListLimits::default());
        assert!(suppressed.unwrap().len() > 1);
    }
    let sheet = [
        row(&text("a@x.example")),
        row(&(text("email") + &text("name"))),
        row(&text("c@x.example")),
    ];
    assert!(read("k.xlsx", &workbook_of(&sheet.concat())).is_err());
}

#[test]
fn whom_to_ask_may_stand_above_the_header() {
    for title in [
        "Presseverteiler, Rückfragen an presse@haus.example",
        "Kontakt: presse@haus.example",
        "Presseverteiler",
    ] {
        let text = format!("{title}\nemail,name\nc@x.example,Cora\n");
        let list = read("k.csv", text.as_bytes()).unwrap();
        assert_eq!(list.len(), 1);
        let note = "the 1 lines above the table are no recipients and are passed over";
        assert_eq!(found(&list), [(1, "list-read", note)], "{title}");
        assert!(!list.warnings[0].is_warning(), "{title}");
    }
    let text = "Rückfragen,presse@haus.example\nemail,name\nc@x.example,Cora\n";
    let list = read("k.csv", text.as_bytes()).unwrap();
    assert!(list.len() == 1 && list.warnings[0].is_warning());
    let hint = "`presse@haus.example` stands there; if it is a recipient, put it below the header";
    assert_eq!(list.warnings[0].hints, [hint]);
}

#[test]
fn titles_that_say_nothing_do_not_make_everybody_a_recipient() {
    for text in [
        "Kontakt;Abgemeldet\na@b.example;\nb@b.example;\n;c@b.example\n",
        "Presse;Nicht mehr anschreiben\na@b.example;x@b.example\nb@b.example;y@b.example\n",
        "Presse,Nicht mehr anschreiben\na@b.example,x@b.example\nb@b.example,y@b.example\n",
        "Dienstlich\tPrivat\tName\na@b.example\tx@b.example\tAnna\nb@b.example\t\tBert\n",
    ] {
        for name in ["n.csv", "n.txt"] {
            let errors = read(name, text.as_bytes()).err().unwrap();
            assert_eq!(errors[0].code, codes::LIST_COLUMN, "{text}");
            assert!(errors[0].message.contains("in several columns"), "{}", errors[0].message);
        }
    }
    // One column of addresses is the one that is meant.
    let one = "Kontakt;Wer;Bemerkung\na@b.example;Anna;früher x@b.example\nb@b.example;Bert;\n";
    assert_eq!(read("n.csv", one.as_bytes()).unwrap().len(), 2);
}

#[test]
fn one_further_address_makes_no_names_of_recipients() {
    let text = "a@b.example;Anna;\nb@b.example;Bert;b2@b.example\nc@b.example;C;\n";
    for name in ["n.csv", "n.txt"] {
        let list = read(name, text.as_bytes()).unwrap();
        assert_eq!((list.len(), list.left_out()), (4, LeftOut::default()), "{:?}", found(&list));
    }
}

#[test]
fn a_hidden_sheet_is_no_list() {
    let rows = row(&text("email")) + &row(&text("old@b.example"));
    for state in ["hidden", "veryHidden"] {
        let errors = read("a.xlsx", &workbook_with(&rows, state)).err().unwrap();
        assert_eq!(errors[0].code, codes::LIST_COLUMN);
        assert!(errors[0].message.contains("the hidden sheet `A` has one"), "{state}");
    }
    assert_eq!(read("a.xlsx", &workbook_with(&rows, "visible")).unwrap().len(), 1);
}
