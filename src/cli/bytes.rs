//! Numbers of bytes as they are typed.

/// A number of bytes as it is typed: `1073741824`, `1024MiB`, `1GiB`.
pub fn bytes(typed: &str) -> Result<u64, String> {
    let (number, shift) = match typed.strip_suffix("iB") {
        Some(rest) => match rest.as_bytes() {
            [number @ .., b'K'] => (number, 10),
            [number @ .., b'M'] => (number, 20),
            [number @ .., b'G'] => (number, 30),
            _ => return Err("the units are KiB, MiB and GiB".to_owned()),
        },
        None => (typed.as_bytes(), 0),
    };
    let number = std::str::from_utf8(number).ok().and_then(|number| number.parse::<u64>().ok());
    let bytes = number.and_then(|number| number.checked_mul(1 << shift)).filter(|bytes| *bytes > 0);
    bytes.ok_or_else(|| "write a number of bytes, such as 1GiB or 512MiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_bytes_have_units() {
        assert_eq!(bytes("1GiB"), Ok(1 << 30));
        assert_eq!(bytes("512MiB"), Ok(512 << 20));
        assert_eq!(bytes("4096"), Ok(4096));
        for wrong in ["", "0", "-1", "1 GB", "GiB", "1TiB", "99999999999GiB"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }
}
