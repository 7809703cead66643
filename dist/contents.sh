# Lays out what goes with the program in every package; dist/build reads this file.
# shellcheck shell=bash disable=SC2154

# Manual pages and completions come from the program itself.
lay_contents() { # PROGRAM
    local to=$work/contents page
    rm -rf "$to"
    mkdir -p "$to"/man/man1 "$to"/completions "$to"/licences
    for page in $("$1" manual --list); do
        "$1" manual "$page" >"$to/man/man1/$page.1"
    done
    "$1" completions bash >"$to/completions/letterpress.bash"
    "$1" completions zsh >"$to/completions/_letterpress"
    "$1" completions fish >"$to/completions/letterpress.fish"
    cp README.md CHANGELOG.md LICENSE-* "$to"
    cp dist/THIRD-PARTY.md fonts/LICENSE-* layouts/letterheads/*/fonts/LICENSE-* "$to/licences"
    bill_of_materials >"$to/letterpress.cdx.json"
}

# The crates in the program, in the words of CycloneDX. The tool writes into the top folder of the
# repository, and names that folder in the file. No serial number and no time are in it where
# SOURCE_DATE_EPOCH is set.
bill_of_materials() {
    local name=letterpress-bill-of-materials
    PATH=$tools/bin:$PATH cargo cyclonedx --quiet --format json --spec-version 1.5 --target "$target" \
        --no-build-deps --override-filename "$name" >&2
    python3 -m json.tool --indent 1 "$name.json" | sed "s|$root|/letterpress|g"
    rm "$name.json"
}
