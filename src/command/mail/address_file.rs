//! The file of the message to an address.

use crate::command::sha256::sha256;

/// The most bytes of a file's name (NAME_MAX of Linux, macOS and the file systems of Windows).
const MAX_NAME_BYTES: usize = 255;

/// The ending of a message.
const ENDING: &str = ".eml";

/// The hexadecimal digits that keep shortened names apart: 64 bits.
const DIGITS: usize = 16;

/// An address as the name of a file: what could mean something to a system is escaped.
///
/// A name that no file system would take is shortened and ends in a `~` and a hash of the whole
/// address. In other names `~` is escaped, so no two addresses have one file.
pub fn address_file(address: &str) -> String {
    let mut name = String::new();
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'@' | b'.' | b'_' | b'+' | b'-' => {
                name.push(char::from(byte));
            }
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    if name.len() + ENDING.len() > MAX_NAME_BYTES {
        let hash = sha256(address.as_bytes());
        // All of it is ASCII.
        name.truncate(MAX_NAME_BYTES - ENDING.len() - "~".len() - DIGITS);
        // No escape is left half.
        if let Some(at) = name.rfind('%').filter(|at| name.len() - at < "%C3".len()) {
            name.truncate(at);
        }
        name.push('~');
        name.extend(hash.chars().take(DIGITS));
    }
    name + ENDING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file() {
        assert_eq!(address_file("a+b@example.org"), "a+b@example.org.eml");
        assert_eq!(address_file("o'neill/x@example.org"), "o%27neill%2Fx@example.org.eml");
        assert_eq!(address_file("a~b@example.org"), "a%7Eb@example.org.eml");
    }

    #[test]
    fn a_long_name_is_shortened_and_stays_its_own() {
        for length in 40..=64 {
            let address = |domain: &str| {
                let local = "ä".repeat(length / 2) + &"x".repeat(length % 2);
                format!("{local}@{}.{domain}", "größe.".repeat(15))
            };
            let (one, other) = (address_file(&address("org")), address_file(&address("com")));
            assert_ne!(one, other);
            for name in [one, other] {
                assert!((250..=255).contains(&name.len()), "{} {name}", name.len());
                let (stem, hash) = name.split_once('~').expect("it is shortened");
                assert_eq!(hash.len(), DIGITS + ENDING.len());
                assert!(stem.split('%').skip(1).all(|escape| escape.len() >= 2), "{name}");
            }
        }
        // The longest that stays as it is.
        let address = format!("{}@example.org", "a".repeat(MAX_NAME_BYTES - 16));
        assert_eq!(address_file(&address), format!("{address}.eml"));
    }
}
