//! Lists and groups in lines of their own.

use super::*;

const CONTACTS: &str = "\
contacts:  # all
  # first
  - name: Mira
    phone: \"1\"  # new
    # fax: \"2\"
  # second
  # of two
  - name: Max

  # end
place: Ort
";

#[test]
fn an_item_is_put_before_the_comments_of_another() {
    let person = json!({"phone": "3", "name": "Anna"});
    assert_eq!(
        after(CONTACTS, &[FieldEdit::insert("contacts", 1, person.clone())]),
        CONTACTS.replace("  # second", "  - name: Anna\n    phone: \"3\"\n  # second")
    );
    assert_eq!(
        after(CONTACTS, &[FieldEdit::insert("contacts", 0, person.clone())]),
        CONTACTS.replace("  # first", "  - name: Anna\n    phone: \"3\"\n  # first")
    );
    assert_eq!(
        after(CONTACTS, &[FieldEdit::insert("contacts", 2, person.clone())]),
        CONTACTS.replace("Max\n", "Max\n  - name: Anna\n    phone: \"3\"\n")
    );
    let made = "contacts:\n  - name: Anna\n    phone: \"3\"\n";
    for none in ["", "contacts: []\n", "contacts:\n"] {
        assert_eq!(after(none, &[FieldEdit::insert("contacts", 0, person.clone())]), made);
    }
}

#[test]
fn an_item_is_removed_with_its_comments() {
    assert_eq!(
        after(CONTACTS, &[FieldEdit::remove("contacts[0]")]),
        "contacts:  # all\n  # second\n  # of two\n  - name: Max\n\n  # end\nplace: Ort\n"
    );
    assert_eq!(
        after(CONTACTS, &[FieldEdit::remove("contacts[1]")]),
        "contacts:  # all\n  # first\n  - name: Mira\n    phone: \"1\"  # new\n    # fax: \"2\"\n\n  # end\nplace: Ort\n"
    );
    assert_eq!(
        after("keywords:\n  - a\nplace: Ort\n", &[FieldEdit::remove("keywords[0]")]),
        "keywords: []\nplace: Ort\n"
    );
}

#[test]
fn an_item_is_moved_with_its_comments() {
    let turned = "\
contacts:  # all
  # second
  # of two
  - name: Max
  # first
  - name: Mira
    phone: \"1\"  # new
    # fax: \"2\"

  # end
place: Ort
";
    assert_eq!(after(CONTACTS, &[FieldEdit::rearrange("contacts", 0, 1)]), turned);
    assert_eq!(after(CONTACTS, &[FieldEdit::rearrange("contacts", 1, 0)]), turned);
    assert_eq!(after(CONTACTS, &[FieldEdit::rearrange("contacts", 1, 1)]), CONTACTS);
    let four = "keywords:\n- a # 1\n\n- b\n- c\n- d\n";
    assert_eq!(
        after(four, &[FieldEdit::rearrange("keywords", 0, 2)]),
        "keywords:\n- b\n\n- c\n- a # 1\n- d\n"
    );
    assert_eq!(
        after(four, &[FieldEdit::rearrange("keywords", 3, 0)]),
        "keywords:\n- d\n\n- a # 1\n- b\n- c\n"
    );
}

#[test]
fn whole_lists_and_groups_keep_the_comments_of_what_stays() {
    let value =
        json!([{"name": "Mira", "email": "m@b.example"}, {"name": "Max"}, {"name": "Anna"}]);
    assert_eq!(
        after(CONTACTS, &set("contacts", value)),
        CONTACTS
            .replace("    phone: \"1\"  # new\n", "    email: m@b.example\n")
            .replace("Max\n", "Max\n  - name: Anna\n")
    );
    assert_eq!(
        after(CONTACTS, &set("contacts", json!([{"name": "Max"}]))),
        "contacts:  # all\n  # second\n  # of two\n  - name: Max\n\n  # end\nplace: Ort\n"
    );
    assert_eq!(
        after(CONTACTS, &set("contacts", json!([]))),
        "contacts: []  # all\n  # first\n\n  # end\nplace: Ort\n"
    );
}

#[test]
fn a_list_of_short_texts_is_one_line() {
    assert_eq!(
        after("", &set("keywords", json!(["Moor", "Wald, nass"]))),
        "keywords: [Moor, \"Wald, nass\"]\n"
    );
    assert_eq!(
        after("", &set("notices", json!(["Es gilt das Wort."]))),
        "notices:\n  - Es gilt das Wort.\n"
    );
    let words = vec!["Wörterverzeichnis"; 5];
    assert_eq!(
        after("", &set("keywords", words)),
        format!("keywords:\n{}", "  - Wörterverzeichnis\n".repeat(5))
    );
}
