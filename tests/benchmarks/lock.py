#!/usr/bin/env python3
"""Measures `envc lock` without a lock and with its indexes in the store against `apt-get -s install --no-install-recommends` with its lists on disk.

    tests/benchmarks/lock.py [-n PAIRS] [CASE ...]

Pairs in turn (A B A B ...), medians quoted; the median of the ratios is what counts. Both see forky's main alone, apt in a root of its own with nothing
installed. CASES: quickstart, five.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import first_light

FIVE = ["python3-transformers", "prometheus", "caddy", "llama.cpp-tools", "nginx"]
GOAL = 0.1


def timed(command, **options):
    start = time.perf_counter()
    output = subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout
    return time.perf_counter() - start, output


def apt_root(scratch):
    """Options of an apt with lists of its own and nothing of this machine's configuration."""
    root = pathlib.Path(scratch) / "apt"
    for each in ("etc/preferences.d", "etc/sources.list.d", "etc/apt.conf.d", "lists/partial", "cache/archives/partial"):
        (root / each).mkdir(parents=True)
    (root / "status").touch()
    (root / "etc/sources.list").write_text(f"deb [trusted=yes] {first_light.mirror()} forky main\n")
    settings = {"Dir::Etc": root / "etc", "Dir::State": root, "Dir::State::status": root / "status", "Dir::State::lists": root / "lists",
                "Dir::Cache": root / "cache", "APT::Architecture": "amd64", "APT::Architectures": "amd64", "APT::Sandbox::User": "",
                "Acquire::Languages": "none", "Acquire::Check-Valid-Until": "false"}
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    subprocess.run(["apt-get", *options, "update"], check=True, capture_output=True)
    return options


def five(scratch):
    project = pathlib.Path(scratch) / "five"
    project.mkdir()
    install = "\n".join(f'{name.replace(".", "-")}.pkg-path = "{name}"' for name in FIVE)
    (project / "manifest.toml").write_text(
        f'version = 1\n[catalogs.debian]\ntype = "debian"\nsuites = [{{ name = "forky", allow-expired = true }}]\n'
        f"[install]\n{install}\n[options]\nbase = false\n")
    return project, FIVE


def quickstart(scratch):
    return first_light.copy_of_quickstart(scratch), ["llama.cpp-tools"]


CASES = {"quickstart": quickstart, "five": five}


def measure(name, pairs):
    with tempfile.TemporaryDirectory() as scratch:
        project, packages = CASES[name](scratch)
        options = apt_root(scratch)
        variables = os.environ | {"ENVC_STORE": f"{scratch}/store"}

        def ours():
            (project / "manifest.lock").unlink(missing_ok=True)
            return timed([first_light.ENVC, "lock", "-d", project], env=variables)[0]

        def peer():
            return timed(["apt-get", *options, "-s", "install", "--no-install-recommends", *packages])[0]

        ours(), peer()
        times = [(ours(), peer()) for _ in range(pairs)]
        subprocess.run(["chmod", "-R", "u+w", scratch], check=True)
        return [mine for mine, _ in times], [theirs for _, theirs in times]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=11, help="pairs of runs (default: 11)")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    arguments = parser.parse_args()
    subprocess.run([first_light.REPO / "envc", "version"], check=True, stdout=subprocess.DEVNULL)
    print("| packages | `envc lock` | `apt-get -s install` | ratio | goal |\n|---|---|---|---|---|")
    for name in arguments.cases or CASES:
        mine, theirs = measure(name, arguments.n)
        ratio = statistics.median(a / b for a, b in zip(mine, theirs))
        print(f"| {name} | {statistics.median(mine) * 1000:.0f} ms | {statistics.median(theirs) * 1000:.0f} ms | {ratio:.3f} | at most {GOAL} |", flush=True)


if __name__ == "__main__":
    main()
