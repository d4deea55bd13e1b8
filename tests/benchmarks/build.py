#!/usr/bin/env python3
"""Measures `envc build` of an environment of some 250 packages, from nothing and after a small change.

    tests/benchmarks/build.py [-n PAIRS] [FIGURE ...]        as uid 0, on Debian, with mmdebstrap installed

FIGURES:
    cold       empty store, no lock: lock, index, download, roots, generation; against mmdebstrap of the same packages, scripts run (a root that works)
    extracted  the same against `mmdebstrap --variant=extract`, which only unpacks: no users, alternatives, linker cache, CA bundle
    add        one small package is added to the manifest, then `envc build`; the store has everything else

Pairs in turn (A B A B ...), medians quoted; machines are noisy, the median of the ratios is what counts.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile

import first_light
from lock import FIVE

SMALL = ["jq", "sl", "cowsay", "pv", "ncdu", "rlwrap", "figlet", "hello", "tree", "bc", "moreutils", "entr"]
GOALS = {"cold": 0.35, "extracted": 0.35, "add": 0.5}


def write_manifest(project, packages):
    project.mkdir(parents=True, exist_ok=True)
    install = "\n".join(f'{name.replace(".", "-")}.pkg-path = "{name}"' for name in packages)
    (project / "manifest.toml").write_text(
        f'version = 1\n[catalogs.debian]\ntype = "debian"\nsuites = [{{ name = "forky", allow-expired = true }}]\n[install]\n{install}\n')


def build(project, store):
    return first_light.timed([first_light.ENVC, "build", "-d", project], env=os.environ | {"ENVC_STORE": str(store)})



def against_mmdebstrap(variant):
    def measure(pairs):
        # Nothing is removed before the end: ext4 looks at every recently deleted inode when it makes a new one, and that would be measured too.
        with tempfile.TemporaryDirectory() as scratch:
            number = iter(range(10_000))

            def ours():
                here = pathlib.Path(scratch) / str(next(number))
                write_manifest(here / "five", FIVE)
                return build(here / "five", here / "store")

            def peer():
                return first_light.timed(
                    ["mmdebstrap", f"--variant={variant}", f"--include={','.join(FIVE)}", "--aptopt=Acquire::Check-Valid-Until \"false\"",
                     "--aptopt=APT::Install-Recommends \"false\"", "forky", f"{scratch}/{next(number)}", first_light.mirror()])

            times = [(ours(), peer()) for _ in range(pairs)]
            subprocess.run(["chmod", "-R", "u+w", scratch], check=True)
        ratio = statistics.median(mine / theirs for mine, theirs in times)
        mine, theirs = (statistics.median(each) for each in zip(*times))
        return f"{mine:.2f} s | {theirs:.2f} s | {ratio:.2f}"

    return measure


def add(runs):
    with tempfile.TemporaryDirectory() as scratch:
        project, store = pathlib.Path(scratch) / "five", pathlib.Path(scratch) / "store"
        write_manifest(project, FIVE)
        build(project, store)
        times = []
        for run in range(runs):
            write_manifest(project, [*FIVE, SMALL[run % len(SMALL)]])
            times.append(build(project, store))
        subprocess.run(["chmod", "-R", "u+w", scratch], check=True)
    return f"{statistics.median(times):.2f} s | | {statistics.median(times):.2f} s"


FIGURES = {"cold": (against_mmdebstrap("apt"), 3), "extracted": (against_mmdebstrap("extract"), 3), "add": (add, len(SMALL))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, help="pairs of runs (default: as many as the figure needs)")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES))
    arguments = parser.parse_args()
    subprocess.run([first_light.REPO / "envc", "version"], check=True, stdout=subprocess.DEVNULL)
    print("| figure | ours | peer | result | goal |\n|---|---|---|---|---|")
    for name in arguments.figures or FIGURES:
        measure, runs = FIGURES[name]
        print(f"| {name} | {measure(arguments.n or runs)} | at most {GOALS[name]} |", flush=True)


if __name__ == "__main__":
    main()
