//! The encodings of one byte a character that UTF-8 is mistaken for.

/// An encoding whose first 128 characters are those of ASCII.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CodePage {
    /// The characters of the bytes 0x80 to 0xFF; NUL where there is none.
    upper: &'static str,
    /// What sort of system reads so.
    pub family: PageFamily,
}

/// What a code page has in the places of the letters of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageFamily {
    /// Letters; a byte without a character is a control character.
    Windows,
    /// Signs of mathematics.
    Mac,
    /// Lines of boxes.
    Dos,
}

/// The commonest first.
pub(super) const CODE_PAGES: [CodePage; 4] = [
    CodePage { upper: WINDOWS_1252, family: PageFamily::Windows },
    CodePage { upper: WINDOWS_1250, family: PageFamily::Windows },
    CodePage { upper: MAC_ROMAN, family: PageFamily::Mac },
    CodePage { upper: CODE_PAGE_850, family: PageFamily::Dos },
];

impl CodePage {
    /// The byte that a character was read from, if that is not one of ASCII.
    pub fn byte(&self, character: char) -> Option<u8> {
        if character.is_ascii() {
            return None;
        }
        // Latin-1 has control characters there.
        if self.family == PageFamily::Windows && character.is_control() {
            return u8::try_from(u32::from(character)).ok();
        }
        let place = self.upper.chars().position(|upper| upper == character)?;
        u8::try_from(0x80 + place).ok()
    }

    /// The character of a byte that is not one of ASCII.
    pub fn character(&self, byte: u8) -> Option<char> {
        let character = self.upper.chars().nth(usize::from(byte).checked_sub(0x80)?)?;
        (character != '\0').then_some(character)
    }
}

const WINDOWS_1252: &str = "\
    €\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ\
    \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
    àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

const WINDOWS_1250: &str = "\
    €\0‚\0„…†‡\0‰Š‹ŚŤŽŹ\0‘’“”•–—\0™š›śťžź\
    \u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
    ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
    ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

const MAC_ROMAN: &str = "\
    ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü\
    †°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ\
    ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

const CODE_PAGE_850: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
