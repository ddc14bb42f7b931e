#!/usr/bin/env bash
# Writes src/startup.txt anew: what runs when somebody asks who is on call. build.rs puts it
# together in the program. Needs valgrind and nm. To be run now and then, as a name that nothing
# has any more does nothing but cost what it once saved.
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

{ trace oncall now; trace oncall now --format list; } | sort -u > "$target/run.txt"

# Functions of Rust. Of a generic one that there is many times few run: it is left where it is
# unless what runs is a fourth of it, or it is small.
nm --defined-only --print-size --radix=d "$irp" | awk '$3 ~ /[tTwW]/ { print $2 + 0, $4 }' \
    > "$target/sizes.txt"
awk 'NR == FNR { ran[$1]; next } $2 ~ /^_[ZR]/ { print $1, ($2 in ran), $2 }' \
    "$target/run.txt" "$target/sizes.txt" | names |
    awk '{ all[$3] += $1; ran[$3] += $2 * $1; times[$3] += $2 }
        END { for (name in all) if (times[name] &&
            (all[name] <= 4 * ran[name] || all[name] <= 4096 * times[name])) print name }' |
    sort > src/startup.txt

# Members of the C library; of those that there are for several processors, two.
libc=$(cc -print-file-name=libc.a)
nm --print-file-name --defined-only "$libc" 2> /dev/null |
    sed -nE 's/^.*:([^:]+\.o):[0-9a-f]+ [tTwWi] (.*)$/\2 \1/p' | sort -k1,1 > "$target/members.txt"
join "$target/run.txt" "$target/members.txt" | awk '{ print $2 }' |
    sed -E 'p; s/-avx2?/-evex/' | sort -u >> src/startup.txt
wc -l src/startup.txt
