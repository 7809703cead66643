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
    for (at, face) in Fonts::embedded().0.faces.iter().enumerate() {
        for (language, letters) in ALPHABETS {
            let capitals = letters.chars().flat_map(char::to_uppercase);
            let all = letters.chars().chain(capitals).chain('A'..='Z').chain('a'..='z');
            let missing: String =
                all.filter(|c| !face.info().coverage.contains(u32::from(*c))).collect();
            assert_eq!(missing, "", "{language} in face {at}");
        }
    }
}

#[test]
fn signs_of_everyday_are_covered() {
    let fonts = Fonts::embedded();
    let signs = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒⁄←↑→↓↔↕↗↘↖↙⇐⇒⇔➔€£¥₽₴₺₿₹₩₪¢±×÷−≤≥≠≈≡\
        ∞√∑∏∫∂µΩ‰‱°′″∈∉∅∩∪∀∃⌀✓✔✗✘☐☑☒☎✉★☆•‣◦■□▪●○◆▲▼►◄№℅™℠℗©®℮♀♂⚧☀⚠✂♥§¶†‡※‑‐–—…①②③\
        😀🎉🌍🐝👍❤☕⚡✅❌⭐🇩🫠";
    let missing: String =
        signs.chars().filter(|sign| !fonts.covers(sign.encode_utf8(&mut [0; 4]))).collect();
    assert_eq!(missing, "");
}

#[test]
fn signs_of_several_characters_need_one_face() {
    let fonts = Fonts::embedded();
    for sign in ["👩🏿🚒", "👨👩👧👦", "❤🔥", "🇩🇪", "ä", "x\u{323}", "🧑✈"]
    {
        assert!(fonts.covers(sign), "{sign}");
    }
    for sign in ["🤷♂", "1\u{20E3}", "☺🏽", "a🏽"] {
        assert!(!fonts.covers(sign), "{sign}");
    }
}

#[test]
fn stand_ins_have_what_they_are_asked_for() {
    let embedded = Fonts::embedded();
    for (at, face) in STAND_INS.iter().enumerate() {
        let font = embedded.font(EMBEDDED.len() + at).map(|font| font.info().coverage.clone());
        let font = font.unwrap_or_else(|| Coverage::from_vec(Vec::new()));
        let asked: Vec<u32> = face.info().coverage.iter().collect();
        assert!(asked.len() > 100, "{}", face.family);
        for code in asked {
            assert!(font.contains(code), "{}: U+{code:04X}", face.family);
        }
    }
}

#[test]
fn no_character_is_asked_of_two_kinds_of_face() {
    let own = Fonts::embedded().0.faces.first().map(|face| face.info().coverage.clone());
    let mut kinds: Vec<Coverage> = own.into_iter().collect();
    for face in STAND_INS.iter().filter(|face| face.weight == FontWeight::REGULAR) {
        let coverage = face.info().coverage;
        for other in &kinds {
            let both: Vec<u32> = coverage.iter().filter(|code| other.contains(*code)).collect();
            assert!(both.is_empty(), "{}: {both:X?}", face.family);
        }
        kinds.push(coverage);
    }
}
