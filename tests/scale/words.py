"""The words of the generated releases: invented houses, people and events, language by language."""

import random

TOPICS = [
    ("Hafen", "der neue Kai", "des Hafens", "Schiffe"),
    ("Schule", "die neue Schule am Deich", "der Schule", "Klassen"),
    ("Museum", "das Museum für Gezeiten", "des Museums", "Säle"),
    ("Wald", "der Stadtwald", "des Waldes", "Bäume"),
    ("Brücke", "die Brücke über die Mühle", "der Brücke", "Pfeiler"),
    ("Haushalt", "der Haushalt des Landes", "des Haushalts", "Posten"),
    ("Hochschule", "die Hochschule Moorstadt", "der Hochschule", "Studiengänge"),
    ("Feuerwehr", "die Freiwillige Feuerwehr", "der Feuerwehr", "Fahrzeuge"),
    ("Bibliothek", "die Bücherei am Markt", "der Bücherei", "Bände"),
    ("Bahnhof", "der Bahnhof Nord", "des Bahnhofs", "Gleise"),
    ("Klinik", "die Klinik Seestadt", "der Klinik", "Betten"),
    ("Theater", "das Theater am Wehr", "des Theaters", "Vorstellungen"),
    ("Radweg", "der Radweg entlang der Mühle", "des Radwegs", "Kilometer"),
    ("Archiv", "das Archiv des Landes", "des Archivs", "Akten"),
    ("Wetterdienst", "die Wetterstation am Leuchtturm", "der Station", "Messungen"),
    ("Denkmal", "das Denkmal für die Fischerei", "des Denkmals", "Steine"),
]
VERBS = [
    "öffnet wieder", "wird saniert", "bekommt Verstärkung", "feiert Geburtstag",
    "sucht Freiwillige", "wächst weiter", "zieht Bilanz", "lädt ein", "plant für das nächste Jahr",
    "hat neue Zeiten", "ist fertig", "bleibt geöffnet", "geht in Betrieb", "wird untersucht",
]
PLACES = ["Moorstadt", "Seestadt", "Leuchtmoor", "Musterstadt", "Deichhausen", "Mühlenau", "Nordwehr"]
FIRST = ["Mira", "Okka", "Wiebke", "Jannis", "Tammo", "Levke", "Enno", "Hauke", "Swantje", "Beeke"]
LAST = ["Muster", "Beispiel", "Probe", "Exempel", "Vorlage", "Entwurf", "Skizze", "Fassung"]
ROLES = ["Pressesprecherin", "Leiter der Abteilung", "Ministerin", "Bürgermeister", "Präsidentin"]
KEYWORDS = ["Verkehr", "Bildung", "Kultur", "Umwelt", "Finanzen", "Gesundheit", "Sport", "Forschung"]

SENTENCES = [
    "{What} ist für die Menschen in {place} seit {years} Jahren ein fester Begriff.",
    "Rund {count} {unit} sind davon betroffen, {more} mehr als im Jahr zuvor.",
    "Die Arbeiten begannen im Frühjahr und kosteten {money} Euro.",
    "Nach Angaben der Verwaltung kamen {count} Gäste, die meisten aus {place} und Umgebung.",
    "{Person} aus {place} hat die Planung {of} von Anfang an begleitet.",
    "Im Mittelpunkt steht die Frage, wie {what} in {years} Jahren aussehen soll.",
    "Der Anteil stieg von {percent} % auf {percents} %.",
    "Damit setzt das Land ein Vorhaben um, das der Beirat {of} schon lange gefordert hatte.",
    "Wer mithelfen möchte, meldet sich bis zum Monatsende bei der Geschäftsstelle in {place}.",
    "Für {unit} und Technik stehen insgesamt {money} Euro bereit.",
    "Die Ergebnisse einer Umfrage unter {count} Beteiligten lagen Anfang der Woche vor.",
    "Zwischen {place} und {place2} fährt an diesem Tag ein zusätzlicher Bus.",
    "Ein Gutachten bescheinigt dem Vorhaben eine Lebensdauer von mindestens {years} Jahren.",
    "Das Gebäude aus dem Jahr {year} steht unter Denkmalschutz und wurde behutsam erneuert.",
    "Gefördert wird das Vorhaben mit {money} Euro aus Mitteln des Landes und der Städte.",
    "Besonders gefragt waren die Führungen, für die es {count} Anmeldungen gab.",
    "Auch {place2} und drei weitere Gemeinden beteiligen sich an den Kosten.",
    "Bei Sturm und Regen fallen einzelne Termine aus; die Karten behalten ihre Gültigkeit.",
    "Der Bericht nennt {small} Maßnahmen, von denen die Hälfte schon begonnen hat.",
    "Die Zahl der {unit} soll bis zum Ende des Jahrzehnts auf {count} steigen.",
    "Über die nächsten Schritte entscheidet der Ausschuss in seiner Sitzung im Herbst.",
    "{What} war wegen eines Wasserschadens {small} Monate lang geschlossen.",
]
QUOTES = [
    "Wir haben lange auf diesen Tag gewartet, und er hat sich gelohnt.",
    "Ohne die {count} Freiwilligen wäre das nicht möglich gewesen.",
    "Das ist ein gutes Zeichen für {place} und für das ganze Land.",
    "Was hier entstanden ist, kann sich sehen lassen.",
    "Uns war wichtig, dass alle mitreden, die es angeht.",
    "In {years} Jahren wird man fragen, warum wir nicht früher begonnen haben.",
]
HEADINGS = ["Hintergrund", "Zahlen und Daten", "Die nächsten Schritte", "Wie es weitergeht",
            "Stimmen", "Zeitplan", "Kosten und Förderung", "Was sich ändert", "Rückblick"]
ITEMS = ["Zustand {of} erfassen", "Beteiligte in {place} befragen", "{small} Standorte prüfen",
         "Mittel für das kommende Jahr beantragen", "Bericht an den Ausschuss geben",
         "Fachleute aus {place2} einladen", "{count} {unit} zählen und bewerten"]
NOTES = ["Stand: Ende des Jahres {year}.", "Ohne die Außenstelle in {place}.",
         "Gerundet auf volle Hundert.", "Vorläufige Angabe der Geschäftsstelle."]

# Short releases in other languages: headline, subheadline, sentences, caption and alternative text.
OTHERS = {
    "en": ("{count} visitors at the harbour of {place}", "The new quay opens after {years} years",
           ["The harbour of {place} has been in use for {years} years.",
            "Some {count} visitors came to see the new quay.",
            "The work began in spring and cost {money} euros.",
            "The committee will decide on the next steps in autumn.",
            "Further {small} towns along the river share the costs."],
           "The quay of {place}", "Ships at a quay, with the town behind them"),
    "cs": ("Přístav {place} vítá {count} hostů", "Nové nábřeží se otevírá po {years} letech",
           ["Přístav {place} slouží lidem už {years} let.",
            "Nové nábřeží si prohlédlo {count} hostů.",
            "Práce začaly na jaře a stály {money} eur.",
            "O dalších krocích rozhodne výbor na podzim."],
           "Nábřeží {place}", "Lodě u nábřeží a za nimi město"),
    "pl": ("Port {place} wita {count} gości", "Nowe nabrzeże otwarte po {years} latach",
           ["Port {place} służy mieszkańcom od {years} lat.",
            "Nowe nabrzeże zobaczyło {count} gości.",
            "Prace rozpoczęły się wiosną i kosztowały {money} euro.",
            "O kolejnych krokach zdecyduje komisja jesienią."],
           "Nabrzeże {place}", "Statki przy nabrzeżu, za nimi miasto"),
    "hsb": ("Přistaw {place} wita {count} hosći", "Nowy kaj so po {years} lětach wotewri",
            ["Přistaw {place} słuži ludźom hižo {years} lět.",
             "Nowy kaj je sej {count} hosći wobhladało.",
             "Dźěła su so nalěto započeli a płaćachu {money} eurow.",
             "Wo dalšich kročelach rozsudźi wuběrk nazymu."],
            "Kaj města {place}", "Łódźe při kaju a za nimi město"),
}


def number(value: int, language: str = "de") -> str:
    """A number with groups of three, as its language writes them."""
    mark = {"de": ".", "en": ",", "hsb": "."}.get(language, "\u00a0")
    return f"{value:,}".replace(",", mark) if value >= 10_000 or language in ("de", "en") else str(value)


class Speaker:
    """Fills patterns with words and numbers by chance, about one topic."""

    def __init__(self, chance: random.Random, language: str = "de"):
        self.chance = chance
        self.language = language
        self.topic, self.what, self.of, self.unit = chance.choice(TOPICS)
        self.place = chance.choice(PLACES)

    def person(self) -> str:
        return f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"

    def fill(self, pattern: str) -> str:
        chance = self.chance
        percent = chance.randrange(2, 60)
        words = {
            "what": self.what, "What": self.what[0].upper() + self.what[1:], "of": self.of,
            "unit": self.unit, "place": self.place, "place2": chance.choice(PLACES),
            "Person": self.person(), "years": chance.randrange(4, 90), "small": chance.randrange(3, 9),
            "year": chance.randrange(1880, 1990), "percent": percent,
            "percents": percent + chance.randrange(1, 30),
            "count": number(chance.randrange(110, 9_900), self.language),
            "more": chance.randrange(12, 99),
            "money": number(chance.randrange(20, 900) * 1_000, self.language),
        }
        return pattern.format_map(words)

    def one_of(self, patterns: list[str]) -> str:
        return self.fill(self.chance.choice(patterns))

    def paragraph(self, sentences: int) -> str:
        patterns = SENTENCES if self.language == "de" else OTHERS[self.language][2]
        chosen = self.chance.sample(patterns, min(sentences, len(patterns)))
        return " ".join(self.fill(pattern) for pattern in chosen)
