#!/usr/bin/env python3
"""Measures the figures of README's table: each against its peer, in turn (A B A B ...), medians quoted.

    tests/benchmarks/first_light.py [-n RUNS] [FIGURE ...]        as uid 0, on Debian, with mmdebstrap installed

FIGURES: cold equal idle source shim ready. Machines are noisy: the ratio of the pair is what counts, not the seconds.
"""

import argparse
import http.client
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

REPO = pathlib.Path(__file__).resolve().parents[2]
ENVC = REPO / ".build/bin/envc"
QUICKSTART = REPO / "environments/quickstart"


def timed(command, **options):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    return time.perf_counter() - start


def pairs(runs, ours, peer):
    """One warm-up of each, then pairs; returns the two lists of seconds."""
    ours(), peer()
    mine, theirs = [], []
    for _ in range(runs):
        mine.append(ours())
        theirs.append(peer())
    return mine, theirs


def copy_of_quickstart(where):
    target = pathlib.Path(where) / "quickstart"
    shutil.copytree(QUICKSTART, target, ignore=shutil.ignore_patterns(".envc"))
    return target


def mirror():
    """The mirror that envc itself would take, so that both fetch from the same place."""
    for source in sorted(pathlib.Path("/etc/apt").glob("sources.list*")) + sorted(pathlib.Path("/etc/apt/sources.list.d").glob("*")):
        if source.is_file() and source.suffix in (".list", ".sources"):
            for word in source.read_text().split():
                if word.startswith(("http://", "https://")) and word.rstrip("/").endswith("/debian"):
                    return word
    sys.exit("no Debian mirror in /etc/apt")


def cold(runs):
    return cold_against_mmdebstrap(runs, "cold build of quickstart: 79 packages, its base included", base=True)


def equal(runs):
    return cold_against_mmdebstrap(runs, "the same with `options.base = false`: mmdebstrap's 27 packages", base=False)


def cold_against_mmdebstrap(runs, title, base):
    # Nothing is removed before the end: ext4 looks at every recently deleted inode when it makes a new one, and that would be measured too.
    with tempfile.TemporaryDirectory() as scratch:
        number = iter(range(10_000))

        def ours():
            here = f"{scratch}/{next(number)}"
            project = copy_of_quickstart(here)
            (project / "manifest.lock").unlink(missing_ok=True)
            if not base:
                manifest = project / "manifest.toml"
                manifest.write_text(manifest.read_text().replace("[options]", "[options]\nbase = false"))
            return timed([ENVC, "build", "-d", project], env=os.environ | {"ENVC_STORE": f"{here}/store"})

        def peer():
            return timed(["mmdebstrap", "--variant=extract", "--include=llama.cpp-tools", "--aptopt=Acquire::Check-Valid-Until \"false\"",
                          "forky", f"{scratch}/{next(number)}", mirror()])

        mine, theirs = pairs(runs, ours, peer)
        subprocess.run(["chmod", "-R", "u+w", scratch], check=True)
    return title, "`mmdebstrap --variant=extract`", mine, theirs, "ratio", 0.4


def idle(runs):
    with tempfile.TemporaryDirectory() as scratch:
        hello = pathlib.Path(scratch) / "hello"
        hello.mkdir()
        (hello / "hello.csproj").write_text(
            '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>'
            "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>true</SelfContained><PublishSingleFile>true</PublishSingleFile>"
            "<PublishTrimmed>true</PublishTrimmed><PublishReadyToRun>true</PublishReadyToRun>"
            "<InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>")
        (hello / "hello.cs").write_text('System.Console.WriteLine("hello");')
        subprocess.run(["dotnet", "publish", hello, "-c", "Release", "-o", hello / "out", "-v", "quiet"], check=True, stdout=subprocess.DEVNULL)
        enter = live_target() / "enter"

        def peer():
            return timed([hello / "out/hello"]) + timed([enter, "toplevel", "true"])

        mine, theirs = pairs(runs, lambda: timed([ENVC, "activate", "-d", QUICKSTART, "--", "true"]), peer)
    return "`envc activate -- true`, nothing to do", "a ReadyToRun hello plus the namespace", mine, theirs, "ratio", 1.6


def source(runs):
    activate = QUICKSTART / ".envc/current/activate"
    with tempfile.NamedTemporaryFile() as empty:
        mine, theirs = pairs(runs, lambda: timed(["bash", "-c", f". '{activate}'"]), lambda: timed(["bash", "-c", f". '{empty.name}'"]))
    return "`. .envc/current/activate`", "sourcing an empty file", mine, theirs, "more", 0.005


def shim(runs):
    enter = live_target() / "enter"
    mine, theirs = pairs(runs, lambda: timed([enter, "toplevel", "true"]), lambda: timed(["true"]))
    return "a shim running `true`", "`true` outside", mine, theirs, "more", 0.010


def ready(runs):
    def ours():
        start = time.time()
        output = subprocess.run([ENVC, "activate", "-s", "-d", QUICKSTART, "--", "date", "+%s.%N"], check=True, capture_output=True, text=True)
        wait_until_free(8080)
        return float(output.stdout.split()[-1]) - start

    def peer():
        start = time.perf_counter()
        server = subprocess.Popen(
            [live_target() / "enter", "toplevel", "llama-server", "-m", QUICKSTART / "models/tinydeb-Q4_K_M.gguf", "--port", "8080", "-c", "1024"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        while not healthy(8080):
            time.sleep(0.005)
        seconds = time.perf_counter() - start
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        wait_until_free(8080)
        return seconds

    mine, theirs = pairs(runs, ours, peer)
    return "`activate -s` until ready", "llama-server by hand", mine, theirs, "more", 0.4


def healthy(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False


def wait_until_free(port):
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.02)


def live_target():
    return QUICKSTART / ".envc/current/targets/x86_64-linux/cpu"


FIGURES = {"cold": (cold, 5), "equal": (equal, 5), "idle": (idle, 31), "source": (source, 101), "shim": (shim, 101), "ready": (ready, 11)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, help="pairs of runs (default: as many as the figure needs)")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES))
    arguments = parser.parse_args()
    subprocess.run([REPO / "envc", "build", "-d", QUICKSTART], check=True, stdout=subprocess.DEVNULL)
    print("| figure | against | ours | peer | result | goal |\n|---|---|---|---|---|---|")
    for name in arguments.figures or FIGURES:
        measure, runs = FIGURES[name]
        title, against, mine, theirs, kind, goal = measure(arguments.n or runs)
        ours, peer = statistics.median(mine), statistics.median(theirs)
        if kind == "ratio":
            result, bound = f"{statistics.median(a / b for a, b in zip(mine, theirs)):.2f}", f"at most {goal}"
        else:
            result, bound = f"{statistics.median(a - b for a, b in zip(mine, theirs)) * 1000:.1f} ms more", f"at most {goal * 1000:.0f} ms more"
        print(f"| {title} | {against} | {ours * 1000:.1f} ms | {peer * 1000:.1f} ms | {result} | {bound} |", flush=True)


if __name__ == "__main__":
    main()
