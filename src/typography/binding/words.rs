//! The words that bind to what stands before or behind them.

use crate::typography::TypesetLanguage;

/// Signs and abbreviations that bind to a number before them, in every language.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "%", "‰", "°", "°C", "°F", "€", "EUR", "Euro", "Cent", "Ct", "$", "USD", "£", "CHF", "Kč",
    "zł", "Mio.", "Mio", "Mrd.", "Mrd", "Tsd.", "Uhr", "hod.", "hodź.", "h", "Std.", "min",
    "Min.", "Sek.", "km", "m", "cm", "mm", "µm", "nm", "km/h", "m/s", "m²", "m³", "km²", "cm²",
    "qm", "ha", "l", "ml", "hl", "kg", "g", "mg", "µg", "t", "kt", "Mt", "W", "kW", "MW", "GW",
    "kWp", "MWp", "kWh", "MWh", "GWh", "TWh", "Hz", "kHz", "MHz", "GHz", "Pa", "hPa", "bar", "J",
    "kJ", "MJ", "N", "dB", "dB(A)", "dB(A", "Bit", "Byte", "kB", "MB", "GB", "TB", "kbit/s", "Mbit/s",
    "Gbit/s", "dpi", "pt", "ff.", "f.", "p.m.", "a.m.", "kV", "mV", "mA", "kVA", "MVA", "Ah", "Wh",
    "kcal", "kN", "Nm", "ppm", "ppb", "Bq", "kBq", "mSv", "µSv", "lx", "lm", "T€", "TEUR", "Mio.€", "Mrd.€",
    "VZÄ", "mph", "sm",
];

/// Units of one letter that are words in other languages: "2022 a" is no unit in Czech.
const GERMAN_SIGNS: &[&str] = &["a", "s", "A", "V", "K"];

/// Units of measure, money and time in words, and what counts millions. In German each also
/// with the endings `n`, `en`, `e` and `s`.
#[rustfmt::skip]
const GERMAN_UNITS: &[&str] = &[
    "Million", "Milliarde", "Billion", "Tausend", "Dutzend", "Prozent", "Promille",
    "Prozentpunkt", "Euro", "Cent", "Dollar", "Franken", "Krone", "Pfund", "Zloty", "Złoty",
    "Grad", "Meter", "Kilometer", "Zentimeter", "Millimeter", "Quadratmeter", "Quadratkilometer",
    "Kubikmeter", "Festmeter", "Hektar", "Ar", "Liter", "Hektoliter", "Milliliter", "Gramm",
    "Kilogramm", "Milligramm", "Kilo", "Zentner", "Tonne", "Kilotonne", "Megatonne", "Watt",
    "Kilowatt", "Megawatt", "Gigawatt", "Terawatt", "Kilowattstunde", "Megawattstunde",
    "Gigawattstunde", "Terawattstunde", "Volt", "Ampere", "Hertz", "Kilohertz", "Megahertz",
    "Gigahertz", "Bar", "Dezibel", "Bit", "Byte", "Kilobyte", "Megabyte", "Gigabyte", "Terabyte",
    "Megabit", "Gigabit", "Sekunde", "Minute", "Stunde", "Tag", "Woche", "Monat", "Jahr", "Mal",
    "Stück", "Kilokalorie", "Kalorie", "Joule", "Newton", "Pascal", "Tonnenkilometer",
    "Vollzeitäquivalent",
];

#[rustfmt::skip]
const ENGLISH_UNITS: &[&str] = &[
    "million", "billion", "trillion", "thousand", "hundred", "dozen", "percent", "euro", "euros",
    "cent", "cents", "dollar", "dollars", "pound", "pounds", "degree", "degrees", "metre",
    "metres", "meter", "meters", "kilometre", "kilometres", "kilometer", "kilometers",
    "centimetres", "centimeters", "millimetres", "millimeters", "mile", "miles", "feet", "hectare",
    "hectares", "acres", "litre", "litres", "liter", "liters", "gram", "grams", "kilogram",
    "kilograms", "kilogrammes", "kilos", "ton", "tons", "tonne", "tonnes", "watt", "watts",
    "kilowatt", "kilowatts", "megawatt", "megawatts", "gigawatt", "gigawatts", "megabytes",
    "gigabytes", "terabytes", "second", "seconds", "minute", "minutes", "hour", "hours", "day",
    "days", "week", "weeks", "month", "months", "year", "years", "times", "noon", "o’clock", "am", "pm",
];

/// "20 lidí", "365 dní": what is counted most (Internetová jazyková příručka) with the units.
#[rustfmt::skip]
const CZECH_UNITS: &[&str] = &[
    "tis.", "mil.", "mld.", "tisíc", "tisíce", "tisíců", "milion", "milionu", "miliony", "milionů",
    "milionem", "miliónu", "miliónů", "milióny", "miliarda", "miliardy", "miliardu", "miliard",
    "procento", "procenta", "procent", "procentech", "procentního", "euro", "eura", "eur", "eurem",
    "koruna", "koruny", "korun", "korunách", "centů", "stupně", "stupňů", "metr", "metru", "metry",
    "metrů", "kilometr", "kilometru", "kilometry", "kilometrů", "kilometrech", "centimetrů",
    "milimetrů", "hektar", "hektaru", "hektary", "hektarů", "litr", "litru", "litry", "litrů",
    "gramů", "kilogram", "kilogramu", "kilogramy", "kilogramů", "kilo", "kil", "tuna", "tuny",
    "tunu", "tun", "wattů", "kilowattů", "megawatt", "megawattu", "megawattů", "gigawattů",
    "sekund", "sekundy", "minuta", "minuty", "minut", "hodina", "hodiny", "hodin", "hodinách",
    "den", "dne", "dny", "dní", "dnů", "dnech", "týden", "týdny", "týdnů", "měsíc", "měsíce",
    "měsíců", "rok", "roku", "roky", "let", "letech", "krát", "kusů", "lidí", "osob", "st.",
];

#[rustfmt::skip]
const POLISH_UNITS: &[&str] = &[
    "tys.", "mln", "mld", "bln", "tysiąc", "tysiąca", "tysiące", "tysięcy", "milion", "miliona",
    "miliony", "milionów", "milionem", "miliard", "miliarda", "miliardy", "miliardów", "procent",
    "procenta", "proc.", "euro", "złoty", "złotego", "złote", "złotych", "gr", "groszy", "centów",
    "dolarów", "stopni", "stopnia", "metr", "metra", "metry", "metrów", "kilometr", "kilometra",
    "kilometry", "kilometrów", "centymetrów", "milimetrów", "hektar", "hektara", "hektary",
    "hektarów", "litr", "litra", "litry", "litrów", "gramów", "kilogram", "kilograma", "kilogramy",
    "kilogramów", "kilo", "tona", "tony", "tonę", "ton", "watów", "kilowatów", "megawat",
    "megawata", "megawaty", "megawatów", "gigawatów", "sekund", "sekundy", "minuta", "minuty",
    "minut", "godzina", "godziny", "godzin", "godz.", "dzień", "dnia", "dni", "tydzień",
    "tygodnie", "tygodni", "miesiąc", "miesiące", "miesięcy", "rok", "roku", "lata", "lat",
    "latach", "razy", "sztuk", "szt.", "osób", "r.", "w.", "wiek", "wieku",
];

#[rustfmt::skip]
const SORBIAN_UNITS: &[&str] = &[
    "tys.", "mio.", "mil.", "mrd.", "tysac", "tysacow", "milion", "miliona", "milionaj", "miliony",
    "milionow", "miliarda", "miliardy", "miliardow", "procent", "procenta", "procenty", "procentow",
    "euro", "eura", "euraj", "eurow", "eurach", "centow", "stopnjow", "meter", "metra", "metry",
    "metrow", "kilometer", "kilometra", "kilometry", "kilometrow", "centimetrow", "hektar",
    "hektara", "hektary", "hektarow", "liter", "litra", "litry", "litrow", "gramow", "kilogram",
    "kilograma", "kilogramow", "tona", "tony", "tonow", "megawatow", "megawattow", "sekundow",
    "mjeńšin", "mjeńšinow", "minutow", "hodźina", "hodźiny", "hodźin", "hodźinow", "dnjow", "dny",
    "njedźel", "njedźelow", "měsacow", "měsacy", "lět", "lěta", "lětow", "króć",
];

/// Endings of units in German.
const GERMAN_ENDINGS: &[&str] = &["", "n", "en", "e", "s"];

/// Whether a word is a unit behind a number: a sign, or in words and inflected.
pub(super) fn is_unit(word: &str, language: TypesetLanguage) -> bool {
    // "5 Euro/Monat"
    let before_stroke = word.split_once('/').map(|(unit, _)| unit);
    is_bare_unit(word, language) || before_stroke.is_some_and(|unit| is_bare_unit(unit, language))
}

fn is_bare_unit(word: &str, language: TypesetLanguage) -> bool {
    let bare = word.trim_end_matches('.');
    let units = match language {
        TypesetLanguage::English => ENGLISH_UNITS,
        TypesetLanguage::Czech => CZECH_UNITS,
        TypesetLanguage::Polish => POLISH_UNITS,
        TypesetLanguage::UpperSorbian => SORBIAN_UNITS,
        _ if is_german_unit(bare) => return true,
        _ => GERMAN_SIGNS,
    };
    [SIGNS, units].iter().any(|units| units.contains(&word) || units.contains(&bare))
}

fn is_german_unit(word: &str) -> bool {
    GERMAN_ENDINGS
        .iter()
        .any(|end| word.strip_suffix(end).is_some_and(|s| GERMAN_UNITS.contains(&s)))
}

/// Whether a word is a unit that is a sign.
pub(super) fn is_sign(word: &str) -> bool {
    SIGNS.contains(&word)
}

/// What counts thousands and millions before a unit: "1,2 Mio. Tonnen", "5 milionů korun".
#[rustfmt::skip]
const MULTIPLIERS: &[&str] = &[
    "Tsd.", "Mio.", "Mio", "Mrd.", "Mrd", "Tausend", "Million", "Millionen", "Milliarde",
    "Milliarden", "Billionen", "thousand", "million", "billion", "trillion", "tis.", "mil.", "mld.",
    "tisíc", "milion", "milionu", "miliony", "milionů", "miliónu", "miliónů", "miliarda", "miliardy",
    "miliard", "tys.", "mln", "mld", "tysiąc", "tysiące", "tysięcy", "miliona", "milionów",
    "miliardów", "mio.", "mrd.", "tysac", "milionaj", "milionow", "miliardow",
];

/// Whether a word counts thousands or millions.
pub(super) fn is_multiplier(word: &str) -> bool {
    MULTIPLIERS.contains(&word)
}

/// Words before a number, of a reference or a place: "§ 3", "S. 12", "Halle 4", "čl. 5".
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "§", "§§", "Art.", "Artikel", "Artikels", "Artikeln", "Paragraf", "Paragrafen", "Paragraph",
    "Paragraphen", "Kap.", "Kapitel", "Kapitels", "Abschnitt", "Abschnitts", "Abschnitte", "Abschn.",
    "Anlage", "Anlagen", "Anl.", "Anhang", "Anhangs", "Anhänge", "Anh.", "Teil", "Teils", "Teile",
    "Bd.", "Band", "Heft", "Abb.", "Abbildung", "Tab.", "Tabelle", "S.", "Seite", "Seiten", "Az.",
    "Aktenzeichen", "Rn.", "Rz.", "Fn.", "Fußnote", "Tel.", "Fax", "Drs.", "Drucksache", "TOP", "Pkt.",
    "Punkt", "Stufe", "Phase", "Klasse", "Klassen", "Klassenstufe", "Fassung", "Version", "ca.",
    "rd.", "Halle", "Raum", "Zimmer", "Saal", "Hörsaal", "Seminarraum", "Gebäude", "Eingang", "Haus", "Platz", "Gleis", "Tor", "Linie", "Los",
    "Postfach", "BT-Drs.", "BR-Drs.", "LT-Drs.", "Tel.-Nr.", "Kd.-Nr.", "Flurstück", "ISO", "Agenda", "mind.", "ISBN", "€", "EUR", "USD", "CHF", "$", "£", "±", "≥", "≤", ">",
    "<", "≈", "×",
    // English
    "No.", "no.", "No", "Nos.", "p.", "pp.", "Article", "Articles", "Section", "Sections", "Sec.",
    "Chapter", "Chapters", "Annex", "Annexes", "Appendix", "Part", "Parts", "Regulation",
    "Directive", "Fig.", "Figure", "Table", "vol.", "Vol.", "Volume", "Page", "page", "pages",
    "Room", "Hall", "Platform", "Gate", "Line", "Phase", "Stage", "Case", "Recital", "Schedule",
    // Czech
    "č.", "čl.", "článek", "článku", "kap.", "kapitola", "příloha", "přílohy", "příloze", "část",
    "části", "oddíl", "oddílu", "str.", "s.", "tab.", "obr.", "tel.", "sp.", "zn.", "sv.", "r.",
    "hl.", "sál", "místnost", "nástupiště",
    // Polish
    "nr", "art.", "artykuł", "artykułu", "rozdz.", "rozdział", "rozdziału", "zał.", "załącznik",
    "załącznika", "część", "dział", "działu", "poz.", "rys.", "godz.", "sala", "sali", "pokój", "peron",
    "hala", "tom", "wyd.", "tj.", "pkt.",
    // Upper Sorbian
    "čo.", "artikl", "artikla", "přiłoha", "přiłohi", "přiłoze", "dźěl", "kapitl", "kapitla", "rum",
    "hala", "bl.",
];

/// Parts of a reference below its first: with the number before them they are a chain.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "Abs.", "Absatz", "Absatzes", "Absätze", "Absätzen", "UAbs.", "Unterabsatz", "Unterabs.", "Satz",
    "Satzes", "Sätze", "Halbsatz", "Halbsatzes", "Halbs.", "Hs.", "HS", "Nr.", "Nrn.", "Nummer",
    "Nummern", "Ziff.", "Ziffer", "Ziffern", "Buchst.", "Buchstabe", "Buchstaben", "Doppelbuchst.",
    "Doppelbuchstabe", "lit.", "Alt.", "Alternative", "Var.", "Variante", "Unterabschnitt", "Spiegelstrich",
    "paragraph", "paragraphs", "para.", "paras.", "Paragraph", "point", "points", "subparagraph",
    "sentence", "odst.", "odstavec", "odstavce", "odstavci", "písm.", "písmeno", "písmene", "písmeni",
    "bod", "bodu", "věta", "věty", "ust.", "ustęp", "ustępu", "pkt", "punkt", "punktu", "lit", "zd.",
    "zdanie", "wotr.", "wotrězk", "wotrězka", "sada", "sady", "pism.", "pismik",
];

/// Labels behind which a single letter stands: "Buchst. a", "Anlage B".
#[rustfmt::skip]
const LETTERED: &[&str] = &[
    "Buchst.", "Buchstabe", "Buchstaben", "Doppelbuchst.", "Doppelbuchstabe", "lit.", "lit", "Anlage",
    "Anhang", "Teil", "Abschnitt", "Klasse", "Halle", "Haus", "Anl.", "Anh.", "Annex", "Appendix", "Part",
    "Schedule", "písm.", "písmeno", "písmene", "písmeni", "příloha", "část", "sál", "hala",
    "część", "pism.", "pismik", "Section", "Room", "Hall", "Raum", "Saal", "Tor", "Gate", "Linie", "Line",
    "Hörsaal", "Gebäude", "Eingang",
];

/// Whether a word binds to a number behind it.
pub(super) fn is_label(word: &str) -> bool {
    // "Az.: 3 U 12/24"
    let bare = word.strip_suffix(':').filter(|bare| bare.ends_with('.') || *bare == "Aktenzeichen");
    [Some(word), bare].into_iter().flatten().any(|word| {
        LABELS.contains(&word)
            || PARTS.contains(&word)
            || word.ends_with("-Nr.")
            || is_gazette(word)
    })
}

/// "BGBl.", "SächsGVBl.", "ABl.".
pub(super) fn is_gazette(word: &str) -> bool {
    word.ends_with("Bl.")
}

/// Whether a word is a part of a reference below its first.
pub(super) fn is_part(word: &str) -> bool {
    PARTS.contains(&word)
}

/// Whether a word binds to a single letter behind it.
pub(super) fn is_lettered(word: &str) -> bool {
    LETTERED.contains(&word)
}

/// Whether a word binds to a name behind it: "Dr.", "Dipl.-Päd.".
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word) || word.starts_with("Dipl.-") && word.ends_with('.')
}

/// Bind to a name behind them.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "Prof.", "Dr.", "Dres.", "PD", "Dipl.-Ing.", "Dipl.-Kfm.", "Dipl.", "Ing.", "Dr.-Ing.", "Mag.",
    "med.", "vet.", "dent.", "pharm.", "theol.", "oec.", "agr.", "math.", "pol.", "publ.", "jur.", "phil.",
    "rer.", "nat.", "habil.", "h.c.", "mult.", "Priv.-Doz.", "Hl.", "hl.", "St.", "Hr.", "Fr.", "Mr.",
    "Mrs.", "Ms.", "Univ.-Prof.", "apl.", "Bgm.", "mgr", "inż.", "prof.", "dr", "doc.", "Mgr.", "Bc.",
    "MUDr.", "JUDr.", "PhDr.", "RNDr.", "ul.", "al.", "pl.", "nám.", "tzv.", "tj.", "hab.",
];

/// The unions and communities in whose brackets a number is: "Verordnung (EU) 2016/679".
pub(super) const UNIONS: &[&str] =
    &["EU", "EG", "EWG", "Euratom", "EURATOM", "GASP", "EC", "EEC", "ES", "EHS", "UE", "WE"];

/// How the words end behind which a union is in brackets.
#[rustfmt::skip]
const ACTS: &[&str] = &[
    "VO", "RL", "verordnung", "richtlinie", "beschluss", "entscheidung", "empfehlung", "verordnungen",
    "richtlinien", "regulation", "regulations", "directive", "directives", "decision", "nařízení",
    "směrnice", "směrnici", "směrnicí", "rozhodnutí", "rozporządzenie", "rozporządzenia",
    "rozporządzeniu", "rozporządzeniem", "dyrektywa", "dyrektywy", "dyrektywie", "dyrektywę", "decyzja",
    "decyzji", "postajenje", "směrnica", "směrnicy",
];

/// Whether a word names an act of a union: "Durchführungsverordnung".
pub(super) fn is_act(word: &str) -> bool {
    ACTS.contains(&word) || ACTS.iter().any(|act| word.to_lowercase().ends_with(act))
}

/// Any German noun may stand behind an ordinal number. These words rather begin a sentence, behind
/// a number that ends the one before.
#[rustfmt::skip]
pub(super) const OPENERS: &[&str] = &[
    "Der", "Die", "Das", "Den", "Dem", "Des", "Ein", "Eine", "Einen", "Einem", "Einer", "Es", "Er",
    "Sie", "Wir", "Ich", "In", "Im", "Am", "An", "Auf", "Für", "Mit", "Nach", "Vor", "Bei", "Beim",
    "Zu", "Zum", "Zur", "Von", "Vom", "Aus", "Dies", "Diese", "Dieser", "Dieses", "Damit", "Dabei",
    "Dazu", "Danach", "Davon", "Darauf", "Darüber", "Dafür", "Auch", "Und", "Oder", "Aber", "Als",
    "Wenn", "So", "Seit", "Nun", "Dann", "Hier", "Bis", "Ab", "Unter", "Über", "Um", "Ihr", "Ihre",
    "Sein", "Seine", "Alle", "Wer", "Was", "Wie", "Wo", "Weitere", "Insgesamt", "Außerdem", "Durch",
    "Gegen", "Ohne", "Während", "Trotz", "Noch", "Doch", "Jetzt", "Heute", "Bisher", "Zudem", "Weil",
    "Ob", "Da", "Daher", "Deshalb", "Sowohl", "Rund", "Mehr", "Man", "Dort", "Zugleich", "Zuletzt",
];

/// Nouns behind an English ordinal number.
#[rustfmt::skip]
pub(super) const ENGLISH_ORDINALS: &[&str] = &[
    "century", "centuries", "edition", "place", "time", "anniversary", "birthday", "floor", "quarter",
    "round", "session", "grade", "year", "volume",
];
