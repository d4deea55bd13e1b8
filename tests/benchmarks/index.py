#!/usr/bin/env python3
"""Measures what an index of Debian costs: each figure against its peer, in turn (A B A B ...), medians quoted.

    tests/benchmarks/index.py [-n RUNS] [-s SUITE]

The suite's files are fetched from the host's mirror once and then served on 127.0.0.1, so that no network is measured. Ours is a whole
`envc lock` of one small package with `base = false`: start-up, Release and its signature, download, hashes, decoding, parsing, the cached
image, solving and the lock file, in an empty store (`load`) and in one that has the index (`open`).
"""

import argparse
import hashlib
import http.server
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request

from first_light import ENVC, REPO, mirror, pairs

INDEX = "main/binary-amd64/Packages.xz"


def serve(suite):
    """A mirror on loopback with one suite; returns its address and the compressed index."""
    base = mirror().rstrip("/") + f"/dists/{suite}/"
    release, index = (urllib.request.urlopen(base + name).read() for name in ("InRelease", INDEX))
    digest = hashlib.sha256(index).hexdigest()
    if not re.search(f"^ {digest} +{len(index)} {INDEX}$", release.decode(), re.MULTILINE):
        raise SystemExit("the mirror is being updated: try again")
    by_hash = INDEX.rpartition("/")[0] + "/by-hash/SHA256/" + digest
    files = {f"/debian/dists/{suite}/{path}": content for path, content in (("InRelease", release), (INDEX, index), (by_hash, index))}

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            content = files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/debian", index


def run(command, **options):
    """Seconds and peak memory in bytes of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return seconds, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=11, help="pairs of runs")
    parser.add_argument("-s", default="forky", help="suite")
    arguments = parser.parse_args()
    subprocess.run([REPO / "envc", "version"], check=True, stdout=subprocess.DEVNULL)
    address, index = serve(arguments.s)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "Packages.xz").write_bytes(index)
        (scratch / "manifest.toml").write_text(
            f'version = 1\n[catalogs.debian]\ntype = "debian"\nsuites = [{{ name = "{arguments.s}", allow-expired = true }}]\n'
            '[install]\nhello.pkg-path = "hello"\n[options]\nbase = false\n')
        number = iter(range(10_000))
        memory = []

        def lock(store):
            (scratch / "manifest.lock").unlink(missing_ok=True)
            seconds, peak = run([ENVC, "lock", "-d", scratch], env=os.environ | {"ENVC_STORE": str(store), "ENVC_DEBIAN_MIRROR": address})
            memory.append(peak)
            return seconds

        load = pairs(arguments.n, lambda: lock(scratch / f"store{next(number)}"), lambda: run(["xz", "-dc", scratch / "Packages.xz"])[0])
        peak = statistics.median(memory)
        opened = pairs(arguments.n, lambda: lock(scratch / "store0"), lambda: run([ENVC, "version"])[0])

    print("| figure | against | ours | peer | result | goal |\n|---|---|---|---|---|---|")
    ours, peer = (statistics.median(each) for each in load)
    ratio = statistics.median(a / b for a, b in zip(*load))
    print(f"| index of {arguments.s} main, downloaded to usable | `xz -dc` of the file alone | {ours * 1000:.0f} ms | {peer * 1000:.0f} ms | {ratio:.2f} | at most 1.5 |")
    print(f"| peak memory of that | | {peak / 2**20:.0f} MiB | | | at most 250 MiB |")
    ours, peer = (statistics.median(each) for each in opened)
    print(f"| a lock with the index in the store | `envc version` | {ours * 1000:.0f} ms | {peer * 1000:.0f} ms | {(ours - peer) * 1000:.0f} ms more | |")


if __name__ == "__main__":
    main()
