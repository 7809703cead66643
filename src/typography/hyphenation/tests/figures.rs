//! How good the breaks of official compounds are, counted.
//!
//! `fixtures/hyphenation` has compounds with all their breaks and joints. The parts
//! of those in `built-in.txt` are in the lexicon. Of those in `held-back.txt` and
//! `other-subjects.txt` nothing was taken; parts that they share with others are in it.

use super::super::{Hyphenator, LineRoom, PersonNames, breaks};
use crate::release::Language;

const BUILT_IN: &str = include_str!("../../../../fixtures/hyphenation/built-in.txt");
const HELD_BACK: &str = include_str!("../../../../fixtures/hyphenation/held-back.txt");
const OTHER: &str = include_str!("../../../../fixtures/hyphenation/other-subjects.txt");

/// Fewer letters on a side of a break, or between it and a joint, are too few.
const MIN_LETTERS: usize = 3;
const APART: usize = 4;
/// Words with fewer letters do not break.
const MIN_WORD: usize = 8;

/// What is counted over a list of words.
#[derive(Debug, Default)]
struct Figures {
    words: usize,
    /// Breaks that are offered.
    offered: usize,
    /// Those that no rule of spelling allows.
    wrong: usize,
    /// Those that leave fewer than three letters on a side.
    narrow: usize,
    /// Those that are no joint, and have one within three letters.
    beside: usize,
    /// Those that leave a tail of three letters, where the word has another break.
    tails: usize,
    /// Joints that the patterns propose, of words that are long enough to break.
    joints: usize,
    /// Those of them that are offered.
    joints_offered: usize,
}

impl Figures {
    fn ugly(&self) -> usize {
        self.narrow + self.beside + self.tails
    }

    fn percent(part: usize, whole: usize) -> f64 {
        100.0 * part as f64 / whole.max(1) as f64
    }

    fn row(&self, name: &str) -> String {
        let (wrong, ugly) = (self.wrong, self.ugly());
        let Self { words, offered, narrow, beside, tails, joints, joints_offered, .. } = self;
        format!(
            "| {name} | {words} | {offered} | {wrong} | {ugly} ({:.1} %) | {narrow} | {beside} | {tails} | {joints_offered} of {joints} ({:.1} %) |",
            Self::percent(ugly, *offered),
            Self::percent(*joints_offered, *joints),
        )
    }
}

/// A marked word: its letters, its breaks and its joints, all as bytes.
fn marked(line: &str) -> (String, Vec<usize>, Vec<usize>) {
    let (mut word, mut all, mut joints) = (String::new(), Vec::new(), Vec::new());
    for letter in line.chars() {
        match letter {
            '-' => all.push(word.len()),
            '|' => {
                all.push(word.len());
                joints.push(word.len());
            }
            _ => word.push(letter),
        }
    }
    (word, all, joints)
}

/// Counts over a list; `is_chosen` for what letterpress offers, else for the bare patterns.
fn count(list: &str, is_chosen: bool) -> Figures {
    let hyphenator = Hyphenator::new(Language::German, [].into_iter(), PersonNames::default());
    let mut figures = Figures::default();
    for (word, right, joints) in list.lines().map(marked) {
        let proposed = breaks(&word, hypher::Lang::German);
        let offered = if is_chosen {
            hyphenator.wanted(&word, &proposed, LineRoom::Wide)
        } else {
            proposed.clone()
        };
        let letters = |from: usize, to: usize| word[from..to].chars().count();
        let kept = |at: &&usize| offered.contains(at);
        let found: Vec<_> = joints.iter().filter(|at| proposed.contains(at)).collect();
        figures.words += 1;
        figures.offered += offered.len();
        // A short word is not to break at its joint either.
        if letters(0, word.len()) >= MIN_WORD {
            figures.joints += found.len();
            figures.joints_offered += found.into_iter().filter(kept).count();
        }
        for &at in &offered {
            let (before, behind) = (letters(0, at), letters(at, word.len()));
            let is_joint = joints.contains(&at);
            let is_near = |joint: &usize| letters(at.min(*joint), at.max(*joint)) < APART;
            figures.wrong += usize::from(!right.contains(&at));
            if before < MIN_LETTERS || behind < MIN_LETTERS {
                figures.narrow += 1;
            } else if !is_joint && joints.iter().any(is_near) {
                figures.beside += 1;
            } else if !is_joint && behind < APART && offered.len() > 1 {
                figures.tails += 1;
            }
        }
    }
    figures
}

#[test]
#[allow(clippy::print_stdout)] // The table of docs/typography.md.
fn official_compounds_break_well() {
    // The most ugly breaks of a hundred, and the fewest joints of a hundred.
    for (name, list, ugly, joints) in [
        ("built in", BUILT_IN, 0.0, 95.0),
        ("held back", HELD_BACK, 0.85, 95.0),
        ("other subjects", OTHER, 4.25, 95.0),
    ] {
        let figures = count(list, true);
        println!("{}", count(list, false).row(&format!("{name}, patterns alone")));
        println!("{}", figures.row(&format!("{name}, letterpress")));
        let (offered, kept) = (figures.offered, figures.joints_offered);
        assert_eq!(figures.wrong, 0, "{name}");
        assert!(Figures::percent(figures.ugly(), offered) <= ugly, "{name}");
        assert!(Figures::percent(kept, figures.joints) >= joints, "{name}");
    }
}

#[test]
fn the_held_back_compounds_are_not_in_the_lexicon() {
    let plain = |line: &str| line.split('/').next().unwrap_or(line).replace(['-', '|'], "");
    let lexicon: Vec<_> = include_str!("../lexicon.txt").lines().map(plain).collect();
    for line in HELD_BACK.lines().chain(OTHER.lines()) {
        let word = plain(line).to_lowercase();
        assert!(lexicon.binary_search(&word).is_err(), "{word}");
    }
}
