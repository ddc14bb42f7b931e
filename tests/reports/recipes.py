"""Writes the files that pages show into a folder: recipes.py FOLDER PAGE...

Prints their paths, one a line.
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"<!-- ci: (\S+) -->\n```yaml\n(.*?)```\n", re.DOTALL)


def main(folder: str, *pages: str) -> None:
    for page in pages:
        blocks = BLOCK.findall(pathlib.Path(page).read_text(encoding="utf-8"))
        if not blocks:
            sys.exit(f"{page} shows no files")
        for name, text in blocks:
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
            print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
