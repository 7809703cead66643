#!/usr/bin/env python3
"""Generates a tree of releases that are unlike one another: tests/scale/generate.py TO --count N

TO gets two folders: `releases`, by year and month (2004/05/…), seven of ten releases with a photo
of their own name, and `letterheads`, four houses with two periods each. All are invented, and all
can be issued:

    letterpress render releases --letterheads letterheads --out-tree sheets

The same seed makes the same bytes; release N is the same in a tree of a hundred and of a hundred
thousand. A hundred thousand with their photos take about 4 GB.

With --broken B, B of the releases cannot be issued, of all kinds there are (`broken.py`), and
`expected.csv` says of each what has to be said of it.
"""

import argparse
import functools
import multiprocessing
import pathlib
import random

import broken
import forms
import houses
from pictures import Camera
from releases import Release


@functools.cache
def camera_of(seed: str) -> Camera:
    """Made once, before the processes are."""
    return Camera(seed)


def write(to: pathlib.Path, seed: str, numbers: range) -> int:
    """Writes these releases and gives the number of bytes."""
    camera, written = camera_of(seed), 0
    for number in numbers:
        release = Release(seed, number)
        folder = to / release.folder
        folder.mkdir(parents=True, exist_ok=True)
        text = forms.FORMS[release.form](release.fields, release.body).encode()
        (to / release.path).write_bytes(text)
        written += len(text)
        if release.has_photo:
            photo = camera.photo(random.Random(f"{seed}/{number}/photo"))
            (folder / release.photo_name).write_bytes(photo)
            written += len(photo)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("to", type=pathlib.Path, help="a folder, which is made")
    parser.add_argument("--count", type=int, default=1000, help="how many releases")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the number of the first")
    parser.add_argument("--broken", type=int, default=0, help="how many of them cannot be issued")
    parser.add_argument("--seed", default="1", help="another seed makes other releases")
    parser.add_argument("-j", type=int, default=multiprocessing.cpu_count(), help="processes")
    options = parser.parse_args()

    releases = options.to / "releases"
    houses.write(options.to / "letterheads")
    last = options.first + options.count
    camera_of(options.seed)
    step = -(-options.count // (options.j * 8)) or 1
    parts = [(releases, options.seed, range(at, min(at + step, last)))
             for at in range(options.first, last, step)]
    with multiprocessing.Pool(options.j) as pool:
        written = sum(pool.starmap(write, parts, chunksize=1))
    print(f"{options.count} releases, {written / 1e6:.0f} MB, in {releases}")
    if options.broken:
        numbers = random.Random(options.seed).sample(range(options.first, last), options.broken)
        broken.write(options.to, options.seed, sorted(numbers))
        print(f"{options.broken} of them broken: {options.to / 'expected.csv'}")


if __name__ == "__main__":
    main()
