#!/usr/bin/env python3
"""Push and pull of large blobs to docker-registry on loopback, envc and skopeo in turn on the same blobs; medians, and envc's peak memory.

    tests/benchmarks/registry.py [-n RUNS] [-m MEGABYTES] [-f FILES] [-d DIRECTORY]      with docker-registry and skopeo installed

The blobs are model files of a copy of environments/quickstart, pushed by `envc push --with-packages`; skopeo copies the same manifest out of the registry into a
layout, and from there into another registry. Every push goes into an empty registry. Machines are noisy: the ratio of a pair is what counts, not the seconds.
"""

import argparse
import contextlib
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

REPO = pathlib.Path(__file__).resolve().parents[2]
ENVC = REPO / ".build/bin/envc"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def registry(directory):
    host = f"127.0.0.1:{free_port()}"
    configuration = directory.with_suffix(".yml")
    configuration.write_text(
        f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {directory}}}}}\nhttp: {{addr: '{host}', secret: benchmark}}\n"
    )
    process = subprocess.Popen(["docker-registry", "serve", configuration], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"http://{host}/v2/")
                break
            time.sleep(0.05)
        yield host
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(directory, ignore_errors=True)


def timed(*command):
    """Seconds, and the largest resident size in MB."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{errors.decode()}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def prepare(project, files, size):
    shutil.copytree(REPO / "environments/quickstart", project, ignore=shutil.ignore_patterns(".envc"))
    manifest = (project / "manifest.toml").read_text()
    block = 1 << 20
    for number in range(files):
        path = project / "models" / f"large-{number}.gguf"
        with path.open("wb") as file:
            for _ in range(size // files // block):
                file.write(os.urandom(block))
        manifest += f'\n[models.large-{number}]\npath = "models/{path.name}"\n'
    (project / "manifest.toml").write_text(manifest)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=3, help="runs")
    parser.add_argument("-m", type=int, default=2048, help="megabytes")
    parser.add_argument("-f", type=int, default=4, help="files that they are in")
    parser.add_argument("-d", default=None, help="directory with room for five times as much")
    options = parser.parse_args()
    times = {what: [] for what in ("envc push", "skopeo push", "envc pull", "skopeo pull")}
    memory = {what: 0 for what in times}

    def measure(what, *command):
        seconds, peak = timed(*command)
        times[what].append(seconds)
        memory[what] = max(memory[what], peak)

    with tempfile.TemporaryDirectory(dir=options.d) as scratch:
        scratch = pathlib.Path(scratch)
        os.environ["ENVC_STORE"] = str(scratch / "store")
        project = scratch / "project"
        prepare(project, options.f, options.m << 20)
        timed(ENVC, "build", "-d", project)
        # Fetches the packages into the store, and is no part of what is measured.
        with registry(scratch / "warm") as host:
            timed(ENVC, "push", f"{host}/a/b", "--with-packages", "-d", project)
        for run in range(options.n):
            with registry(scratch / f"first-{run}") as host:
                measure("envc push", ENVC, "push", f"{host}/a/b", "--with-packages", "-d", project)
                source = f"docker://{host}/a/b:1-packages"
                layout = f"oci:{scratch}/layout:1"
                measure("skopeo pull", "skopeo", "--insecure-policy", "copy", "--src-tls-verify=false", source, layout)
                measure("envc pull", ENVC, "pull", f"{host}/a/b", "-d", scratch / "pulled")
                shutil.rmtree(scratch / "pulled")
            with registry(scratch / f"second-{run}") as host:
                measure("skopeo push", "skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false", layout, f"docker://{host}/a/b:1-packages")
            shutil.rmtree(scratch / "layout")
    for what in times:
        median = statistics.median(times[what])
        print(f"{what:12} median {median:6.2f} s   {options.m / median:7.0f} MB/s   peak {memory[what]:5.0f} MB")
    for what in ("push", "pull"):
        pairs = [peer / own for own, peer in zip(times[f"envc {what}"], times[f"skopeo {what}"])]
        print(f"{what}: envc reaches {statistics.median(pairs):.2f} of skopeo's speed (pairs: {', '.join(f'{pair:.2f}' for pair in pairs)})")


if __name__ == "__main__":
    main()
