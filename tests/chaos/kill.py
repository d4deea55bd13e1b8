#!/usr/bin/env python3
"""Kills llama-server, Prometheus, Caddy, what stands around them, and their supervisor with -9 in random order; each time all must come back.

    tests/chaos/kill.py [-n KILLS] [--seed SEED] [--way bwrap]

The environment is tests/chaos/stack with quickstart's model. The supervisor is killed at most nine times a minute: above ten its keeper gives up, as it
should. Prints how long each kind took to come back, and fails when something does not, or when anything is left after `envc services stop`.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

REPO = pathlib.Path(__file__).resolve().parents[2]
ENVC = REPO / ".build/bin/envc"
PATIENCE = 60
SUPERVISOR_KILLS_A_MINUTE = 9


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Stack:
    def __init__(self, scratch, way):
        self.project = scratch / "stack"
        shutil.copytree(REPO / "tests/chaos/stack", self.project)
        shutil.copytree(REPO / "environments/quickstart/models", self.project / "models")
        self.ports = {"LLAMACPP_PORT": free_port(), "METRICS_PORT": free_port(), "GATEWAY_PORT": free_port()}
        self.variables = os.environ | {name: str(port) for name, port in self.ports.items()} | ({"ENVC_ENTER": way} if way else {})

    def envc(self, *arguments, check=True):
        done = subprocess.run([ENVC, *arguments], cwd=self.project, env=self.variables, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise SystemExit(f"envc {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def statuses(self):
        return json.loads(self.envc("services", "status", "--json", check=False) or "[]")

    def answers(self):
        try:
            for path in (f"{self.ports['GATEWAY_PORT']}/health", f"{self.ports['METRICS_PORT']}/-/ready"):
                with urllib.request.urlopen(f"http://127.0.0.1:{path}", timeout=2) as answer:
                    if answer.status != 200:
                        return False
            return True
        except OSError:
            return False

    def is_whole(self):
        found = self.statuses()
        return len(found) == 3 and all(service["state"] == "ready" for service in found) and self.answers()

    def members(self):
        """Pids by kind: the program of a service, or something around it."""
        programs = {service["pid"] for service in self.statuses() if service.get("pid")}
        mark = f"-{self.project.name}/"
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                variables = (entry / "environ").read_bytes().split(b"\0")
                if any(v.startswith(b"ENVC_SERVICE_INSTANCE=") and mark.encode() in v for v in variables) and b"Z" not in (entry / "stat").read_bytes().split(b")")[-1].split()[0]:
                    found.append((int(entry.name), "program" if int(entry.name) in programs else "around"))
            except OSError:
                pass
        return found

    def supervisor(self):
        for entry in pathlib.Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[:1] and words[0].endswith(b"envc-run") and b"supervise" in words[1:2] and str(self.project).encode() in words:
                return int(entry.name)
        return None

    def wait(self, what):
        begun = time.monotonic()
        while not self.is_whole():
            if time.monotonic() - begun > PATIENCE:
                raise SystemExit(f"not whole {PATIENCE} s after {what}: {json.dumps(self.statuses(), indent=1)}")
            time.sleep(0.02)
        return time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--way")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        stack = Stack(pathlib.Path(directory), options.way)
        stack.envc("lock")
        stack.envc("services", "start", "--detach")
        started = [json.loads(line) for line in stack.envc("services", "logs", "--json").splitlines() if '"envc"' in line and " is ready" in line]
        print("up in order:", ", ".join(line["service"] for line in sorted(started, key=lambda line: line["time"])))
        times, supervisor_kills = collections.defaultdict(list), collections.deque()
        try:
            for number in range(options.n):
                while supervisor_kills and time.monotonic() - supervisor_kills[0] > 61:
                    supervisor_kills.popleft()
                candidates = stack.members()
                if len(supervisor_kills) < SUPERVISOR_KILLS_A_MINUTE and chance.random() < 0.3:
                    victim = (stack.supervisor(), "supervisor")
                    supervisor_kills.append(time.monotonic())
                else:
                    victim = chance.choice(candidates)
                os.kill(victim[0], signal.SIGKILL)
                times[victim[1]].append(stack.wait(f"kill {number} of a {victim[1]} ({victim[0]})"))
        finally:
            stack.envc("services", "stop")
        begun = time.monotonic()
        while (left := stack.supervisor() or stack.members()) and time.monotonic() - begun < 10:
            time.sleep(0.05)
        if left:
            raise SystemExit(f"left after the stop: {left}")
        for kind, taken in sorted(times.items()):
            print(f"{kind}: {len(taken)} kills, back in {statistics.median(taken):.2f} s (median), {max(taken):.2f} s (longest)")
        print(f"{sum(map(len, times.values()))} kills, nothing left")


if __name__ == "__main__":
    sys.exit(main())
