fn main() {
    let args: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&args[1]).unwrap();
    let source = letterpress::read::source(&args[1], letterpress::source::Format::from_extension(args[1].rsplit('.').next().unwrap()).unwrap(), bytes).unwrap();
    let t = letterpress::Typesetter::new();
    match t.typeset(&letterpress::Job { source: &source, letterhead: None, files: &letterpress::files::NoFiles, embed_source: false }) {
        Ok(s) => { for w in &s.warnings { eprintln!("{w:?}") } std::fs::write(&args[2], s.pdf(&Default::default()).unwrap()).unwrap(); }
        Err(e) => for d in e { eprintln!("{d:#?}") }
    }
}
