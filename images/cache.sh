#!/usr/bin/env bash
# Where built images lie, and when they are up to date. Sourced by images/*/build.
#
# An image is NAME.tar, a root file system for the container engine to import, with NAME.recipe
# beside it: the hash of what it was built from. Both live in the user's cache, so that every clone
# shares them.

image_cache=${XDG_CACHE_HOME:-$HOME/.cache}/carrot/images

say() { printf '%s\n' "$*" >&2; }
die() {
    say "error: $1"
    [ $# -lt 2 ] || say "  $2"
    exit 1
}

# recipe_hash FILE...: of the files' content.
recipe_hash() { cat "$@" | sha256sum | cut -d ' ' -f 1; }

# is_current NAME HASH
is_current() {
    [ -s "$image_cache/$1.tar" ] && [ "$(cat "$image_cache/$1.recipe" 2>/dev/null)" = "$2" ]
}

# One build of an image at a time on this machine; the others wait, then find it done.
lock_image() {
    mkdir -p "$image_cache"
    exec {image_lock}>"$image_cache/$1.lock"
    flock "$image_lock"
}

# publish NAME HASH TAR: the recipe comes last, so that a crash in between only builds again.
publish() {
    sync "$3"
    rm -f "$image_cache/$1.recipe"
    mv "$3" "$image_cache/$1.tar"
    printf '%s\n' "$2" >"$image_cache/$1.recipe"
}
