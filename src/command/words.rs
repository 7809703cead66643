//! Figures in words.

/// `12,345`.
pub fn bytes(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 page`, `2 pages`.
pub fn plural(number: usize, what: &str, written: fn(usize) -> String) -> String {
    format!("{} {what}{}", written(number), if number == 1 { "" } else { "s" })
}

/// A message about a file without the file's name, for a line that has it already.
pub fn without_name(message: &str, name: &str) -> String {
    match message.strip_prefix(name) {
        Some(rest) => rest.trim_start().to_owned(),
        None => {
            let shorter = message.replacen(&format!(" in {name}"), "", 1);
            shorter.replacen(&format!(" {name}"), "", 1)
        }
    }
}

/// At most so many decimals, and none that are 0.
pub fn figure(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// `1-3, 5`, and of very many runs the first.
pub fn runs(pages: &[[usize; 2]]) -> String {
    let mut text: Vec<_> = pages.iter().take(12).map(run).collect();
    if pages.len() > 12 {
        text.push("…".to_owned());
    }
    text.join(", ")
}

fn run([first, last]: &[usize; 2]) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_easy_to_read() {
        assert_eq!([999, 1000, 1_234_567].map(bytes), ["999", "1,000", "1,234,567"]);
        assert_eq!(plural(1, "page", bytes) + &plural(0, "page", bytes), "1 page0 pages");
        assert_eq!(
            [0.0, 841.89, 300.04, -0.001].map(|f| figure(f, 2)),
            ["0", "841.89", "300.04", "0"]
        );
        assert_eq!(runs(&[[1, 3], [5, 5]]), "1-3, 5");
    }

    #[test]
    fn a_name_is_not_said_twice() {
        for (message, expected) in [
            ("a.pdf is not a PDF", "is not a PDF"),
            ("no pages can be found in a.pdf: why", "no pages can be found: why"),
            ("cannot read a.pdf (it does not exist)", "cannot read (it does not exist)"),
            ("it takes too long", "it takes too long"),
        ] {
            assert_eq!(without_name(message, "a.pdf"), expected);
        }
    }
}
