//! Logos and fonts of a letterhead with bytes changed at random: a sheet or a refusal, soon.
//! `LETTERPRESS_DAMAGED=5000` tries more of each.

use std::fs;
use std::time::{Duration, Instant};

use letterpress::files::{FileError, Files};
use letterpress::source::{Format, Source};
use letterpress::{Job, Standards, Stationery, Typesetter};

use crate::repository::root;

const RELEASE: &str = "---\nletterhead: x\ndate: 2022-11-25\nheadline: Probe\n---\nEin Satz.\n";

/// What one of these may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A folder in which each file has the same bytes.
struct Everywhere<'a>(&'a [u8]);

impl Files for Everywhere<'_> {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileError> {
        Ok(self.0.to_vec())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(vec!["a.ttf".to_owned()])
    }
}

/// Numbers in an order that is the same on every machine (Knuth's MMIX).
struct Order(u64);

impl Order {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

fn count() -> usize {
    std::env::var("LETTERPRESS_DAMAGED").ok().and_then(|text| text.parse().ok()).unwrap_or(150)
}

/// Changes some bytes, or puts a piece of the file at another place.
fn damage(file: &mut Vec<u8>, order: &mut Order) {
    if order.below(4) == 0 {
        file.truncate(order.below(file.len()));
    }
    if order.below(3) == 0 && !file.is_empty() {
        let start = order.below(file.len());
        let piece = file[start..(start + order.below(200)).min(file.len())].to_vec();
        let at = order.below(file.len());
        file.splice(at..at, piece.repeat(1 + order.below(20)));
    }
    for _ in 0..order.below(24) {
        let within = if order.below(2) == 0 { file.len().min(600) } else { file.len() };
        if let Some(byte) = file.get_mut(order.below(within)) {
            *byte = match order.below(4) {
                0 => 0,
                1 => 255,
                2 => *byte ^ (1 << order.below(8)),
                _ => order.below(256) as u8,
            };
        }
    }
}

/// Sets a sheet on a letterhead, if it is one. Says whether it is.
fn is_set(house: &str, bytes: &[u8]) -> bool {
    let house = Source::from_text("house.toml", Format::Toml, house.to_owned());
    let Ok(stationery) = Stationery::load(&house, &Everywhere(bytes)) else { return false };
    let release = Source::from_text("release.md", Format::Markdown, RELEASE.to_owned());
    let letterheads = [stationery];
    let job = Job::new(&release).with_letterheads(&letterheads);
    let Ok(sheet) = Typesetter::new().typeset(&job) else { return false };
    sheet.pdf(&Standards::default()).is_ok()
}

#[allow(clippy::print_stdout)] // With --nocapture it tells how long it took.
fn try_all(kinds: &[(String, Vec<u8>)], seed: u64) {
    let mut order = Order(seed);
    let (mut taken, mut slowest) = (0, Duration::ZERO);
    for number in 0..count() {
        let (house, bytes) = &kinds[order.below(kinds.len())];
        let mut file = bytes.clone();
        damage(&mut file, &mut order);
        let begun = Instant::now();
        taken += u32::from(is_set(house, &file));
        slowest = slowest.max(begun.elapsed());
        assert!(begun.elapsed() < TIMEOUT, "file {number} took {:?}", begun.elapsed());
    }
    println!("{taken} of {} were set; the slowest took {slowest:?}", count());
}

#[test]
fn damaged_logos() {
    let logos = ["hafen.svg", "siegel.svg", "kampagne.png", "zeichen.pdf"];
    let kinds = logos.map(|name| {
        let bytes = fs::read(root().join("fixtures/letterheads/logos").join(name)).expect(name);
        let logo = format!("[logo]\nfile = \"{name}\"\nalt = \"Zeichen\"\n");
        (format!("id = \"x\"\nname = \"Amt\"\n{logo}"), bytes)
    });
    try_all(&kinds, 20_221_125);
}

#[test]
fn damaged_fonts() {
    let fonts = ["LiberationSans-Regular", "Arimo-Figures-Regular", "DejaVuSans-Signs-Regular"];
    let kinds = fonts.map(|name| {
        let bytes = fs::read(root().join(format!("fonts/{name}.ttf"))).expect(name);
        ("id = \"x\"\nname = \"Amt\"\nfont_dir = \"fonts\"\n".to_owned(), bytes)
    });
    try_all(&kinds, 20_221_126);
}
