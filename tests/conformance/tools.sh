# What the checks share: how each gets the tools that it needs. Sourced by `check` in each folder, which runs at the top of the
# repository.
set -euo pipefail
# Where a tool cannot be built, the check ends, in `$(…)`, too.
shopt -s inherit_errexit

tools="${TMPDIR:-/tmp}/practice-cycle-tools"
mkdir -p "$tools"

# Ends the check: one of its tools cannot be had here.
cannot_be_had() {
    echo "not checked: $1" >&2
    exit 2
}

# Installs packages of Debian where a command is missing: `debian COMMAND PACKAGE...`.
debian() {
    command -v "$1" >/dev/null && return
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${@:2}"; } >&2 || cannot_be_had "${*:2} of Debian"
}

# Makes a virtual environment of Python of a file of requirements, once for each content of that file, and prints where its `bin` is.
python_with() {
    local where
    where="$tools/python-$(sha256sum "$1" | cut -c1-16)"
    if [ ! -e "$where/made" ]; then
        debian python3 python3 python3-venv
        { python3 -m venv "$where" && "$where/bin/pip" install --quiet --disable-pip-version-check -r "$1"; } >&2 ||
            cannot_be_had "the packages of $1"
        touch "$where/made"
    fi
    echo "$where/bin"
}

# Installs the packages of npm that `package.json` and `package-lock.json` of a folder name, once for each content of the lock file, and
# prints where its `node_modules` lies.
node_with() {
    local where
    where="$tools/node-$(sha256sum "$1/package-lock.json" | cut -c1-16)"
    if [ ! -e "$where/made" ]; then
        debian npm nodejs npm
        mkdir -p "$where"
        cp "$1/package.json" "$1/package-lock.json" "$where"
        npm --prefix "$where" ci --silent --no-audit --no-fund --ignore-scripts >&2 || cannot_be_had "the packages of $1"
        touch "$where/made"
    fi
    echo "$where/node_modules"
}

# Builds the program as the tests do, and prints its path.
program() {
    cargo build --quiet --locked --workspace --all-features --bin practice-cycle >&2
    echo "$(cargo metadata --locked --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/practice-cycle"
}
