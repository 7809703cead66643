"""Four invented houses with two periods each: letterheads as files of one folder, with own logos."""

import pathlib

# What each period of a house begins with: the years, the colour, the name of the house.
PERIODS = [
    ("lmw", 2004, "2000-01-01", "2013-12-31", "#0b4f6c", "Landesamt für Musterwesen"),
    ("lmw", 2014, "2014-01-01", None, "#1f3d7a", "Landesamt für Musterwesen und Ordnung"),
    ("seestadt", 2004, "2000-01-01", "2011-06-30", "#5a1f2b", "Seestadt – Der Bürgermeister"),
    ("seestadt", 2014, "2011-07-01", None, "#7a1f3d", "Freie Seestadt – Die Bürgermeisterin"),
    ("hsm", 2004, "2000-01-01", "2009-09-30", "#2b5a1f", "Hochschule Moorstadt"),
    ("hsm", 2014, "2009-10-01", None, "#1f5a4a", "Universität Moorstadt"),
    ("mwk", 2004, "2000-01-01", "2018-02-28", "#404040", "Ministerium für Wege und Kunst"),
    ("mwk", 2014, "2018-03-01", None, "#303050", "Ministerium für Wege, Kunst und Klima"),
]
IDS = ["lmw", "seestadt", "hsm", "mwk"]

# What is the house's own in both periods.
MANNERS = {
    "lmw": """
[marks]
fold = true
""",
    "seestadt": """
[theme]
information = "left"

[theme.band]
height = 28
later_height = 22
colour = "{colour}"

[theme.colours]
band = "#ffffff"
headline = "{colour}"

[theme.measures]
mark_top = 6
text_top = 44
""",
    "hsm": """
[theme]
information = "end"
""",
    "mwk": """
[theme.colours]
headline = "{colour}"
rule = "{colour}"

[foot]
lines = ["Landesbank Moorstadt · IBAN DE02 1203 0000 0000 2020 51"]
first_only = true
""",
}

LETTERHEAD = """\
# {name}, {since} to {until}.
id = "{id}"
name = "{name}"
short = "{short}"
valid_from = {since}
{valid_until}sender = ["{upper}", "PRESSESTELLE"]
website = "www.{id}.example"
transit = "Straßenbahn 3 bis Am Beispiel"
boilerplate = "{name}: seit {founded} für die Menschen im Land."

[logo]
file = "logos/{id}-{from_year}.svg"
alt = "Zeichen des Hauses: {shape}"

[address]
lines = ["Am Beispiel {house_number}", "12345 Musterstadt"]

[[contacts]]
name = "{contact}"
role = "{role}"
phone = "+49 30 23125 {extension}"
email = "presse@{id}.example"

[mail]
from = "presse@{id}.example"
{manners}"""

SHAPES = [
    ("Kreis", '<circle cx="22" cy="22" r="20" fill="{colour}"/><path fill="#ffffff" d="M12 24h20v4H12z"/>'),
    ("Raute", '<path fill="{colour}" d="M22 2l20 20-20 20L2 22z"/><path fill="#ffffff" d="M16 20h12v4H16z"/>'),
    ("Turm", '<path fill="{colour}" d="M14 4h16v36H14z"/><path fill="#ffffff" d="M19 10h6v6h-6z"/>'),
    ("Wellen", '<path fill="{colour}" d="M2 14q10-8 20 0t20 0v8q-10 8-20 0t-20 0z"/>'),
    ("Giebel", '<path fill="{colour}" d="M4 40V20L22 4l18 16v20z"/>'),
    ("Rad", '<circle cx="22" cy="22" r="17" fill="none" stroke="{colour}" stroke-width="6"/>'),
    ("Stufen", '<path fill="{colour}" d="M4 40V28h12V18h12V8h12v32z"/>'),
    ("Segel", '<path fill="{colour}" d="M20 4v30H4zM24 10l16 24H24z"/>'),
]


def write(folder: pathlib.Path) -> None:
    """Writes all letterheads and their logos."""
    (folder / "logos").mkdir(parents=True, exist_ok=True)
    for at, (house, year, since, until, colour, name) in enumerate(PERIODS):
        shape, drawing = SHAPES[at]
        # On a band of its colour a logo has to be light.
        if house == "seestadt":
            drawing = drawing.replace("#ffffff", "#000000").replace("{colour}", "#ffffff")
        logo = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44">{drawing}</svg>\n'
        (folder / "logos" / f"{house}-{year}.svg").write_text(logo.replace("{colour}", colour))
        text = LETTERHEAD.format(
            id=house, name=name, short=name.split(" – ")[0].split()[0], since=since,
            until=until or "now", valid_until=f"valid_until = {until}\n" if until else "",
            upper=name.split(" – ")[0].upper(), founded=1890 + 7 * at, from_year=year, shape=shape,
            house_number=at + 1, contact=["Mira Muster", "Enno Beispiel"][at % 2],
            role=["Pressesprecherin", "Pressesprecher"][at % 2], extension=f"{100 + at}",
            manners=MANNERS[house].replace("{colour}", colour),
        )
        (folder / f"{house}-{year}.toml").write_text(text)
