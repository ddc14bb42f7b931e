#!/usr/bin/env bash
# Has what irp offers to services that run checks read by others: action.yml, the hooks of
# pre-commit, and the recipes of the pages. Usage: recipes.sh PYTHON_BIN NODE_FOLDER WORK_FOLDER
set -euo pipefail
bin=$1 node=$2 work=$3
here=$(dirname "${BASH_SOURCE[0]}")

rm -rf "$work"
python3 "$here/recipes.py" "$work" docs/ci.md docs/guide/calendar.md
workflows=("$work"/.github/workflows/*.yml)

"$bin/check-jsonschema" --builtin-schema vendor.github-actions action.yml
"$bin/check-jsonschema" --builtin-schema vendor.github-workflows "${workflows[@]}"
"$bin/check-jsonschema" --builtin-schema vendor.gitlab-ci "$work"/{,pages/}.gitlab-ci.yml
"$bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
"$bin/pre-commit" validate-config "$work/.pre-commit-config.yaml"
node "$node/check.mjs" "${workflows[@]}"
# The action itself names what it uses by its commit.
"$bin/zizmor" --offline --quiet --persona pedantic action.yml
"$bin/zizmor" --offline --quiet --config "$here/zizmor.yml" "${workflows[@]}"

"$bin/python" "$here/action.py" action.yml "$work/.github/workflows/plan-comment.yml"
