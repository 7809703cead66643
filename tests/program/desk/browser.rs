//! The page in a browser: what `tests/desk/run.mjs` does at it, and what of it is wrong.

use std::process::Command;

use crate::repository::root;

#[track_caller]
fn passes(scenario: &str) {
    let run = Command::new("node")
        .arg(root().join("tests/desk/run.mjs"))
        .args([env!("CARGO_BIN_EXE_letterpress"), scenario])
        .output()
        .expect("node is there: tests/install fetches what is needed");
    let [out, faults] = [&run.stdout, &run.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(run.status.success(), "{out}{faults}");
}

#[test]
fn what_is_typed_appears_on_the_sheet_and_the_rest_of_it_stays() {
    passes("typing");
}

#[test]
fn a_sheet_looks_like_its_drawing() {
    passes("drawings");
}

#[test]
fn a_click_on_the_sheet_selects_the_very_word() {
    passes("clicks");
}

#[test]
fn refused_releases_say_what_is_wrong_on_the_page() {
    passes("findings");
}

#[test]
fn views_and_downloads_are_those_of_the_command_line() {
    passes("views");
}

#[test]
fn writing_is_as_in_other_programs() {
    passes("writing");
}

#[test]
fn the_release_that_was_asked_for_last_is_shown() {
    passes("late");
}

#[test]
fn axe_finds_nothing_on_any_view() {
    passes("accessible");
}

#[test]
fn everything_goes_by_keys_alone() {
    passes("keyboard");
}

#[test]
fn a_newcomer_gets_from_an_empty_folder_to_pdf_and_draft() {
    passes("newcomer");
}

#[test]
fn two_tabs_and_another_editor_lose_nothing() {
    passes("conflicts");
}

#[test]
fn twenty_thousand_paragraphs_are_written_like_any_others() {
    passes("long");
}

#[test]
fn what_the_page_itself_saved_is_no_other_version() {
    passes("unanswered");
}

#[test]
fn a_desk_that_goes_down_loses_nothing() {
    passes("restart");
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    passes("room");
}

#[test]
fn the_pictures_of_the_documentation_are_of_this_page() {
    passes("pictures");
}
