#!/usr/bin/env python3
"""quickstart's image by envc against `tar | gzip -6` of the same tree, put into an image by umoci; in turn, medians.

  tests/benchmarks/images.py [-n ROUNDS]

cold: the store has packages and roots, but no layer. again: nothing has changed. Needs umoci, skopeo, tar, gzip and a package mirror for the first build.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

REPO = pathlib.Path(__file__).resolve().parents[2]


def run(*command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def seconds(work):
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=5, metavar="ROUNDS")
    rounds = parser.parse_args().n
    with tempfile.TemporaryDirectory(prefix="envc-images-") as place:
        place = pathlib.Path(place)
        store, environment, layout = place / "store", place / "quickstart", place / "image"
        shutil.copytree(REPO / "environments/quickstart", environment, ignore=shutil.ignore_patterns(".envc"))
        variables = dict(os.environ, ENVC_STORE=str(store))

        def containerize():
            run(REPO / ".build/bin/envc", "containerize", "-o", layout, "-d", environment, env=variables)

        containerize()
        run("umoci", "unpack", "--rootless", "--image", f"{layout}:1-cpu", place / "bundle")
        tree = place / "bundle/rootfs"

        def cold():
            shutil.rmtree(layout)
            for made in ("layers", "images"):
                shutil.rmtree(store / made)
            return seconds(containerize)

        def by_hand():
            archive, other = place / "layer.tar", place / "other"
            shutil.rmtree(other, ignore_errors=True)

            def work():
                run("sh", "-c", 'tar --sort=name -C "$1" -c . | tee "$2" | gzip -6 > "$2.gz"', "sh", tree, archive)

            def put():
                run("umoci", "init", "--layout", other)
                run("umoci", "new", "--image", f"{other}:image")
                run("umoci", "raw", "add-layer", "--image", f"{other}:image", archive)

            return seconds(work), seconds(put)

        figures = {"envc cold": [], "envc again": [], "tar | gzip -6": [], "umoci": []}
        for _ in range(rounds):
            figures["envc cold"].append(cold())
            figures["envc again"].append(seconds(containerize))
            packed, put = by_hand()
            figures["tar | gzip -6"].append(packed)
            figures["umoci"].append(put)
        medians = {name: statistics.median(values) for name, values in figures.items()}
        for name, value in medians.items():
            print(f"{name:16} {value:6.2f} s")
        hand = medians["tar | gzip -6"]
        print(f"cold / tar | gzip: {medians['envc cold'] / hand:.2f}; with umoci's part, which compresses anew: {medians['envc cold'] / (hand + medians['umoci']):.2f}")


if __name__ == "__main__":
    main()
