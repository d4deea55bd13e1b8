#!/usr/bin/env python3
"""Kills programs, the processes around them and the supervisor of tests/chaos/stack with -9, in a random order: each time all of it must come back.

    tests/chaos/kill.py [-n KILLS] [--seed SEED] [--way WAY]       needs a Debian mirror; ports 18080, 18443, 19090 of 127.0.0.1 must be free

Its services are quickstart's llama-server, Prometheus and Caddy from Debian, with dependencies and probes. A supervisor is killed at most eight times a
minute: above ten it gives up, as it should.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

REPO = pathlib.Path(__file__).resolve().parents[2]
ENVC = REPO / ".build/bin/envc"
BOUND = 60
PROBES = ["http://127.0.0.1:18080/health", "http://127.0.0.1:19090/-/ready", "http://127.0.0.1:18443/health"]


def mark(pid):
    try:
        for variable in pathlib.Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
            if variable.startswith(b"ENVC_SERVICE_INSTANCE="):
                return variable.split(b"=", 1)[1].decode()
    except OSError:
        pass
    return ""


def processes(run):
    return {int(path.name): mark(path.name) for path in pathlib.Path("/proc").glob("[0-9]*") if mark(path.name).startswith(f"{run}/")}


def supervisor(run):
    return int((run / "supervisor.lock").read_text().split()[0])


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=2).status == 200
    except OSError:
        return False


def problem(project, run):
    """What is not as declared; None when all is well."""
    status = subprocess.run([ENVC, "services", "status", "--json", "-d", project], capture_output=True, text=True)
    if status.returncode != 0:
        return status.stderr
    services = json.loads(status.stdout)
    if [service["state"] for service in services] != ["ready"] * 3:
        return str([(service["name"], service["state"], service.get("reason"), service.get("detail")) for service in services])
    current = {f"{run}/{service['name']}/{service['instance']}" for service in services}
    strangers = {pid: text for pid, text in processes(run).items() if text not in current and "/probe" not in text}
    if strangers:
        return f"processes of other instances: {strangers}"
    return next((f"{url} does not answer" for url in PROBES if not answers(url)), None)


def await_all(project, run, what):
    begun = time.monotonic()
    while (wrong := problem(project, run)) is not None:
        if time.monotonic() - begun > BOUND:
            sys.exit(f"not back {BOUND} s after {what}: {wrong}")
        time.sleep(0.05)
    return time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=200, help="kills")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--way", help="the way into the root, such as bwrap: then the processes around a program are killed too")
    arguments = parser.parse_args()
    if arguments.way:
        os.environ["ENVC_ENTER"] = arguments.way
    chance = random.Random(arguments.seed)
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        project = pathlib.Path(scratch) / "stack"
        shutil.copytree(pathlib.Path(__file__).parent / "stack", project)
        shutil.copytree(REPO / "environments/quickstart/models", project / "models")
        subprocess.run([ENVC, "build", "-d", project], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([ENVC, "activate", "-d", project, "--", "true"], check=True)
        subprocess.run([ENVC, "services", "start", "--detach", "-d", project], check=True, stdout=subprocess.DEVNULL)
        base = pathlib.Path("/run/envc") if os.geteuid() == 0 else pathlib.Path(os.environ.get("XDG_RUNTIME_DIR", f"/tmp/envc-{os.geteuid()}")) / "envc"
        run = max(base.glob("*-stack"), key=lambda path: path.stat().st_mtime)
        await_all(project, run, "the start")
        recent, seconds, count = [], [], {}
        for number in range(arguments.n):
            recent = [when for when in recent if time.monotonic() - when < 60]
            candidates = processes(run)
            victim = supervisor(run) if len(recent) < 8 and chance.random() < 0.25 else chance.choice(list(candidates))
            text = candidates.get(victim, "supervisor")
            name = "supervisor" if text == "supervisor" else text.split("/")[-2] + " " + pathlib.Path(f"/proc/{victim}/comm").read_text().strip()
            recent += [time.monotonic()] if text == "supervisor" else []
            count[name] = count.get(name, 0) + 1
            os.kill(victim, signal.SIGKILL)
            seconds.append(await_all(project, run, f"kill {number} of {name}, {victim}"))
        print(f"{arguments.n} kills: {count}; back after {sorted(seconds)[len(seconds) // 2]:.2f} s (median), {max(seconds):.2f} s at most")
        subprocess.run([ENVC, "services", "stop", "-d", project], check=True, stdout=subprocess.DEVNULL)
        time.sleep(1)
        left = processes(run)
        listening = [port for port in (18080, 18443, 19090) if socket.socket().connect_ex(("127.0.0.1", port)) == 0]
        if left or listening or (run / "services.json").exists() or (run / "supervisor.sock").exists():
            sys.exit(f"left after the stop: processes {left}, ports {listening}, {list(run.iterdir())}")
        print("nothing is left after `services stop`")


main()
