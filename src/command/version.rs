//! `letterpress --version --verbose`: what the program is made of.

use std::env::consts::{ARCH, OS};

use letterpress::{embedded_fonts, engine_version};

use super::Exit;
use crate::terminal::Terminal;

/// The features of the library with which the program is built.
const FEATURES: &[(&str, bool)] = &[
    ("cli", cfg!(feature = "cli")),
    ("inspect", cfg!(feature = "inspect")),
    ("mail", cfg!(feature = "mail")),
    ("schema", cfg!(feature = "schema")),
    ("serde", cfg!(feature = "serde")),
];

/// The C library for which it is built.
const LIBC: &str = if cfg!(target_env = "gnu") {
    "-gnu"
} else if cfg!(target_env = "musl") {
    "-musl"
} else if cfg!(target_env = "msvc") {
    "-msvc"
} else {
    ""
};

/// Prints it.
pub fn run(terminal: &Terminal) -> Exit {
    terminal.write_stdout(&text()).map_or_else(
        |errors| {
            terminal.emit_all(&errors);
            Exit::Failed
        },
        |()| Exit::Fine,
    )
}

fn text() -> String {
    let fonts = embedded_fonts();
    let fonts = fonts.iter().map(|font| format!("{} {}", font.family, font.version));
    let features = FEATURES.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| *name);
    format!(
        "letterpress {version}\n\
         engine: Typst {engine}\n\
         fonts: {fonts}\n\
         features: {features}\n\
         target: {ARCH}-{OS}{LIBC}\n",
        version = env!("CARGO_PKG_VERSION"),
        engine = engine_version(),
        fonts = fonts.collect::<Vec<_>>().join(", "),
        features = features.collect::<Vec<_>>().join(", "),
    )
}
