# Tries the container image; dist/test reads this file.
# shellcheck shell=bash disable=SC2154

# The relay, as an office calls its own, and the address at which its name server answers.
relay=relay.redaktion.example
name_server=127.0.0.53

try_buildah() { buildah --root "$work/image/store" --runroot "$work/image/run" --storage-driver vfs "$@"; }

# Runs the program of the image as a container, with the office mounted. `chroot` is what also works
# within a container, as on most machines that build packages; it gives the network of this machine.
in_container() { # ARGUMENT…
    try_buildah run --isolation chroot --volume "$work/office:/work" "$container" -- \
        /usr/bin/letterpress "$@"
}

try_image() {
    local file port
    file=$(only 'letterpress-*-oci.tar')
    say "  $(basename "$file"): $(stat -c %s "$file") bytes"
    mkdir -p "$work/image" "$work/office"
    cp "$work/register.md" "$work/newsrooms.csv" "$work/office"
    chown -R 10001:10001 "$work/office"
    container=$(try_buildah from --quiet --dns $name_server "oci-archive:$file")
    [ "$(try_buildah inspect --format '{{ .OCIv1.Config.Entrypoint }}' "$container")" = '[/usr/bin/letterpress]' ] ||
        fail "the image begins with another program"
    in_container --version --verbose >&2
    in_container render -q register.md
    in_container mail compose -q -o register.eml register.md
    cp "$work/office/register.pdf" "$work/results/image-register.pdf"
    cp "$work/office/register.eml" "$work/results/image-register.eml"

    mkfifo "$work/stay"
    # Both end when nobody holds this open any more, that is, with this script.
    exec {stay}<>"$work/stay"
    dist/names.py "$relay" 127.0.0.1 $name_server <"$work/stay" >"$work/names.txt" {stay}>&- &
    PYTHONPATH=$tools/python python3 tests/mail/relay.py "$work/record" <"$work/stay" >"$work/relay.txt" {stay}>&- &
    first_line "$work/names.txt" >/dev/null
    port=$(first_line "$work/relay.txt")
    send_to "smtp://$relay:$port" || fail "the container has sent nothing"
    grep -q '"accepted".*redaktion@zeitung.example' "$work/record" || fail "the relay has no message"
    say "  $relay has one message"
    ! send_to "smtp://another.$relay:$port" 2>"$work/another.log" || fail "a relay that is not there was found"
    grep -q 'another.relay' "$work/another.log" || { cat "$work/another.log" >&2 && fail "nothing is said of the other relay"; }
    exec {stay}>&-
}

# What a server says when it has begun.
first_line() { # FILE
    local tries
    for tries in {1..100}; do
        head -1 "$1" | grep . && return
        sleep 0.1
    done
    fail "after $tries tries there is nothing in $1"
}

# Each time with a journal of its own: nobody has the release yet.
send_to() { # RELAY
    in_container mail send -q --yes --plain --attempts 1 --to newsrooms.csv --relay "$1" \
        --journal "journal-$RANDOM.sqlite" register.md >&2
}
