"""One release by its number: unlike all others, and always the same for the same seed."""

import datetime
import random

import houses
import words
from words import OTHERS, Speaker

FIRST_DAY, DAYS = datetime.date(2004, 1, 1), 20 * 365
# How many of a hundred releases are written for so many pages, and about how many sentences it takes.
LENGTHS = [(34, (5, 12)), (36, (16, 26)), (17, (34, 44)), (9, (54, 66)), (4, (74, 84))]
LANGUAGES = [("de", 93), ("en", 4), ("cs", 1), ("pl", 1), ("hsb", 1)]
FORMS = [("md", 94), ("json", 3), ("yaml", 2), ("toml", 1)]


def of(weights: list[tuple], chance: random.Random):
    return chance.choices([each[0] for each in weights], [each[1] for each in weights])[0]


def zone(day: datetime.date) -> str:
    """The offset of Central Europe at noon of a day."""
    def last_sunday(month: int) -> datetime.date:
        last = datetime.date(day.year, month, 31)
        return last - datetime.timedelta((last.weekday() + 1) % 7)
    return "+02:00" if last_sunday(3) <= day < last_sunday(10) else "+01:00"


class Release:
    """A release: where it lies, its fields, its body, and whether it has a photo."""

    def __init__(self, seed: str, number: int):
        self.number = number
        self.chance = chance = random.Random(f"{seed}/{number}")
        self.day = FIRST_DAY + datetime.timedelta(chance.randrange(DAYS))
        self.language = of(LANGUAGES, chance)
        self.form = of(FORMS, chance)
        self.house = chance.choice(houses.IDS)
        self.speaker = Speaker(chance, self.language)
        self.folder = f"{self.day.year}/{self.day.month:02}"
        self.stem = f"{self.house}-{number:06}"
        self.id = f"{self.house}-{self.day.year}-{number:06}"
        # Seven of ten, exactly.
        self.has_photo = number * 7 % 10 < 7
        self.photo_name = f"{self.stem}-{self.speaker.topic.lower().translate(PLAIN)}.jpg"
        self.headline = ""
        self.fields = self.made_fields()
        self.body = self.made_body()

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.stem}.{self.form}"

    def made_fields(self) -> dict:
        chance, speaker = self.chance, self.speaker
        foreign = OTHERS.get(self.language)
        if foreign:
            self.headline, subheadline = speaker.fill(foreign[0]), speaker.fill(foreign[1])
            caption, alt = speaker.fill(foreign[3]), foreign[4]
        else:
            self.headline = f"{speaker.what[0].upper()}{speaker.what[1:]} {chance.choice(words.VERBS)}"
            subheadline = speaker.fill("{count} {unit} in {place} und {place2}")
            caption = f"{speaker.topic} in {speaker.place}"
            alt = speaker.fill("Blick auf {what}, im Hintergrund {place}")
        fields = {"letterhead": self.house, "id": self.id, "date": self.day.isoformat()}
        if self.language != "de":
            fields["language"] = self.language
        if chance.random() < 0.6:
            fields["number"] = f"{chance.randrange(1, 400)}/{self.day.year}"
        if chance.random() < 0.6:
            fields["place"] = speaker.place
        fields |= self.kind_fields()
        if chance.random() < 0.1:
            fields["embargo"] = f"{self.day}T{chance.randrange(9, 18):02}:00{zone(self.day)}"
        if chance.random() < 0.15 and not foreign:
            fields["kicker"] = speaker.topic
        fields["headline"] = self.headline
        if chance.random() < 0.8:
            fields["subheadline"] = subheadline
        if chance.random() < 0.4:
            fields["lead"] = speaker.paragraph(2)
        if chance.random() < 0.5:
            fields["contacts"] = [self.contact() for _ in range(chance.choice((1, 1, 2)))]
        fields["media"] = self.media(caption, alt)
        if chance.random() < 0.4:
            label = speaker.fill("Mehr über {what}") if not foreign else caption
            fields["links"] = [{"label": label, "url": f"https://www.{self.house}.example/{self.number}"}]
        if chance.random() < 0.7:
            fields["keywords"] = chance.sample(words.KEYWORDS, chance.randrange(1, 4))
        return {name: value for name, value in fields.items() if value != []}

    def kind_fields(self) -> dict:
        chance, speaker = self.chance, self.speaker
        if self.language != "de":
            return {}
        kind = of([("release", 84), ("invitation", 7), ("correction", 3), ("speech", 3), ("statement", 3)], chance)
        fields = {} if kind == "release" else {"kind": kind}
        if kind == "invitation":
            day = self.day + datetime.timedelta(chance.randrange(4, 20))
            hour = chance.randrange(9, 16)
            fields["event"] = {
                "start": f"{day}T{hour:02}:00{zone(day)}", "end": f"{day}T{hour + 2:02}:30{zone(day)}",
                "venue": f"Saal {chance.randrange(1, 9)}", "address": f"Am Beispiel 1, {speaker.place}",
                "agenda": [{"time": f"{hour}.00 Uhr", "text": "Begrüßung"},
                           {"time": f"{hour + 1}.00 Uhr", "text": f"Rundgang: {speaker.topic}"}],
            }
        if kind == "correction":
            earlier = self.day - datetime.timedelta(1)
            fields |= {"version": 2, "refers_to": {"date": str(earlier), "headline": f"{speaker.topic} in Zahlen"}}
        if kind == "speech":
            fields["notices"] = ["Es gilt das gesprochene Wort."]
        return fields

    def contact(self) -> dict:
        chance, name = self.chance, self.speaker.person()
        contact = {"name": name}
        if chance.random() < 0.7 and self.language == "de":
            contact["role"] = chance.choice(words.ROLES)
        contact["phone"] = f"+49 30 23125 {chance.randrange(100, 999)}"
        contact["email"] = f"{name.split()[0].lower()}.{name.split()[1].lower()}@{self.house}.example"
        return contact

    def media(self, caption: str, alt: str) -> list[dict]:
        chance, media = self.chance, []
        if self.has_photo:
            photo = {"file": self.photo_name, "caption": caption, "alt": alt}
            if chance.random() < 0.6:
                photo["credit"] = self.speaker.person()
            media.append(photo)
        if chance.random() < 0.15:
            media.append({"type": chance.choice(("video", "audio", "document")), "caption": caption,
                          "url": f"https://www.{self.house}.example/medien/{self.number}"})
        return media

    def made_body(self) -> str:
        chance, speaker = self.chance, self.speaker
        if self.language != "de":
            paragraphs = [speaker.paragraph(4) for _ in range(chance.randrange(1, 5))]
            return "\n\n".join(paragraphs) + "\n"
        sentences = chance.randrange(*of([(length, weight) for weight, length in LENGTHS], chance))
        blocks, notes = [speaker.paragraph(3)], []
        while sentences > 0:
            kind = of([("text", 60), ("heading", 14), ("quote", 10), ("list", 8), ("table", 5), ("note", 3)], chance)
            if kind == "heading":
                blocks.append(f"## {chance.choice(words.HEADINGS)}")
            if kind == "quote":
                said = " ".join(speaker.fill(quote) for quote in chance.sample(words.QUOTES, chance.choice((1, 2))))
                blocks.append(f"> „{said}“\n>\n> — {speaker.person()}, {chance.choice(words.ROLES)}")
            elif kind == "list":
                items = [speaker.fill(item) for item in chance.sample(words.ITEMS, chance.randrange(2, 6))]
                marks = chance.choice((["-"] * 9, [f"{at}." for at in range(1, 10)]))
                blocks.append(f"Geplant sind in {speaker.place}:\n\n"
                              + "\n".join(f"{mark} {item}" for mark, item in zip(marks, items)))
            elif kind == "table":
                blocks.append(self.table())
            elif kind == "note":
                notes.append(speaker.one_of(words.NOTES))
                blocks.append(speaker.paragraph(1) + f"[^{len(notes)}]")
            # Below a heading stands text, as everywhere.
            if kind in ("text", "heading"):
                blocks.append(speaker.paragraph(chance.randrange(2, 5)))
            sentences -= 1 if kind == "note" else 3
        blocks += [f"[^{at}]: {note}" for at, note in enumerate(notes, 1)]
        return "\n\n".join(blocks) + "\n"

    def table(self) -> str:
        chance, first = self.chance, self.day.year - self.chance.randrange(3, 8)
        rows = [f"| {year} | {words.number(chance.randrange(100, 9_000))} | {chance.randrange(1, 99)},{chance.randrange(10)} % |"
                for year in range(first, self.day.year)]
        return f"| Jahr | {self.speaker.unit} | Anteil |\n| --- | ---: | ---: |\n" + "\n".join(rows)


PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
