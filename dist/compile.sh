# Compiles the program for packages; dist/build reads this file.
# shellcheck shell=bash disable=SC2154

tools=$root/target/dist-tools
target=$(uname -m)-unknown-linux-gnu

# Maps each folder of this machine that a program could name to what it is called everywhere.
mapped_paths() {
    local registry sysroot
    cargo fetch --quiet --locked --target "$target"
    for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
        echo "$registry=/crates"
    done
    echo "$root=/letterpress"
    sysroot=$(rustc --print sysroot)
    echo "$sysroot/lib/rustlib/src/rust=/rustc/$(rustc -vV | sed -n 's/^commit-hash: //p')"
}

# What C code gets for the time of its compilation; mimalloc says when it was compiled. By
# SOURCE_DATE_EPOCH it would be that of the commit, which Zig leaves out when it looks into its
# cache: what it has compiled of the same source for an earlier commit has that one's time.
no_time='-Wno-builtin-macro-redefined -D__DATE__="-" -D__TIME__="-"'

# maturin calls cargo, with Zig as the linker and the compiler of C, and packs a wheel. Programs
# that were compiled one way do not stay where cargo keeps them, so each goes to a folder of its own.
compile() { # NAME FLAG…
    local name=$1 flags=() maps=() map
    shift
    while read -r map; do
        flags+=("--remap-path-prefix=$map")
        maps+=("-ffile-prefix-map=$map")
    done < <(mapped_paths)
    rm -rf "${work:?}/$name"
    mkdir -p "$work/$name"
    lay_wheel "$work/$name/project"
    (
        cd "$work/$name/project"
        export PYTHONPATH=$tools/python PATH=$tools/python/bin:$PATH
        CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && echo "${flags[*]}")
        CFLAGS="${maps[*]} $no_time"
        export CARGO_ENCODED_RUSTFLAGS CFLAGS
        maturin build --locked --profile dist --zig --target "$target" \
            --target-dir "$root/target" --compatibility manylinux_2_28 --auditwheel check \
            --out "$work/$name/wheel" -- "$@"
    )
    cp "$root/target/$target/dist/letterpress" "$work/$name/letterpress"
}

# The folder of which maturin makes the wheel: licences have to lie beside pyproject.toml.
lay_wheel() { # FOLDER
    mkdir -p "$1"
    cp dist/wheel/README.md LICENSE-* dist/THIRD-PARTY.md fonts/LICENSE-* \
        layouts/letterheads/*/fonts/LICENSE-* "$1"
    sed "s|@MANIFEST@|$root/Cargo.toml|" dist/wheel/pyproject.toml >"$1/pyproject.toml"
}
