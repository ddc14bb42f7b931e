"""Runs the scripts of action.yml as a runner would, with an irp that only says how it was called;
and that of the recipe which writes comments, with a gh that does: action.py ACTION RECIPE."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import ruamel.yaml

GH = """#!/bin/sh
printf '%s\\n' "$*" >> calls
case "$*" in
*" repos/a/b/pulls "*) printf '%s' "$NUMBER" ;;
*--paginate*) printf '%s' "$COMMENTS" ;;
esac
"""
IRP = "#!/bin/sh\nprintf '%s\\n' \"$@\"\n"
HOSTILE = "a b'; \"$(touch broken)\" `touch broken` --json"


def run(script: str, folder: str, **variables: str) -> str:
    environment = {"PATH": os.environ["PATH"], "RUNNER_TEMP": folder, **variables}
    words = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    options = {"capture_output": True, "check": True, "cwd": folder, "text": True}
    return subprocess.run(words, env=environment, **options).stdout


def called(script: str, folder: str, plan: str, base: str, reports: str) -> list[str]:
    variables = {"PLAN": plan, "BASE": base, "FAIL_ON": "warning", "REPORTS": reports}
    return run(script, folder, **variables).splitlines()


def check_call(script: str, folder: str) -> None:
    """Every input is one word, whatever is in it, and an empty one is none."""
    program = pathlib.Path(folder, "irp/bin/irp")
    program.parent.mkdir(parents=True)
    program.write_text(IRP, encoding="utf-8")
    program.chmod(0o755)
    always = ["check", "--format=github", "--fail-on=warning"]
    assert called(script, folder, "", "", "") == always
    reports = "sarif=a b.sarif\n\n  junit=x.xml  \n"
    expected = [*always, f"--plan={HOSTILE}", "--since=HEAD^1"]
    expected += ["--report=sarif=a b.sarif", "--report=junit=x.xml"]
    found = called(script, folder, HOSTILE, "HEAD^1", reports)
    assert found == expected, found
    assert not pathlib.Path(folder, "broken").exists()


def diffed(script: str, folder: str, **variables: str) -> tuple[int, list[str], str]:
    """What a comparison exits with, what it writes, and what the summary of the job is then."""
    summary = pathlib.Path(folder, "summary")
    summary.write_text("before\n", encoding="utf-8")
    inputs = {"PLAN": "", "BASE": "HEAD^1", "DIFF": "", "FAIL_ON": "", **variables}
    try:
        run(script, folder, GITHUB_STEP_SUMMARY=str(summary), **inputs)
        code = 0
    except subprocess.CalledProcessError as error:
        code = error.returncode
    file = pathlib.Path(folder, inputs["DIFF"] or "irp-diff.md")
    return code, file.read_text(encoding="utf-8").splitlines(), summary.read_text(encoding="utf-8")


def check_diff(script: str, folder: str) -> None:
    """What a change does goes to a file and the summary, and fails only what it is to fail."""
    program = pathlib.Path(folder, "irp/bin/irp")
    always = ["diff", "--format=markdown"]
    code, words, summary = diffed(script, folder)
    assert (code, words) == (0, [*always, "--", "HEAD^1..HEAD"]), words
    assert summary == "before\n" + "\n".join(words) + "\n", summary
    code, words, _ = diffed(script, folder, PLAN=HOSTILE, DIFF="a b.md", FAIL_ON=HOSTILE)
    expected = [*always, f"--plan={HOSTILE}", f"--fail-on={HOSTILE}", "--", "HEAD^1..HEAD"]
    assert (code, words) == (0, expected), words
    assert not pathlib.Path(folder, "broken").exists()
    for status in (1, 2):
        program.write_text(f"{IRP}echo ::error::x >&2\nexit {status}\n", encoding="utf-8")
        code, words, summary = diffed(script, folder)
        assert code == 0 and (words[0] == "<!-- irp diff -->") == (status == 2), words
        assert summary.endswith(words[-1] + "\n"), summary
        assert diffed(script, folder, FAIL_ON="now")[0] == status


def commented(script: str, folder: str, **variables: str) -> list[str]:
    """What gh was asked for after the first two questions; the comment is `comment.md`."""
    calls = pathlib.Path(folder, "calls")
    calls.write_text("", encoding="utf-8")
    known = {"GH_REPO": "a/b", "HEAD": HOSTILE, "COMMIT": "c0", "NUMBER": "", "COMMENTS": ""}
    path = f"{folder}/bin:{os.environ['PATH']}"
    run(script, folder, **{**known, **variables, "PATH": path})
    asked = calls.read_text(encoding="utf-8").splitlines()
    assert f"head={HOSTILE}" in asked[0], asked
    return [call for call in asked if "--method P" in call]


def check_comment(script: str, folder: str) -> None:
    """The first comment of its own is renewed; without one a new one is written."""
    gh = pathlib.Path(folder, "bin/gh")
    gh.parent.mkdir()
    gh.write_text(GH, encoding="utf-8")
    gh.chmod(0o755)
    comment = pathlib.Path(folder, "comment.md")
    comment.write_text("<!-- irp diff -->\nx\n", encoding="utf-8")
    assert commented(script, folder) == []
    for comments, how in [("", "POST repos/a/b/issues/7/comments"),
                          ("31\n32", "PATCH repos/a/b/issues/comments/31")]:
        found = commented(script, folder, NUMBER="7", COMMENTS=comments)
        assert found == [f"api --silent --method {how} -F body=@comment.md"], found
    assert not pathlib.Path(folder, "broken").exists()
    comment.write_text("anything else\n", encoding="utf-8")
    try:
        commented(script, folder, NUMBER="7")
    except subprocess.CalledProcessError:
        return
    raise AssertionError("anything is written as a comment")


def check_source(script: str, folder: str, root: str) -> None:
    """The same source has the same sum."""
    output = pathlib.Path(folder, "output")
    variables = {"GITHUB_ACTION_PATH": root, "GITHUB_OUTPUT": str(output)}
    for _ in range(2):
        run(script, folder, **variables)
    lines = output.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 and len(set(lines)) == 1, lines
    assert re.fullmatch(r"sum=[0-9a-f]{64}", lines[0]), lines


def check_output(script: str, folder: str) -> None:
    """Other steps are told where the program is that was run here."""
    output = pathlib.Path(folder, "where")
    run(script, folder, GITHUB_OUTPUT=str(output))
    assert output.read_text(encoding="utf-8") == f"irp={folder}/irp/bin/irp\n"


def main(path: str, recipe: str) -> None:
    text = pathlib.Path(path).read_text(encoding="utf-8")
    steps = ruamel.yaml.YAML(typ="safe").load(text)["runs"]["steps"]
    scripts = {step["name"]: step["run"] for step in steps if "run" in step}
    assert all("${{" not in script for script in scripts.values()), scripts
    with tempfile.TemporaryDirectory() as folder:
        check_call(scripts["Check the plan"], folder)
        check_diff(scripts["Show what the change does"], folder)
        root = str(pathlib.Path(path).resolve().parent)
        check_output(scripts["Say where it is"], folder)
        check_source(scripts["Identify this irp"], folder, root)
    text = pathlib.Path(recipe).read_text(encoding="utf-8")
    steps = ruamel.yaml.YAML(typ="safe").load(text)["jobs"]["comment"]["steps"]
    with tempfile.TemporaryDirectory() as folder:
        check_comment(next(step["run"] for step in steps if "run" in step), folder)
    assert "--locked --path \"$GITHUB_ACTION_PATH\"" in scripts["Build it"]


if __name__ == "__main__":
    main(*sys.argv[1:])
