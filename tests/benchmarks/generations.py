#!/usr/bin/env python3
"""Times of `envc generations list` and `envc switch` with 1,000 generations, beside `envc version` (start-up alone).

Usage: tests/benchmarks/generations.py [-n GENERATIONS] [-r ROUNDS]
The environment is a copy of environments/quickstart in a temporary directory, its generations are copies of the first one with other manifests.
"""
import argparse
import hashlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = ["kind", "generation", "parent", "digest", "time", "author", "host", "command"]
ENVC = ROOT / ".build" / "bin" / "envc"


def run(*arguments):
    start = time.perf_counter()
    subprocess.run([ENVC, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def multiply(project, count):
    generations = project / ".envc" / "generations"
    history = project / ".envc" / "history.jsonl"
    first = json.loads(history.read_text().splitlines()[0])
    manifest = (project / "manifest.toml").read_text()
    lines = [history.read_text().splitlines()[0]]
    for number in range(2, count + 1):
        copy = generations / str(number)
        shutil.copytree(generations / "1", copy, symlinks=True)
        text = f"{manifest}\n# {number}\n".encode()
        for name, content in (("manifest.toml", text),):
            (copy / name).chmod(0o644)
            (copy / name).write_bytes(content)
        described = json.loads((copy / "generation.json").read_text())
        described["manifest-sha256"] = hashlib.sha256(text).hexdigest()
        (copy / "generation.json").chmod(0o644)
        (copy / "generation.json").write_text(json.dumps(described, indent=2) + "\n")
        digest = hashlib.sha256((copy / "generation.json").read_bytes()).hexdigest()
        line = {**first, "generation": number, "parent": number - 1, "digest": digest, "command": ["envc", "build", "--target", f"sm_{number}"]}
        # As envc writes it, which does not have to parse its own lines.
        lines.append(json.dumps({key: line[key] for key in KEYS}, separators=(",", ":")))
    history.write_text("\n".join(lines) + "\n")
    current = project / ".envc" / "current"
    current.unlink()
    current.symlink_to(f"generations/{count}")
    (project / "manifest.toml").write_bytes((generations / str(count) / "manifest.toml").read_bytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("-r", type=int, default=21)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        project = pathlib.Path(directory) / "quickstart"
        shutil.copytree(ROOT / "environments" / "quickstart", project, ignore=shutil.ignore_patterns(".envc"))
        run("build", "-d", str(project))
        multiply(project, options.n)
        times = {"version": [], "list": [], "list --json": [], "history": [], "switch": []}
        for i in range(options.r):
            times["version"].append(run("version"))
            times["list"].append(run("generations", "list", "-d", str(project)))
            times["list --json"].append(run("generations", "list", "--json", "-d", str(project)))
            times["history"].append(run("generations", "history", "-d", str(project)))
            times["switch"].append(run("switch", str(1 + i % options.n), "-d", str(project)))
        for what, measured in times.items():
            print(f"{what:12} median {statistics.median(measured):6.1f} ms   longest {max(measured):6.1f} ms   over `version` {statistics.median(measured) - statistics.median(times['version']):6.1f} ms")


if __name__ == "__main__":
    main()
