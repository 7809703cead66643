//! Values in DER (X.690), read to the letter: an encoding that is not the shortest is none.

/// Tags of values.
pub mod tag {
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const NULL: u8 = 0x05;
    pub const OBJECT_IDENTIFIER: u8 = 0x06;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;

    /// `[number]` before values that stand in it, or in place of their own tag.
    pub const fn context(number: u8) -> u8 {
        0xA0 | number
    }

    /// `[number]` in place of the tag of a value that has no others in it.
    pub const fn plain_context(number: u8) -> u8 {
        0x80 | number
    }
}

/// A value.
#[derive(Debug, Clone, Copy)]
pub struct DerValue<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    /// With tag and length.
    pub whole: &'a [u8],
}

/// Values one after the other.
#[derive(Debug, Clone)]
pub struct Der<'a> {
    rest: &'a [u8],
}

impl<'a> Der<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next value; none at the end, and where it is not DER.
    pub fn next(&mut self) -> Option<DerValue<'a>> {
        let (&tag, &first) = (self.rest.first()?, self.rest.get(1)?);
        // No value here has a tag of several bytes.
        (tag & 0x1F != 0x1F).then_some(())?;
        let (head, length) = match first {
            0..=0x7F => (2, usize::from(first)),
            0x81..=0x84 => {
                let bytes = self.rest.get(2..2 + usize::from(first & 0x7F))?;
                let length = bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
                let is_shortest = bytes.first() != Some(&0) && length >= 0x80;
                is_shortest.then_some((2 + bytes.len(), length))?
            }
            _ => return None,
        };
        let (whole, rest) = self.rest.split_at_checked(head.checked_add(length)?)?;
        self.rest = rest;
        Some(DerValue { tag, content: whole.get(head..)?, whole })
    }

    /// The next value, which has this tag.
    pub fn take(&mut self, tag: u8) -> Option<DerValue<'a>> {
        self.next().filter(|element| element.tag == tag)
    }

    /// The next value, if it has this tag.
    pub fn take_if(&mut self, tag: u8) -> Option<DerValue<'a>> {
        let mut further = self.clone();
        let element = further.take(tag)?;
        *self = further;
        Some(element)
    }

    /// Nothing follows.
    pub fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }

    /// All values to the end.
    pub fn all(mut self) -> Option<Vec<DerValue<'a>>> {
        let mut all = Vec::new();
        while !self.rest.is_empty() {
            all.push(self.next()?);
        }
        Some(all)
    }
}

impl<'a> DerValue<'a> {
    /// The values in it.
    pub fn inside(&self) -> Der<'a> {
        Der::new(self.content)
    }

    /// The bytes of a string of bits that are whole bytes.
    pub fn bits(&self) -> Option<&'a [u8]> {
        self.content.strip_prefix(&[0])
    }
}

/// An object identifier as people write it, such as `1.2.840.113549.1.7.2`.
pub fn dotted(identifier: &[u8]) -> String {
    let mut parts: Vec<u64> = Vec::new();
    let mut part = 0_u64;
    for byte in identifier {
        part = part << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            match parts.is_empty() {
                true => parts.extend([(part / 40).min(2), part - 40 * (part / 40).min(2)]),
                false => parts.push(part),
            }
            part = 0;
        }
    }
    parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_in_their_shortest_form_only() {
        let read = |bytes: &[u8]| Der::new(bytes).next().map(|found| found.content.to_vec());
        assert_eq!(read(&[4, 2, 7, 8, 9]), Some(vec![7, 8]));
        let long = [&[4, 0x81, 0x80][..], &[1; 128]].concat();
        assert_eq!(read(&long), Some(vec![1; 128]));
        for wrong in [
            &[][..],
            &[4],
            &[4, 2, 7],
            // Not the shortest length, no length, too long a length, a long tag.
            &[4, 0x81, 1, 7],
            &[4, 0x82, 0, 0x80],
            &[0x30, 0x80, 0, 0],
            &[4, 0x85, 1, 1, 1, 1, 1],
            &[4, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            &[0x1F, 0x81, 1, 0],
        ] {
            assert_eq!(read(wrong), None, "{wrong:02X?}");
        }
    }

    #[test]
    fn identifiers_are_written_with_dots() {
        assert_eq!(dotted(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2]), "1.2.840.113549.1.7.2");
        assert_eq!(dotted(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]), "2.16.840.1.101.3.4.2.1");
        assert_eq!(dotted(&[]), "");
    }
}
