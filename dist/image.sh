# Makes the container image; dist/build reads this file.
# shellcheck shell=bash disable=SC2154

# The image holds the program and what it needs of Debian: the C library, which also resolves the
# names of relays, the certificates of public authorities for TLS, and time zones. No shell.
debian_suite=bookworm
debian_packages=(base-files ca-certificates libc6 tzdata)

# Debian's packages, with an apt of our own: that of the machine may be of another release. apt
# checks Debian's signature and each hash.
fetch_debian() { # FOLDER
    local at=$1 options
    mkdir -p "$at"/{lists/partial,cache/archives/partial,packages}
    cat >"$at/sources.list" <<END
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $debian_suite main
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $debian_suite-updates main
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian-security $debian_suite-security main
END
    : >"$at/status"
    options=(-qq -o "Dir::Etc::sourcelist=$at/sources.list" -o Dir::Etc::sourceparts=/dev/null
        -o "Dir::State=$at" -o "Dir::State::status=$at/status" -o "Dir::Cache=$at/cache"
        -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update
    (cd "$at/packages" && apt-get "${options[@]}" download "${debian_packages[@]}")
}

# The root of the image: of each package the files, but no documentation and no conversions of
# characters, and for scanners what dpkg would know of it.
lay_root() { # FOLDER PROGRAM DEBIAN
    local to=$1 package name
    mkdir -p "$to"/var/lib/dpkg/status.d "$to"/work "$to"/tmp
    for package in "$3"/packages/*.deb; do
        name=$(dpkg-deb -f "$package" Package)
        dpkg-deb --fsys-tarfile "$package" | tar -x -C "$to" --no-same-owner \
            --exclude='./usr/share/doc/*/[!c]*' --exclude='./usr/share/doc/*/changelog*' \
            --exclude='./usr/share/man' --exclude='./usr/share/lintian' \
            --exclude='./usr/lib/*/gconv' --exclude='./usr/sbin' --exclude='./etc/ca-certificates'
        dpkg-deb -f "$package" >"$to/var/lib/dpkg/status.d/$name"
    done
    find "$to/usr/share/ca-certificates/mozilla" -name '*.crt' | sort | xargs cat \
        >"$to/etc/ssl/certs/ca-certificates.crt"
    echo 'hosts: files dns' >"$to/etc/nsswitch.conf"
    printf 'root:x:0:0:root:/root:/sbin/nologin\nletterpress:x:10001:10001::/work:/sbin/nologin\n' >"$to/etc/passwd"
    printf 'root:x:0:\nletterpress:x:10001:\n' >"$to/etc/group"
    chmod 1777 "$to/tmp" "$to/work"
    install -D -m 755 "$2" "$to/usr/bin/letterpress"
    mkdir -p "$to/usr/share/doc/letterpress"
    cp -r LICENSE-* "$work/contents/licences" "$to/usr/share/doc/letterpress"
    find "$to" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# The storage of buildah stays in a folder of our own, and needs no kernel module.
run_buildah() { buildah --root "$work/image/store" --runroot "$work/image/run" --storage-driver vfs "$@"; }

make_image() { # PROGRAM FILE
    local container
    command -v buildah >/dev/null || { echo "dist/build: buildah is missing (apt-get install buildah)" >&2 && return 1; }
    rm -rf "$work/image"
    mkdir -p "$work/image"
    fetch_debian "$work/image/debian"
    lay_root "$work/image/root" "$1" "$work/image/debian"
    container=$(run_buildah from scratch)
    run_buildah copy --quiet "$container" "$work/image/root" / >/dev/null
    run_buildah config --entrypoint '["/usr/bin/letterpress"]' --workingdir /work --user 10001:10001 \
        --env HOME=/work --env PATH=/usr/bin --os linux --created-by letterpress \
        --label org.opencontainers.image.title=letterpress \
        --label "org.opencontainers.image.version=$version" \
        --label 'org.opencontainers.image.licenses=MIT OR Apache-2.0' "$container"
    run_buildah commit --quiet --disable-compression=false --timestamp "$SOURCE_DATE_EPOCH" "$container" \
        "oci:$work/image/oci:letterpress:$version" >/dev/null
    pack "$work/image/oci" . >"$2"
}
