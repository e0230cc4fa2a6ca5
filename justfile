# What people do with this repository. `just` lists it.

_default:
    @just --list --unsorted

# Publish our own handbook to public/
build *options:
    cargo run --release -- build {{ options }}

# All that a change must pass: form, lints, tests, and our own sites without a finding
check: lint test strict

# Form and lints
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# The tests, or those whose name holds NAME
test *name:
    cargo test -- {{ name }}

# Our handbook and the small site of the tests, without an error or a warning
strict:
    #!/usr/bin/env bash
    set -euo pipefail
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cargo run --release -- build --strict --output "$folder/handbook"
    cargo run --release -- build --strict --site tests/golden --today 2026-11-21 --output "$folder/golden"

# How long whole builds take, beside what no build can beat and other generators on the PATH: docs/speed.md
bench *options:
    cargo bench --bench build -- {{ options }}

# How long each stage takes
bench-stages *options:
    cargo bench --bench stages -- {{ options }}

# How the checks grow with the site: no check may take four times as long on twice the articles
bench-checks:
    cargo bench --bench checks

# From a save to the new text in the served page
bench-serve:
    cargo bench --bench serve

# A made-up site with ARTICLES articles, and a fifth as many roles or ROLES, in FOLDER, which must be new or empty
corpus articles folder *roles:
    cargo run --release --example corpus -- {{ articles }} {{ quote(folder) }} {{ roles }}

# What is too slow for every change
nightly: check bench bench-stages bench-checks
    #!/usr/bin/env bash
    set -euo pipefail
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cargo run --release --example corpus -- 10000 "$folder/site"
    cargo run --release -- build --strict --site "$folder/site" --output "$folder/site/public" --timings
    # every death, every system call that fails, every size of disk; prints the figures of docs/safety.md
    KB_NIGHTLY=1 KB_FORBID_SKIP=1 cargo test -- safety --nocapture
    # 30 s of what a stranger may write, for each kind
    (
        cd fuzz
        for pair in front_matter:yaml data:yaml markdown:markdown site:site request:request; do
            target=${pair%:*}
            mkdir -p "corpus/$target"
            cargo fuzz run -s none "$target" "corpus/$target" "seeds/$target" -- \
                -dict="dictionaries/${pair#*:}.dict" -max_total_time=30 -timeout=30 -max_len=8192
        done
    )
    # every page, every width, both schemes
    KB_NIGHTLY=1 KB_FORBID_SKIP=1 cargo test -- browser
    # ten thousand edits of a served site, and as many of an analysis
    KB_NIGHTLY=1 cargo test -- serve::random
    KB_NIGHTLY=1 cargo test -- serve::an_analysis

# Bring all sources into form
format:
    cargo fmt
