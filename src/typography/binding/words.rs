//! The words that bind to what stands before or behind them.

/// Bind to a number before them.
#[rustfmt::skip]
pub(super) const UNITS: &[&str] = &[
    "%", "‰", "°", "°C", "°F", "€", "EUR", "Euro", "Cent", "Ct", "$", "USD", "£", "CHF", "Kč",
    "zł", "Mio.", "Mio", "Mrd.", "Mrd", "Tsd.", "Millionen", "Million", "Milliarden", "Milliarde",
    "Prozent", "Uhr", "hod.", "hodź.", "h", "Std.", "min", "Min.", "s", "Sek.", "km", "m", "cm",
    "mm", "µm", "nm", "km/h", "m/s", "m²", "m³", "km²", "cm²", "qm", "ha", "a", "l", "ml", "hl",
    "kg", "g", "mg", "t", "kt", "Mt", "W", "kW", "MW", "GW", "kWh", "MWh", "GWh", "TWh", "V", "A",
    "Hz", "kHz", "MHz", "GHz", "Pa", "hPa", "bar", "K", "J", "kJ", "MJ", "N", "dB", "dB(A)",
    "Bit", "Byte", "kB", "MB", "GB", "TB", "Mbit/s", "Gbit/s", "dpi", "pt", "Jahre", "Grad",
    "p.m.", "a.m.", "million", "billion", "percent",
];

/// Bind to a number behind them.
#[rustfmt::skip]
pub(super) const NUMBER_PREFIXES: &[&str] = &[
    "§", "§§", "Nr.", "Nrn.", "Art.", "Abs.", "Ziff.", "Kap.", "Bd.", "Abb.", "Tab.", "S.", "Az.",
    "Tel.", "Drs.", "ca.", "rd.", "No.", "no.", "p.", "pp.", "č.", "čo.", "nr", "godz.", "Halle",
    "Raum", "Zimmer", "Platz", "Gleis", "Tor", "Seite", "Artikel", "Paragraf",
];

/// Bind to a name behind them.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "Prof.", "Dr.", "Dres.", "PD", "Dipl.-Ing.", "Dipl.-Kfm.", "Dipl.", "Ing.", "Mag.", "med.",
    "jur.", "phil.", "rer.", "nat.", "habil.", "h.c.", "St.", "Hr.", "Fr.", "Mr.", "Mrs.", "Ms.",
    "Univ.-Prof.", "apl.", "Bgm.", "mgr", "inż.", "doc.", "MUDr.", "JUDr.", "PhDr.", "RNDr.",
];
