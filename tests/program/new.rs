//! `letterpress new`: a release to begin with.

use crate::test::{Test, is_pdf};

#[test]
fn every_kind_in_every_form_can_be_set_as_it_is() {
    for kind in ["release", "invitation", "correction", "speech", "statement"] {
        for form in ["md", "yaml", "json", "toml"] {
            let name = format!("a.{form}");
            let written = format!("wrote {name}; fill it in, then: letterpress render {name}\n");
            let new = Test::new(&format!("new --kind {kind} --letterhead neutral {name}"));
            let ran = new.stderr(written).run();
            let set = Test::after(ran, &format!("render --deny-warnings {name}"));
            let ran = set.any_stderr().run();
            assert!(is_pdf(&ran.bytes("a.pdf")), "{kind} as {form}");
        }
    }
}

#[test]
fn a_sample_speaks_the_language_of_its_letterhead() {
    let house = |id: &str, language: &str| {
        format!(
            "id = \"{id}\"\nname = \"The House\"\nlanguage = \"{language}\"\n\
             [[contacts]]\nname = \"Mira Muster\"\nphone = \"+49 30 23125 001\"\n"
        )
    };
    for form in ["md", "yaml", "json", "toml"] {
        for (letterhead, is_english) in
            [("lakeside", true), ("en.toml", true), ("us.toml", true), ("cs.toml", false)]
        {
            let name = format!("a.{form}");
            let new = Test::new(&format!("new --kind invitation --letterhead {letterhead} {name}"))
                .file("en.toml", house("en", "en"))
                .file("us.toml", house("us", "en-US"))
                .file("cs.toml", house("cs", "cs"));
            let ran = new.any_stderr().run();
            let text = String::from_utf8(ran.bytes(&name)).expect("it is a text");
            assert_eq!(text.contains("Headline: what is new"), is_english, "{text}");
            assert_eq!(text.contains("Überschrift"), !is_english, "{text}");
            let set = Test::after(ran, &format!("render --deny-warnings {name}"));
            set.any_stderr().run();
        }
    }
}

#[test]
fn what_exists_is_never_overwritten() {
    let test = Test::new("new a.md").file("a.md", "mine").any_stderr().exit(2);
    let ran = test.run();
    assert!(ran.stderr.starts_with("error[input-output]: a.md exists already"), "{}", ran.stderr);
    assert_eq!(ran.bytes("a.md"), b"mine");
}

#[test]
fn a_release_is_printed() {
    let ran = Test::new("new -").any_stdout().run();
    assert!(ran.stdout.starts_with(b"---\n"));
    assert!(ran.names().is_empty());
    Test::new("check --input-format md -").stdin(ran.stdout).stderr("<stdin>: fine\n").run();
}

#[test]
fn a_name_without_a_form_is_refused() {
    let fault = "error[usage]: release has no ending that says in which form to write\n |\n \
                 = help: name it .md, .json, .yaml or .toml\n\n";
    let ran = Test::new("new release").stderr(fault).exit(2).run();
    assert!(ran.names().is_empty());
}
