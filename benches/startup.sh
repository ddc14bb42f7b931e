#!/usr/bin/env bash
# Writes src/startup.txt anew: which functions run when somebody asks who is on call. build.rs puts
# them together in the program. Needs valgrind and nm. To be run now and then, as a name that no
# function has any more does nothing but cost what it once saved.
set -euo pipefail
cd "$(dirname "$0")/.."

target=target/startup
CARGO_PROFILE_RELEASE_STRIP=none cargo build --release --locked --target-dir "$target"
irp=$target/release/irp

trace() {
    valgrind --quiet --tool=callgrind --demangle=no --callgrind-out-file="$target/trace.out" \
        "$irp" "$@" --plan examples/kestrel --now 2026-10-19T09:00:00Z > "$target/answer" || true
    sed -nE "s/^c?fn=\([0-9]+\) //p" "$target/trace.out" | sed -E "s/'[0-9]+$//"
}

# A name without what changes with each build: the hash at its end, and those of crates within.
names() {
    sed -E 's/17h[0-9a-f]{16}E.*$/17h/; s/Cs[0-9A-Za-z]+_/Cs*_/g'
}

{ trace oncall now; trace oncall now --format list; trace schedule --for 1w; } |
    grep '^_[ZR]' | names | sort -u > "$target/run.txt"
# Of a generic function that there is many times, few run.
nm --defined-only "$irp" | awk '{ print $3 }' | names | sort | uniq -c |
    awk '$1 <= 32 { print $2 }' | sort -u > "$target/few.txt"
comm -12 "$target/run.txt" "$target/few.txt" > src/startup.txt
wc -l src/startup.txt
