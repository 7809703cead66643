use super::*;

/// Letters of the alphabets of Europe beside A to Z, small ones; the capitals are
/// made of them.
const ALPHABETS: &[(&str, &str)] = &[
    ("Albanian", "çë"),
    ("Basque, Galician, Spanish, Asturian", "ñáéíóúüḥḷ"),
    ("Bosnian, Croatian, Montenegrin, Serbian", "čćđšžśź"),
    ("Breton, French, Occitan, Walloon", "àâæçéèêëîïôœùûüÿñåò"),
    ("Catalan", "àçèéíïòóúü·ŀ"),
    ("Cornish, Manx", "çāēīōūȳ"),
    ("Czech", "áčďéěíňóřšťúůýž"),
    ("Danish, Norwegian, Faroese", "æøåáðíóúýǿ"),
    ("Dutch, Frisian, Luxembourgish", "áéëíïóöúüĳâêîôûäè"),
    ("Estonian, Finnish, Swedish", "äöåõüšž"),
    ("German", "äöüßẞ"),
    ("Greek", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),
    (
        "Greek, polytonic",
        "ἀἁἂἃἄἅἆἇᾀᾁᾂᾃᾄᾅᾆᾇᾳᾴᾲᾶᾷἐἑἒἓἔἕἠἡἢἣἤἥἦἧῃῄῂῆῇἰἱἶἷὀὁὂὃὄὅὐὑὖὗὠὡὦὧῳῴῲῶῷὰὲὴὶὸὺὼῤῥ",
    ),
    ("Hungarian", "áéíóöőúüű"),
    ("Icelandic", "áðéíóúýþæö"),
    ("Irish, Scottish Gaelic", "áéíóúàèìòùḃċḋḟġṁṗṡṫ"),
    ("Italian, Corsican, Sardinian, Friulian, Ladin", "àèéìíîòóùúâêôûç"),
    ("Kashubian, Polish, Silesian", "ąćęłńóśźżãéëòôùŏōõ"),
    ("Latvian, Latgalian", "āčēģīķļņōŗšūžõ"),
    ("Lithuanian", "ąčęėįšųūž"),
    ("Maltese", "ċġħż"),
    ("Portuguese", "áâãàçéêíóôõúü"),
    ("Romani, Romanian, Moldovan, Aromanian", "ăâîșțşţčšžãńľ"),
    ("Romansh", "àèéìòù"),
    ("Sami", "áâčđŋšŧžåæøäöïǧǥǩʒǯõńʹ"),
    ("Slovak", "áäčďéíĺľňóôŕšťúýž"),
    ("Slovene", "čšž"),
    ("Sorbian", "čćěłńóřŕšśžźḿẃṕ"),
    ("Turkish, Azerbaijani, Gagauz, Tatar", "çğıiöşüəäțñâîû"),
    ("Welsh", "âêîôûŵŷáàäẁẃẅỳýÿ"),
    ("Esperanto", "ĉĝĥĵŝŭ"),
    ("Russian", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    ("Ukrainian, Rusyn, Belarusian", "ґєіїў"),
    ("Bulgarian, old and new", "ѝѣѫѐ"),
    ("Macedonian, Serbian", "ђѓѕјљњћќџ"),
];

#[test]
fn the_alphabets_of_europe_are_covered_in_each_face() {
    for (at, font) in Fonts::embedded().0.fonts.iter().enumerate() {
        for (language, letters) in ALPHABETS {
            let capitals = letters.chars().flat_map(char::to_uppercase);
            let all = letters.chars().chain(capitals).chain('A'..='Z').chain('a'..='z');
            let missing: String =
                all.filter(|c| !font.info().coverage.contains(u32::from(*c))).collect();
            assert_eq!(missing, "", "{language} in font {at}");
        }
    }
}

#[test]
fn everyday_characters_are_covered() {
    let fonts = Fonts::embedded();
    let everyday = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒⁄←↑→↓↔↕↗↘↖↙⇐⇒⇔➔€£¥₽₴₺₿₹₩₪¢±×÷−≤≥≠≈≡\
        ∞√∑∏∫∂µΩ‰‱°′″∈∉∅∩∪∀∃⌀✓✔✗✘☐☑☒☎✉★☆•‣◦■□▪●○◆▲▼►◄№℅™℠℗©®℮♀♂⚧☀⚠✂♥§¶†‡※‑‐–—…①②③\
        😀🎉🌍🐝👍❤☕⚡✅❌⭐🇩🫠";
    let missing: String =
        everyday.chars().filter(|one| !fonts.covers(one.encode_utf8(&mut [0; 4]))).collect();
    assert_eq!(missing, "");
}

#[test]
fn characters_that_are_set_as_one_need_one_font() {
    let fonts = Fonts::embedded();
    for cluster in ["👩🏿🚒", "👨👩👧👦", "❤🔥", "🇩🇪", "ä", "x\u{323}", "🧑✈"]
    {
        assert!(fonts.covers(cluster), "{cluster}");
    }
    for cluster in ["🤷♂", "1\u{20E3}", "☺🏽", "a🏽"] {
        assert!(!fonts.covers(cluster), "{cluster}");
    }
}

#[test]
fn fallback_fonts_have_what_they_are_asked_for() {
    let embedded = Fonts::embedded();
    for (at, font) in FALLBACK_FONTS.iter().enumerate() {
        let whole = embedded.font(EMBEDDED.len() + at).map(|font| font.info().coverage.clone());
        let whole = whole.unwrap_or_else(|| Coverage::from_vec(Vec::new()));
        let asked: Vec<u32> = font.info().coverage.iter().collect();
        assert!(asked.len() > 100, "{}", font.family);
        for code in asked {
            assert!(whole.contains(code), "{}: U+{code:04X}", font.family);
        }
    }
}

#[test]
fn no_character_is_asked_of_two_kinds_of_font() {
    let own = Fonts::embedded().0.fonts.first().map(|font| font.info().coverage.clone());
    let mut kinds: Vec<Coverage> = own.into_iter().collect();
    for font in FALLBACK_FONTS.iter().filter(|font| font.weight == FontWeight::REGULAR) {
        let coverage = font.info().coverage;
        for other in &kinds {
            let both: Vec<u32> = coverage.iter().filter(|code| other.contains(*code)).collect();
            assert!(both.is_empty(), "{}: {both:X?}", font.family);
        }
        kinds.push(coverage);
    }
}

#[test]
fn the_embedded_fonts_are_within_the_bounds() {
    let fallback = FALLBACK_FONTS.iter().map(|font| font.bytes);
    let all: Vec<_> = EMBEDDED.into_iter().chain(fallback).collect();
    let limits = FontLimits::default();
    assert_eq!(limits.check_sizes(all.iter().copied()), Ok(()));
    for font in all {
        assert_eq!(font_bounds::check(font, &limits), Ok(()));
    }
}
