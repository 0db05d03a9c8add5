# Builds the package of Python, and installs it. For the checks that need it.

scratch="$(mktemp -d "$tools/python-XXXXXX")"
trap 'rm -rf "$scratch"' EXIT

# Builds the wheel without optimising, which takes seconds where the library was built before, and prints its path: `wheel BIN`.
wheel() {
    "$1/maturin" build --quiet --profile dev --locked --manifest-path bindings/python/Cargo.toml --out "$scratch" >&2
    echo "$scratch"/*.whl
}

# Makes a fresh environment that sees the packages of another, installs a wheel there, and prints where its `bin` is: `installed BIN WHEEL`.
installed() {
    local fresh="$scratch/fresh"
    python3 -m venv "$fresh"
    "$1/python" -c 'import site; print(site.getsitepackages()[0])' >"$(echo "$fresh"/lib/python3*/site-packages)/tools.pth"
    "$fresh/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-index "$2" >&2
    echo "$fresh/bin"
}
