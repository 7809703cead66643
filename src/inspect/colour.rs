//! Colour spaces and ICC profiles, in words.

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object, Stream};
use super::limits::MAX_COLOUR_DEPTH;

/// A colour space.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Colour"))]
#[non_exhaustive]
pub struct ColourSpace {
    /// Such as `DeviceRGB`, `ICCBased` or `Indexed (DeviceRGB)`.
    pub space: String,
    /// How many figures a colour has.
    pub components: Option<usize>,
    /// What the ICC profile calls itself.
    pub profile: Option<String>,
}

impl ColourSpace {
    fn new(space: impl Into<String>, components: Option<usize>) -> Self {
        Self { space: space.into(), components, profile: None }
    }
}

/// The colour space that an object describes; names are looked up in `resources`.
pub fn describe(
    file: &PdfFile<'_>,
    object: &Object,
    resources: Option<&Dictionary>,
) -> Option<ColourSpace> {
    nested(file, object, resources, 0)
}

fn nested(
    file: &PdfFile<'_>,
    object: &Object,
    resources: Option<&Dictionary>,
    depth: usize,
) -> Option<ColourSpace> {
    if depth > MAX_COLOUR_DEPTH {
        return None;
    }
    match file.resolve(object) {
        Object::Name(name) => Some(match &*name {
            "DeviceGray" | "G" => ColourSpace::new("DeviceGray", Some(1)),
            "DeviceRGB" | "RGB" => ColourSpace::new("DeviceRGB", Some(3)),
            "DeviceCMYK" | "CMYK" => ColourSpace::new("DeviceCMYK", Some(4)),
            name => {
                let spaces = resources.and_then(|found| file.dictionary(found, "ColorSpace"));
                let space = spaces.as_ref().and_then(|spaces| spaces.get(name));
                return match space {
                    Some(space) => nested(file, space, None, depth + 1),
                    None => Some(ColourSpace::new(name, None)),
                };
            }
        }),
        Object::Array(parts) => {
            let family = file.resolve(parts.first()?);
            Some(match family.name()? {
                "ICCBased" => icc(file, &file.resolve(parts.get(1)?)),
                "Indexed" | "I" => {
                    let base = parts.get(1);
                    let base = base.and_then(|base| nested(file, base, resources, depth + 1));
                    let base = base.unwrap_or_default();
                    let space = format!("Indexed ({})", base.space);
                    ColourSpace { space, components: Some(1), profile: base.profile }
                }
                "Separation" => {
                    let name = file.resolve(parts.get(1)?);
                    let name = name.name().unwrap_or_default();
                    ColourSpace::new(format!("Separation ({name})"), Some(1))
                }
                "DeviceN" => {
                    let names = file.resolve(parts.get(1)?);
                    let names = names.array()?;
                    let all: Vec<_> = names.iter().take(8).filter_map(Object::name).collect();
                    ColourSpace::new(format!("DeviceN ({})", all.join(", ")), Some(names.len()))
                }
                "CalGray" => ColourSpace::new("CalGray", Some(1)),
                family @ ("CalRGB" | "Lab") => ColourSpace::new(family, Some(3)),
                "Pattern" => ColourSpace::new("Pattern", None),
                // `[/DeviceRGB]` is the same as `/DeviceRGB`.
                _ => return nested(file, parts.first()?, resources, depth + 1),
            })
        }
        _ => None,
    }
}

fn icc(file: &PdfFile<'_>, object: &Object) -> ColourSpace {
    let components = object.dictionary().and_then(|dictionary| file.value(dictionary, "N").count());
    let profile = object.stream().and_then(|stream| name_of_profile(file, stream));
    ColourSpace { space: "ICCBased".to_owned(), components, profile }
}

/// What the ICC profile in a stream calls itself. Each is unpacked once.
pub fn name_of_profile(file: &PdfFile<'_>, stream: &Stream) -> Option<String> {
    if let Some(name) = file.profile_names.borrow().get(&stream.number) {
        return name.clone();
    }
    let name = file.decode(stream).as_deref().and_then(profile_name);
    let bytes = 64 + name.as_ref().map_or(0, String::len);
    if file.budget.retain(bytes) {
        file.profile_names.borrow_mut().insert(stream.number, name.clone());
    }
    name
}

/// What an ICC profile calls itself: its tag `desc`.
fn profile_name(profile: &[u8]) -> Option<String> {
    let count = number(profile, 128)?.min(200);
    let entry = (0..count).map(|at| 132 + 12 * at);
    let entry = entry.into_iter().find(|at| profile.get(*at..at + 4) == Some(b"desc"))?;
    let tag = profile.get(number(profile, entry + 4)?..)?;
    match tag.get(..4)? {
        b"desc" => {
            let length = number(tag, 8)?.min(1000);
            let text = tag.get(12..12 + length)?;
            let text = text.split(|byte| *byte == 0).next()?;
            Some(String::from_utf8_lossy(text).into_owned())
        }
        b"mluc" => {
            let (length, offset) = (number(tag, 20)?.min(1000), number(tag, 24)?);
            let pairs = tag.get(offset..offset.checked_add(length)?)?.chunks_exact(2);
            let pairs = pairs.filter_map(|pair| pair.try_into().ok()).map(u16::from_be_bytes);
            let text: Vec<_> = pairs.take_while(|letter| *letter != 0).collect();
            Some(String::from_utf16_lossy(&text))
        }
        _ => None,
    }
}

/// The 32-bit number at an offset of a profile.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_tag(tag: &[u8]) -> Vec<u8> {
        let mut profile = vec![0; 128];
        profile.extend(1_u32.to_be_bytes());
        profile.extend(b"desc");
        profile.extend(144_u32.to_be_bytes());
        profile.extend(u32::try_from(tag.len()).unwrap().to_be_bytes());
        profile.extend(tag);
        profile
    }

    #[test]
    fn profiles_say_what_they_are_called() {
        let old = with_tag(b"desc\0\0\0\0\0\0\0\x05sRGB\0");
        assert_eq!(profile_name(&old).as_deref(), Some("sRGB"));
        let new = with_tag(b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS\0\0\0\x08\0\0\0\x1C\0s\0R\0G\0B");
        assert_eq!(profile_name(&new).as_deref(), Some("sRGB"));
        for end in 0..new.len() - 8 {
            assert_eq!(profile_name(&new[..end]), None);
        }
    }
}
