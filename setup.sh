#!/bin/sh
# Set up the project's own environment in .venv, from hashed lock files, on a bare machine:
# Debian 12 with Python 3.11, no uv, no pip, no virtual environment, not necessarily root.
#   sh setup.sh run     what a user needs        sh setup.sh dev     and what the tests need
#   sh setup.sh bench   the peers of make bench, in .venv-bench
#   sh setup.sh fuzz    what feeds decoders by coverage, in .venv-fuzz
set -eu
cd "$(dirname "$0")"
what="${1:-run}"
python="${PYTHON:-python3}"

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

system() {
    # Debian packages, where we may install them; what stays missing is said by the tests.
    missing=""
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    may_install || return 0
    echo "installing$missing"
    apt-get update -qq >/dev/null 2>&1 || true
    # shellcheck disable=SC2086  # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

environment() {
    [ -x "$1/bin/python" ] && return 0
    echo "making $1"
    if command -v uv >/dev/null 2>&1; then
        uv venv -q --python "$python" "$1"
    elif "$python" -m venv "$1" 2>/dev/null; then
        :
    else
        # Debian parts venv and pip from Python. With root we fetch them; without, any pip will do.
        rm -rf "$1"
        system python3-venv
        "$python" -m venv "$1" 2>/dev/null || "$python" -m venv --without-pip "$1"
    fi
}

installer() {
    if command -v uv >/dev/null 2>&1; then echo uv; return; fi
    if [ ! -x .venv/bin/uv ]; then
        if .venv/bin/python -m pip --version >/dev/null 2>&1; then
            .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt >&2
        else
            "$python" -m pip --python .venv/bin/python install -q --require-hashes -r requirements/uv.txt >&2
        fi
    fi
    echo .venv/bin/uv
}

install() {
    # $1 environment, $2 lock file; done once for each state of the lock file
    stamp="$1/.installed-$(basename "$2" .txt)"
    now="$(cksum "$2" pyproject.toml)"
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
    echo "installing $2"
    uv="$(installer)"
    "$uv" pip install -q --python "$1/bin/python" --require-hashes -r "$2"
    if [ "$1" = .venv ]; then
        "$uv" pip install -q --python .venv/bin/python --require-hashes -r requirements/build.txt
        "$uv" pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
    fi
    printf '%s\n' "$now" >"$stamp"
}

environment .venv
case "$what" in
run) install .venv requirements/run.txt ;;
dev)
    system age chromium dbus faketime gnome-keyring golang-go golang-golang-x-mod-dev openssl \
        poppler-utils pst-utils qpdf
    install .venv requirements/dev.txt
    ;;
bench)
    install .venv requirements/dev.txt
    environment .venv-bench
    install .venv-bench requirements/bench.txt
    ;;
fuzz)
    install .venv requirements/dev.txt
    environment .venv-fuzz
    install .venv-fuzz requirements/fuzz.txt
    ;;
*) echo "sh setup.sh run|dev|bench|fuzz" >&2; exit 2 ;;
esac
