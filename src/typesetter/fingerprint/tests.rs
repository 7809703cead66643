use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use super::*;
use crate::files::{FileError, Files};
use crate::layout::{OwnLayout, Shelf};
use crate::limits::Limits;
use crate::source::{Format, Source};
use crate::target::Edition;

const FONT: &[u8] = include_bytes!("../../../fonts/LiberationSans-Regular.ttf");
const RELEASE: &str = "---\nletterhead: house/amt.toml\ndate: 2022-11-25\nheadline: Neu\n\
    media:\n  - file: bild.svg\n    alt: Ein Bild\n    credit: Amt\n    usage: Frei\n\
    \x20 - type: video\n    caption: Mitschnitt\n    url: https://example.org/a\n---\n\
    Ein Satz.\n\n![Balken](tief/balken.svg)\n";
const HOUSE: &str = "id = \"amt\"\nname = \"Amt\"\nextends = \"family.toml\"\nfont_dir = \"fonts\"\n\
    layout = \"own.typ\"\nlogo = { file = \"logo.svg\", alt = \"Amt\" }\n";
const LAYOUT: &str = "#import \"more.typ\": wide\n#let leaves-out = (\"blocks\",)\n\
    #let sheet(release, letterhead) = heading(release.title)\n";

fn drawing(width: u32) -> Vec<u8> {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'>\
         <rect width='{width}' height='50'/></svg>"
    )
    .into_bytes()
}

/// Files in memory that know which of them were read.
#[derive(Clone, Default)]
struct NotedFiles {
    files: Arc<BTreeMap<String, Vec<u8>>>,
    read: Arc<Mutex<BTreeSet<String>>>,
}

impl NotedFiles {
    fn new() -> Self {
        let files: [(&str, Vec<u8>); 8] = [
            ("bild.svg", drawing(40)),
            ("tief/balken.svg", drawing(50)),
            ("house/amt.toml", HOUSE.into()),
            ("house/family.toml", "short = \"A\"\n".into()),
            ("house/logo.svg", drawing(60)),
            ("house/fonts/a.ttf", FONT.into()),
            ("house/own.typ", LAYOUT.into()),
            ("house/more.typ", "#let wide = 5\n".into()),
        ];
        let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
        Self { files: Arc::new(files), read: Arc::default() }
    }

    /// With another file, or with one more.
    fn with(&self, name: &str, bytes: &[u8]) -> Self {
        let mut files = BTreeMap::clone(&self.files);
        files.insert(name.to_owned(), bytes.to_owned());
        Self { files: Arc::new(files), read: Arc::default() }
    }

    /// With a byte more at the end of one, where no file of these cares.
    fn with_longer(&self, name: &str) -> Self {
        self.with(name, &[&self.files[name][..], b"\n"].concat())
    }

    fn take_read(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.read.lock().unwrap())
    }
}

impl Files for NotedFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.files.get(path).cloned().ok_or(FileError::Missing)?;
        self.read.lock().unwrap().insert(path.to_owned());
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let folder = if folder == "." { String::new() } else { format!("{folder}/") };
        let names = self.files.keys().filter_map(|path| path.strip_prefix(&folder));
        Ok(names.filter(|name| !name.contains('/')).map(ToOwned::to_owned).collect())
    }
}

fn source(text: &str) -> Source {
    Source::from_text("2022/a.md", Format::Markdown, text.to_owned())
}

fn print(typesetter: &Typesetter, text: &str, files: &NotedFiles) -> Fingerprint {
    typesetter.fingerprint(&Job::new(&source(text)).with_files(files)).unwrap()
}

fn hash_of(files: &NotedFiles) -> String {
    print(&Typesetter::new(), RELEASE, files).sha256
}

#[test]
fn the_inputs_are_the_files_that_are_opened() {
    let (files, typesetter) = (NotedFiles::new(), Typesetter::new());
    let text = source(RELEASE);
    let job = Job::new(&text).with_files(&files);
    let print = typesetter.fingerprint(&job).unwrap();
    let opened = files.take_read();
    let listed: BTreeSet<_> = print.inputs.iter().skip(1).map(|input| &input.file[5..]).collect();
    assert_eq!(listed, opened.iter().map(String::as_str).collect());
    assert_eq!(print.inputs.len(), 9);
    assert_eq!(
        (print.inputs[0].role, print.inputs[0].file.as_str()),
        (InputRole::Release, "2022/a.md")
    );
    // The whole way opens the same, and says the same of it.
    let manuscript = Typesetter::new();
    let manuscript = manuscript.read(&job, &[Edition::default()]).unwrap();
    assert_eq!(files.take_read(), opened);
    assert_eq!(manuscript.fingerprint(), print);
    assert_eq!((manuscript.id(), manuscript.version()), (print.id.clone(), print.version));
    let roles: Vec<_> =
        print.inputs.iter().map(|input| (input.role.as_str(), &*input.file)).collect();
    assert_eq!(
        roles,
        [
            ("release", "2022/a.md"),
            ("letterhead", "2022/house/amt.toml"),
            ("letterhead", "2022/house/family.toml"),
            ("font", "2022/house/fonts/a.ttf"),
            ("letterhead", "2022/house/logo.svg"),
            ("layout", "2022/house/more.typ"),
            ("layout", "2022/house/own.typ"),
            ("picture", "2022/bild.svg"),
            ("picture", "2022/tief/balken.svg"),
        ]
    );
}

#[test]
fn one_byte_of_any_file_changes_it() {
    let files = NotedFiles::new();
    let mut seen = BTreeSet::from([hash_of(&files)]);
    assert_eq!(hash_of(&files), *seen.first().unwrap());
    for name in files.files.keys() {
        assert!(seen.insert(hash_of(&files.with_longer(name))), "{name}");
    }
    let release = print(&Typesetter::new(), &format!("{RELEASE}\n"), &files);
    assert!(seen.insert(release.sha256));
    // A file that nobody names changes nothing, nor does one that was read before.
    assert!(!seen.insert(hash_of(&files.with("other.svg", b"x"))));
    let typesetter = Typesetter::new();
    for _ in 0..2 {
        assert!(!seen.insert(print(&typesetter, RELEASE, &files).sha256));
        assert!(!seen.insert(print(&typesetter, RELEASE, &files.with_longer("bild.svg")).sha256));
        assert!(
            !seen.insert(print(&typesetter, RELEASE, &files.with_longer("house/logo.svg")).sha256)
        );
    }
}

#[test]
fn what_the_typesetter_has_changes_it() {
    let files = NotedFiles::new();
    let layout = |more: &[u8]| {
        let text = Source::from_text("l.typ", Format::Markdown, LAYOUT.to_owned());
        let files = files.with("more.typ", more);
        OwnLayout::load(&text, &files, &Limits::default()).unwrap()
    };
    let mut narrow = Limits::default();
    narrow.set("text.pages", 7).unwrap();
    let typesetters = [
        Typesetter::new(),
        Typesetter::new().with_limits(narrow),
        Typesetter::new().with_fonts(vec![FONT.to_vec()]).unwrap(),
        Typesetter::new().with_fonts(vec![[FONT, b"\n"].concat()]).unwrap(),
        Typesetter::new().with_fonts(vec![FONT.to_vec(), FONT.to_vec()]).unwrap(),
        Typesetter::new().with_own_layout(&layout(b"#let wide = 6\n")),
        Typesetter::new().with_own_layout(&layout(b"#let wide = 7\n")),
    ];
    let prints: Vec<_> = typesetters.iter().map(|one| print(one, RELEASE, &files)).collect();
    let hashes: BTreeSet<_> = prints.iter().map(|print| &print.sha256).collect();
    assert_eq!(hashes.len(), prints.len());
    let last: Vec<_> = prints[6].inputs.iter().map(|input| &*input.file).collect();
    assert_eq!(last[7..9], ["more.typ", "l.typ"]);
    assert_eq!(prints[2].inputs[7].file, "font file 1");
    let text = source(RELEASE);
    let attached = Job::new(&text).with_files(&files).embedding_source(true);
    let attached = Typesetter::new().fingerprint(&attached).unwrap();
    assert!(!hashes.contains(&attached.sha256));
    // The layout of the letterhead itself, given by the caller, sets the same sheet.
    let same = Typesetter::new().with_own_layout(&layout(b"#let wide = 5\n"));
    assert_eq!(print(&same, RELEASE, &files).sha256, prints[0].sha256);
    // What a font is called does not matter.
    let named = vec![("x.ttf".to_owned(), FONT.to_vec())];
    let named = Typesetter::new().with_named_fonts(named).unwrap();
    assert_eq!(print(&named, RELEASE, &files).sha256, prints[2].sha256);
}

#[test]
fn the_letterhead_that_takes_precedence_counts() {
    let house = "id = \"amt\"\nname = \"Amt\"\nshort = \"A\"\n";
    let other = house.replace("Amt", "Ämter");
    let shelf = |texts: &[&str]| {
        texts.iter().enumerate().fold(Shelf::new(), |shelf, (at, text)| {
            let files = NotedFiles::default().with("amt.toml", text.as_bytes());
            shelf.with_folder(&format!("folder {at}"), files).unwrap()
        })
    };
    let text = RELEASE.replace("house/amt.toml", "amt");
    let files = NotedFiles::new();
    let hash = |texts: &[&str]| {
        let typesetter = Typesetter::new().with_shelf(shelf(texts));
        print(&typesetter, &text, &files).sha256
    };
    let first = hash(&[house]);
    assert_eq!(hash(&[house, &other]), first);
    assert_ne!(hash(&[&other, house]), first);
    assert_ne!(hash(&[&format!("{house}# 1\n")]), first);
}

#[test]
fn folders_and_names_of_the_release_do_not_count() {
    let (files, typesetter) = (NotedFiles::new(), Typesetter::new());
    let here = print(&typesetter, RELEASE, &files);
    let there = Source::from_text("/srv/x/b.md", Format::Markdown, RELEASE.to_owned());
    let there = typesetter.fingerprint(&Job::new(&there).with_files(&files)).unwrap();
    assert_eq!(here.sha256, there.sha256);
    assert_eq!(here.letterhead, there.letterhead);
    assert_eq!(there.inputs[1].file, "/srv/x/house/amt.toml");
    // The letterhead in another folder, with all that belongs to it.
    let mut moved = NotedFiles::new();
    for (name, bytes) in files.files.iter() {
        moved = moved.with(&name.replace("house/", "a/b/"), bytes);
    }
    let text = RELEASE.replace("house/", "a/b/");
    assert_eq!(print(&typesetter, &text, &moved).letterhead, here.letterhead);
    assert_eq!(print(&typesetter, &text, &moved).layout, here.layout);
}

#[test]
fn what_cannot_be_read_has_none() {
    let files = NotedFiles::new();
    let told = |text: &str, files: &NotedFiles| {
        let text = source(text);
        let errors = Typesetter::new().fingerprint(&Job::new(&text).with_files(files)).unwrap_err();
        errors[0].code.name().to_owned()
    };
    assert_eq!(told(&RELEASE.replace("bild.svg", "b.svg"), &files), "media-missing");
    assert_eq!(told(&RELEASE.replace("2022-11-25", "gestern"), &files), "date-form");
    assert_eq!(told(&RELEASE.replace("amt.toml", "b.toml"), &files), "unknown-letterhead");
    let no_logo = files.with("house/amt.toml", HOUSE.replace("logo.svg", "l.svg").as_bytes());
    assert_eq!(told(RELEASE, &no_logo), "letterhead-file-missing");
}

#[test]
fn built_in_letterheads_are_no_files() {
    let text = RELEASE.replace("house/amt.toml", "hafenstadt");
    let print = print(&Typesetter::new(), &text, &NotedFiles::new());
    let roles: Vec<_> = print.inputs.iter().map(|input| input.role).collect();
    assert_eq!(roles, [InputRole::Release, InputRole::Picture, InputRole::Picture]);
    assert_eq!(print.letterhead.len(), 64);
}

#[test]
fn a_release_of_values_has_one_as_well() {
    let text = RELEASE.replace("house/amt.toml", "neutral");
    let release = crate::read::release(&source(&text)).unwrap().release;
    let files = NotedFiles::new();
    let print = |release: &Release| {
        Typesetter::new().fingerprint(&Job::of(release).with_files(&files)).unwrap()
    };
    let mut other = release.clone();
    other.version = 2;
    assert_eq!(print(&release), print(&release));
    assert_ne!(print(&release).sha256, print(&other).sha256);
}
