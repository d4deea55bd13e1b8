#!/usr/bin/env python3
"""Measures `envc lock` of environments/llamacpp for six targets against the same manifest for one of them, without a lock and with the indexes in the store.

    tests/benchmarks/targets.py [-n PAIRS]

Pairs in turn (A B A B ...), medians quoted; the median of the ratios is what counts.
"""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time

import first_light

SIX = ["cpu", "sm_75", "sm_80", "sm_89", "sm_90", "sm_120"]
ONE = ["sm_90"]
GOAL = 1.3


def environment(scratch, name, targets):
    project = pathlib.Path(scratch) / name
    shutil.copytree(first_light.REPO / "environments" / "llamacpp", project, ignore=shutil.ignore_patterns(".envc", "manifest.lock"))
    manifest = project / "manifest.toml"
    listed = ", ".join(f'"{target}"' for target in targets)
    manifest.write_text(re.sub(r"^targets = .*$", f"targets = [{listed}]", manifest.read_text(), flags=re.MULTILINE))
    return project


def lock(project, variables):
    (project / "manifest.lock").unlink(missing_ok=True)
    start = time.perf_counter()
    subprocess.run([first_light.ENVC, "lock", "-d", project], check=True, capture_output=True, env=variables)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=7, help="pairs")
    pairs = parser.parse_args().n
    with tempfile.TemporaryDirectory() as scratch:
        variables = {**os.environ, "ENVC_STORE": f"{scratch}/store"}
        six, one = environment(scratch, "six", SIX), environment(scratch, "one", ONE)
        lock(six, variables)
        times = [(lock(six, variables), lock(one, variables)) for _ in range(pairs)]
    ratio = statistics.median(a / b for a, b in times)
    print(f"six targets {statistics.median(a for a, _ in times) * 1000:.0f} ms, one {statistics.median(b for _, b in times) * 1000:.0f} ms, "
          f"ratio {ratio:.2f} (goal at most {GOAL})")


if __name__ == "__main__":
    main()
