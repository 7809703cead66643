"""Whether sheets are right: other programs open them, and they say what their releases say."""

import hashlib
import multiprocessing
import pathlib
import re
import subprocess
import sys

from releases import Release
from trial import HERE, say

ROOT = HERE.parent.parent


def plain(text: str) -> str:
    """Words without what a line break changes."""
    return re.sub(r"[\s\u00ad\ufffe\u0002-]+", "", text)


def drawn(page) -> str:
    """The words of a page in the order in which they are drawn: by their places, the date would
    stand between the lines of a narrow headline."""
    from pypdfium2 import raw

    words = page.get_textpage()
    found = page.get_objects([raw.FPDF_PAGEOBJ_TEXT], max_depth=8, textpage=words)
    return "".join(each.extract() for each in found)


def faults(job: tuple) -> list[str]:
    """What is wrong with one sheet. It is opened by PDFium, which knows nothing of letterpress."""
    import pypdfium2

    seed, number, file, pages, digest = job
    release = Release(seed, number)
    content = pathlib.Path(file).read_bytes()
    found = []
    if hashlib.sha256(content).hexdigest() != digest:
        found.append("its bytes are not those of the manifest")
    try:
        pdf = pypdfium2.PdfDocument(content)
        if len(pdf) != pages:
            found.append(f"{len(pdf)} pages, and {pages} in the manifest")
        if not 1 <= len(pdf) <= 6:
            found.append(f"{len(pdf)} pages")
        title = pdf.get_metadata_value("Title")
        if title != release.headline:
            found.append(f"its title is {title!r}, not {release.headline!r}")
        text = plain("".join(drawn(page) for page in pdf))
        words = [release.headline, *re.findall(r"[\w.,]+", release.body)[-3:]]
        found += [f"it lacks {each!r}" for each in words if plain(each) not in text]
    except Exception as error:  # Whatever it is, it is a fault of the sheet.
        found.append(f"it cannot be read: {error}")
    if f">{release.id}<".encode() not in content:
        found.append(f"its metadata lacks {release.id}")
    if (b"/DCTDecode" in content) != release.has_photo:
        found.append("it lacks its photo" if release.has_photo else "it has a photo")
    return [f"{file}: {each}" for each in found]


def number_of(path: str) -> int:
    """The number of a release or a sheet, from its name."""
    return int(re.search(r"-(\d{6,})\.\w+$", path)[1])


def judge(seed: str, found: list[dict], folder: pathlib.Path, processes: int) -> list[str]:
    """Looks at each sheet of these results; gives all that is wrong."""
    sys.path.insert(0, str(ROOT / "target/heard/python"))
    jobs = [(seed, number_of(result["release"]), str(folder / output["file"]), output["pages"], output["sha256"])
            for result in found for output in result["outputs"]]
    with multiprocessing.Pool(processes) as pool:
        wrong = [fault for faults_of_one in pool.imap_unordered(faults, jobs, chunksize=50) for fault in faults_of_one]
    say(f"{len(jobs)} sheets looked at with PDFium, {len(wrong)} faults")
    return wrong


def validate(found: list[dict], folder: pathlib.Path, sample: int) -> list[str]:
    """Has veraPDF look at a sample, spread over all."""
    files = [str(folder / output["file"]) for result in found for output in result["outputs"]]
    chosen = files[:: max(1, len(files) // sample)] if sample else []
    if not chosen:
        return []
    done = subprocess.run([ROOT / "tests/conformance/validate", "2a,ua1", *chosen], capture_output=True, text=True)
    say(f"{len(chosen)} sheets looked at with veraPDF, exit code {done.returncode}")
    return [] if done.returncode == 0 else [done.stdout[-2000:] + done.stderr[-2000:]]
