"""Writes the files that docs/ci.md shows into a folder: recipes.py PAGE FOLDER.

Prints their paths, one a line.
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"<!-- ci: (\S+) -->\n```yaml\n(.*?)```\n", re.DOTALL)


def main(page: str, folder: str) -> None:
    blocks = BLOCK.findall(pathlib.Path(page).read_text(encoding="utf-8"))
    if len(blocks) < 4:
        sys.exit(f"{page} shows only {len(blocks)} files")
    for name, text in blocks:
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
