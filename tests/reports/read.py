"""Reads what irp check prints with the parsers that its readers use: read.py --irp IRP PLAN..."""

import argparse
import json
import subprocess
import xml.etree.ElementTree as ElementTree

import junitparser

NOW = "2026-10-19T09:00:00Z"


def printed(irp: str, plan: str, form: str) -> bytes:
    words = [irp, "check", "--plan", plan, "--now", NOW, "--format", form]
    run = subprocess.run(words, capture_output=True, check=False)
    assert run.returncode in (0, 1), run.stderr.decode()
    return run.stdout


def read(irp: str, plan: str) -> int:
    """Reads every format of one plan; returns how many findings all of them show."""
    count = len(json.loads(printed(irp, plan, "json"))["findings"])
    suites = junitparser.JUnitXml.fromstring(printed(irp, plan, "junit"))
    tests = [test for suite in suites for test in suite]
    found = [test for test in tests if test.result or test.system_out]
    assert len(found) == count, f"{plan}: {len(found)} of {count} in JUnit"
    assert suites.tests == len(tests), f"{plan}: {suites.tests} is not {len(tests)}"
    style = ElementTree.fromstring(printed(irp, plan, "checkstyle"))
    assert len(style.findall("file/error")) == count, f"{plan}: Checkstyle"
    assert len(json.loads(printed(irp, plan, "gitlab"))) == count, f"{plan}: GitLab"
    runs = json.loads(printed(irp, plan, "sarif"))["runs"]
    assert [len(run["results"]) for run in runs] == [count], f"{plan}: SARIF"
    assert len(json.loads(printed(irp, plan, "rdjson"))["diagnostics"]) == count, plan
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--irp", required=True)
    parser.add_argument("plans", nargs="+")
    arguments = parser.parse_args()
    total = sum(read(arguments.irp, plan) for plan in arguments.plans)
    assert total > 0, "none of the plans shows anything"
    print(f"{len(arguments.plans)} plans, {total} findings, five formats")


if __name__ == "__main__":
    main()
