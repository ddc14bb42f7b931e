#!/usr/bin/env bash
# Two editors' checkers for TOML, taplo and tombi, take every example and good plan with the schema
# that its first line names, and complain of a broken one.
#
# usage: editors.sh IRP FOLDER-OF-THE-CHECKERS
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
irp=$(realpath "$1") tools=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -r examples tests/good "$work"
broken=examples/minimum/rotations/broken.toml
mkdir -p "$work/$(dirname $broken)"
printf '%s\n' '[people.ana]' 'nam = "Ana"' '[rotations.primary]' 'turn = "weekly"' \
    'starts = 2026-01-05' '[[overrides]]' 'rotation = "primary"' 'from = 2026-01-05' \
    'through = 2026-01-06' 'add = "ana"' 'remove = "ben"' '[lint]' 'coverage-gap = "of"' >"$work/$broken"
"$irp" schema >"$work/irp.schema.json"
cd "$work"

# What the checkers cannot read as TOML is spelled as both can: taplo knows no times without
# seconds, and tombi takes a bare key that begins like a date for a date.
mapfile -t files < <(find . -name '*.toml' | sort)
for file in "${files[@]}"; do
    up=$(dirname "${file#./}/" | sed -E 's#[^/.]+#..#g')
    sed -i -E -e "1i #:schema $up/irp.schema.json" \
        -e 's/((T|= )[0-9]{2}:[0-9]{2})([^:0-9]|$)/\1:00\3/' \
        -e '/^\[/s/\.([0-9]{4}-[a-z0-9-]+)/."\1"/' "$file"
done

check() {
    case $1 in
        taplo) RUST_LOG=error "$tools/taplo" check --colors never "${@:2}" ;;
        tombi) NO_COLOR=1 "$tools/tombi" lint --offline --no-cache --error-on-warnings "${@:2}" ;;
    esac
}

for tool in taplo tombi; do
    mapfile -t taken < <(printf '%s\n' "${files[@]}" | grep -vx "./$broken")
    check "$tool" "${taken[@]}" >out 2>&1 || { cat out; echo "$tool refuses a good plan"; exit 1; }
    if check "$tool" "$broken" >out 2>&1; then echo "$tool takes a broken plan"; exit 1; fi
    for line in 3 5 6 7 14; do
        grep -q "broken.toml:$line:" out || { cat out; echo "$tool takes line $line"; exit 1; }
    done
    echo "$tool takes ${#taken[@]} files and refuses a broken one"
done
