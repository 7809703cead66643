# Clean roots of Debian, in which packages are tried; dist/test reads this file.
# shellcheck shell=bash disable=SC2154

roots=$root/target/dist-roots

# A root with nothing but what every Debian has. It is made once, and copied for each trial.
make_base() { # SUITE
    local base=$roots/$1-base
    if [ ! -e "$base.made" ]; then
        say "fetching Debian $1"
        rm -rf "$base"
        mkdir -p "$roots"
        debootstrap --variant=minbase "$1" "$base" http://deb.debian.org/debian >"$base.log"
        touch "$base.made"
    fi
}

# Makes the root NAME anew, with the packages in /packages.
fresh_root() { # SUITE NAME
    make_base "$1"
    rm -rf "${roots:?}/$2"
    cp -a "$roots/$1-base" "$roots/$2"
    cp /etc/resolv.conf "$roots/$2/etc/resolv.conf"
    printf '#!/bin/sh\nexit 101\n' >"$roots/$2/usr/sbin/policy-rc.d"
    chmod +x "$roots/$2/usr/sbin/policy-rc.d"
    mkdir "$roots/$2/packages" "$roots/$2/office"
    cp "$packages"/letterpress[-_]* "$roots/$2/packages"
    cp "$work/register.md" "$work/newsrooms.csv" "$roots/$2/office"
}

# Runs lines of Bash in a root, in the folder of the office. What is mounted goes with the process.
in_root() { # NAME LINES
    # shellcheck disable=SC2016
    unshare --mount --uts --ipc --pid --fork bash -c '
        mount -t proc proc "$1/proc"
        mount -t tmpfs tmpfs "$1/dev"
        for node in null zero full random urandom tty; do
            touch "$1/dev/$node" && mount --bind "/dev/$node" "$1/dev/$node"
        done
        exec chroot "$1" /usr/bin/env -i HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            bash -euo pipefail -c "cd /office && $2"' in_root "$roots/$1" "$2" </dev/null
}

# Installs Debian's own packages in a root, without those that are only recommended.
install_in() { # NAME PACKAGE…
    in_root "$1" "apt-get -qq update && apt-get -qq install -y --no-install-recommends ${*:2}" \
        >"$work/$1.apt.log" 2>&1 || { tail -20 "$work/$1.apt.log" >&2 && return 1; }
}
