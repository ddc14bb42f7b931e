#!/usr/bin/env python3
"""Completion in real shells: types a line at a prompt, presses Tab, and looks at what became of it.

    tests/shells/run.py --irp target/debug/irp [bash zsh fish elvish]

Each shell finds an `irp` that completes as the real one does and otherwise prints its arguments,
so that what is compared is the command line that would have been run.
"""

import argparse
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
KESTREL = ROOT / "examples" / "kestrel"
PATIENCE = 20
# What must not stand on the prompt; the exception is how Elvish says that nothing may follow.
TROUBLE = re.compile(r"error(?!: no candidates)|exception|panicked", re.I)

# What is typed, with | for the Tab key, and the arguments that it becomes.
CASES = [
    ("irp onc|", "oncall"),
    ("irp help sched|", "help schedule"),
    ("irp oncall --sev|", "oncall --severity"),
    ("irp check --form|conc|", "check --format concise"),
    ("irp why platform-p|", "why platform-primary"),
    ("irp oncall -r weekend-s|", "oncall -r weekend-secondary"),
    ("irp oncall --rotation=weekend-s|", "oncall --rotation=weekend-secondary"),
    ("irp oncall --team trac|--person toma|", "oncall --team tracking --person tomasz"),
    ("irp oncall --service tracking-i|", "oncall --service tracking-ingest"),
    ("irp oncall --severity sev1|", "oncall --severity sev1"),
    ("irp oncall --role tri|", "oncall --role triage"),
    ("irp why triage-desk tom|", "why triage-desk tomorrow"),
    ("irp oncall fri 17:00 toma|", "oncall fri 17:00 tomasz"),
    ("irp oncall --tz berl|", "oncall --tz Europe/Berlin"),
    ("irp oncall --tz Europe/Berl|", "oncall --tz Europe/Berlin"),
    ("irp oncall --tz Antarctica/McM|", "oncall --tz Antarctica/McMurdo"),
    ("irp oncall --color=al|", "oncall --color=always"),
    ("irp completions elv|", "completions elvish"),
    ("irp --plan run|", "--plan runbooks/"),
    ("irp --plan=run|", "--plan=runbooks/"),
    ("irp why --plan ../minimum prim|", "why --plan ../minimum primary"),
]
BROKEN = [
    ("irp why web-p|", "why web-primary"),
    ("irp oncall --person an|", "oncall --person ana"),
]
NOWHERE = [
    ("irp why web-p|", "why web-p"),
    ("irp oncall --rotation |", "oncall --rotation"),
    ("irp onc|", "oncall"),
    ("irp oncall --tz Asia/Kath|", "oncall --tz Asia/Kathmandu"),
]
# In a repository: its revisions, and ids as they were in one of them.
PAST = [
    ("irp oncall --rev rel|", "oncall --rev release-1"),
    ("irp oncall --rev=rel|", "oncall --rev=release-1"),
    ("irp --rev feature/n|", "--rev feature/night-shift"),
    ("irp why --rev release-1 old-p|", "why --rev release-1 old-primary"),
    ("irp --rev release-1 why old-p|", "--rev release-1 why old-primary"),
    ("irp why old-p|", "why old-p"),
    ("irp why new-p|", "why new-primary"),
]
# What is typed, and what then can be read on the screen.
LISTS = [
    ("irp oncall --rotation product-||", {"product-primary": "checkout", "product-secondary": "tracking"}),
    ("irp ||", {"oncall": "Say who is on call", "completions": "Print the script"}),
]

BROKEN_PLAN = """irp = 1
[plan]
name = "Broken (fictional)"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana
[rotations.web-primary]
turn = "soon"
people = ["ana", "nobody-knows"]
"""
PAST_PLAN = """irp = 1
[plan]
name = "Past (fictional)"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[rotations.{name}-primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
"""


class Shell:
    """An interactive shell on a terminal of its own."""

    def __init__(self, command, environment):
        self.screen = ""
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            termios.tcsetwinsize(0, (50, 120))
            os.chdir(KESTREL)
            os.execvpe(command[0], command, environment)

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read(self, until, patience=PATIENCE):
        """What is on the screen once a pattern is; or all of it when patience ends."""
        end = time.monotonic() + patience
        while not until(self.screen) and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.05)[0]:
                try:
                    self.screen += plain(os.read(self.terminal, 65536).decode(errors="replace"))
                except OSError:
                    break
        return self.screen

    def run(self, line):
        """Types a command and waits until it has run."""
        self.screen = ""
        self.type(line + "; echo do''ne\r")
        text = self.read(lambda screen: re.search(r"^done\s*$", screen, re.M))
        if "done" not in text:
            raise SystemExit(f"the shell does not answer to {line!r}:\n{text}")

    def close(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)


def plain(text):
    """Text without what only moves the cursor or colours."""
    text = re.sub(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>78M]", "", text)
    return re.sub(r"\r\n?", "\n", text.replace("\x07", ""))


def keys(shell, text):
    """Types, and lets the shell answer each Tab before it goes on."""
    for part in re.split(r"(\|)", text):
        if part == "|":
            before = len(shell.screen)
            shell.type("\t")
            shell.read(lambda screen: len(screen) > before, 1)
            shell.read(lambda screen: False, 0.15)
        elif part:
            shell.type(part)
            shell.read(lambda screen: False, 0.05)


def became(shell, typed):
    """The arguments that a typed line has when it is run."""
    shell.screen = ""
    keys(shell, typed)
    shell.type("\r")
    pattern = re.compile(r"<<(.*?)>>", re.S)
    text = shell.read(pattern.search)
    found = pattern.search(text)
    return found and found.group(1), text


def check(name, shell, cases):
    wrong = []
    for typed, expected in cases:
        if name == "elvish" and ("=" in typed or "berl|" in typed):
            # It quotes words with `=`, and takes only candidates that begin as the word does.
            continue
        arguments, screen = became(shell, typed)
        # zsh takes the slash away again when the line is run.
        if (arguments or "").rstrip("/") != expected.rstrip("/") or TROUBLE.search(screen):
            wrong.append(f"{name}: {typed!r} became {arguments!r}, not {expected!r}:\n{screen}")
    return wrong


def lists(name, irp, home):
    """What is listed where several things may follow; each in a shell of its own."""
    wrong = []
    for typed, shown in LISTS:
        shell = start(name, irp, home)
        shell.screen = ""
        keys(shell, typed)
        # Bash shows no descriptions.
        words = list(shown) if name == "bash" else [*shown, *shown.values()]
        text = shell.read(lambda screen: all(word in screen for word in words), 3)
        missing = [word for word in words if word not in text]
        if missing:
            wrong.append(f"{name}: {typed!r} does not show {missing}:\n{text}")
        shell.close()
    return wrong


def start(name, irp, home):
    """The command that starts a shell, and what is typed first."""
    loaded = {
        "bash": 'PS1="$ "; bind "set bell-style none"; bind "set enable-bracketed-paste off"; '
        f"source <({irp} completions bash)",
        "zsh": "PS1='$ '; unsetopt beep; autoload -Uz compinit; compinit -u -D; "
        f"source <({irp} completions zsh)",
        "fish": f"function fish_prompt; echo '$ '; end; {irp} completions fish | source",
        "elvish": f"eval ({irp} completions elvish | slurp)",
    }
    command = {
        "bash": ["bash", "--norc", "--noprofile", "-i"],
        "zsh": ["zsh", "-f", "-i"],
        "fish": ["fish", "--no-config", "-i"],
        "elvish": ["elvish", "-norc"],
    }
    environment = {
        "PATH": f"{home}/bin:{os.environ['PATH']}",
        "HOME": str(home),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "120",
        "LINES": "50",
    }
    shell = Shell(command[name], environment)
    time.sleep(0.5)
    shell.run(loaded[name])
    return shell


def stand_in(home, irp):
    """An `irp` that completes, and otherwise says how it was called."""
    (home / "bin").mkdir()
    program = home / "bin" / "irp"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = __complete ] && exec {irp} "$@"\nprintf "<<%s>>\\n" "$*"\n'
    )
    program.chmod(0o755)


def repository(folder):
    """A repository whose rotation had another name."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }

    def git(*words):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True)

    folder.mkdir()
    git("init", "-q", "-b", "main")
    for name in ("old", "new"):
        (folder / "irp.toml").write_text(PAST_PLAN.replace("{name}", name))
        git("add", "--all")
        git("commit", "-q", "-m", name)
        git("tag" if name == "old" else "branch", "release-1" if name == "old" else "feature/night-shift")


def test(name, irp):
    with tempfile.TemporaryDirectory(prefix="irp-shells-") as folder:
        home = pathlib.Path(folder)
        stand_in(home, irp)
        (home / "broken").mkdir()
        (home / "broken" / "irp.toml").write_text(BROKEN_PLAN)
        (home / "nowhere").mkdir()
        repository(home / "past")
        shell = start(name, irp, home)
        try:
            wrong = check(name, shell, CASES)
            wrong += lists(name, irp, home)
            for place, cases in (("broken", BROKEN), ("nowhere", NOWHERE), ("past", PAST)):
                shell.run(f"cd {home}/{place}")
                wrong += check(name, shell, cases)
        finally:
            shell.close()
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--irp", required=True, type=pathlib.Path)
    parser.add_argument("shells", nargs="*", default=["bash", "zsh", "fish"])
    given = parser.parse_args()
    wrong = []
    for name in given.shells:
        if not shutil.which(name):
            wrong.append(f"{name} is not installed")
            continue
        version = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
        found = test(name, given.irp.resolve())
        print(f"{name}: {len(found)} wrong ({version.stdout.splitlines()[0] if version.stdout else name})")
        wrong += found
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
