#!/usr/bin/env python3
"""Measures the supervisor against supervisord and s6, each in turn (A B C A B C ...), medians quoted.

    tests/benchmarks/supervise.py [-n RUNS] [FIGURE ...]      as uid 0, on Debian, with the packages supervisor and s6 installed

FIGURES: up (with memory) lines crash real. Services run on the host, as the peers' do; `real` starts them in the root of an environment locked
from Debian, by `envc services start`. Machines are noisy: the ratio of a pair is what counts, not the seconds.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time

REPO = pathlib.Path(__file__).resolve().parents[2]
ENVC = REPO / ".build/bin/envc"
LAUNCHER = REPO / ".build/bin/envc-run"
SERVICES = 100
CRASHING = 50
LINES_A_SECOND = 1_000_000
TICKS = os.sysconf("SC_CLK_TCK")

# Writes so many lines a second for so many seconds; tells how many it wrote, and the longest time that one write took.
WRITER = """
import os, sys, time
rate, seconds, report = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
block = b"a line of forty bytes, its end included\\n" * (rate // 100)
begun, written, longest = time.monotonic(), 0, 0.0
while (now := time.monotonic()) - begun < seconds:
    due = begun + written / rate
    if due > now:
        time.sleep(due - now)
    at = time.monotonic()
    view = memoryview(block)
    while view:
        view = view[os.write(1, view):]
    longest = max(longest, time.monotonic() - at)
    written += rate // 100
open(report, "w").write(f"{written / (time.monotonic() - begun)} {longest}")
time.sleep(1000)
"""


class Envc:
    """`envc-run supervise` with services whose `enter` stays on the host, and a client of its socket."""

    name = "envc"

    def __init__(self, scratch, services):
        self.directory, self.run = scratch / "envc", scratch / "envc-run/e"
        target = self.directory / "target"
        target.mkdir(parents=True)
        (self.directory / "project").mkdir()
        self.run.parent.mkdir(mode=0o700)
        self.run.mkdir(mode=0o700)
        enter = target / "enter"
        enter.write_text('#!/bin/sh\nshift\nexec "$@"\n')
        enter.chmod(0o755)
        specs = {name: {"command": command, "group": "toplevel"} | more for name, (command, more) in services.items()}
        (target / "services.json").write_text(json.dumps({"services": specs}))
        (target / "activation.json").write_text(json.dumps({"envc-version": "0"}))
        self.activation = {"generation": 1, "target": "x86_64-linux/cpu", "target-directory": str(target), "variables": {"PATH": os.environ["PATH"]}}

    def start(self):
        ready, told = os.pipe()
        (self.directory / "project/.envc/log").mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec 3>&{told}; [ {told} = 3 ] || exec {told}>&-; exec "$@"', "sh", LAUNCHER, "supervise", self.directory / "project", self.run],
            stderr=open(self.directory / "log", "ab"), pass_fds=[told], start_new_session=True)
        os.close(told)
        with open(ready) as pipe:
            assert pipe.readline() == "listening\n"
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(self.run / "supervisor.sock"))
        self.answers = self.socket.makefile("r")
        self.ask(operation="join", pid=os.getpid(), activation=self.activation)
        self.ask(operation="start", detach=True)

    def ask(self, **request):
        self.socket.sendall(json.dumps({"protocol": 1} | request).encode() + b"\n")
        answer = json.loads(self.answers.readline())
        assert not answer.get("refused"), answer
        return answer

    @property
    def pids(self):
        return [self.process.pid]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.socket.close()


class Supervisord:
    """Debian's supervisord; `startsecs` as given (its default is 1)."""

    def __init__(self, scratch, services, startsecs=0):
        self.name = f"supervisord, startsecs={startsecs}"
        self.config = scratch / "supervisord.conf"
        (scratch / "logs").mkdir()
        text = f"[supervisord]\nnodaemon=true\nlogfile={scratch}/supervisord.log\npidfile={scratch}/supervisord.pid\nchildlogdir={scratch}/logs\n"
        for name, (command, more) in services.items():
            restart = "true" if more else "false"
            text += f"[program:{name}]\ncommand=/bin/sh -c '{command}'\nstartsecs={startsecs}\nautorestart={restart}\nstartretries=1000000\n"
        self.config.write_text(text)

    def start(self):
        self.process = subprocess.Popen(["supervisord", "-c", self.config], stdout=subprocess.DEVNULL, start_new_session=True)

    @property
    def pids(self):
        return [self.process.pid]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class S6:
    """Debian's s6: s6-svscan and one s6-supervise a service; nothing reads the services' output."""

    name = "s6"

    def __init__(self, scratch, services):
        self.scan = scratch / "scan"
        for name, (command, _) in services.items():
            run = self.scan / name / "run"
            run.parent.mkdir(parents=True)
            run.write_text(f"#!/bin/sh\n{command}\n")
            run.chmod(0o755)

    def start(self):
        self.process = subprocess.Popen(["s6-svscan", "-c", "1000", self.scan], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    @property
    def pids(self):
        return [self.process.pid] + [int(pid) for pid in children(self.process.pid)]

    def stop(self):
        subprocess.run(["s6-svscanctl", "-t", self.scan], check=True)
        self.process.wait()


def children(pid):
    return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def cpu_seconds(pids):
    """Of the processes themselves; their ended children count for nobody."""
    total = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory(pids):
    """RSS and PSS in MB."""
    rss = pss = 0
    for pid in pids:
        for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            rss += int(line.split()[1]) if line.startswith("Rss:") else 0
            pss += int(line.split()[1]) if line.startswith("Pss:") else 0
    return rss / 1000, pss / 1000


class Signals:
    """A FIFO into which each service writes a line when it is up."""

    def __init__(self, scratch):
        self.path = scratch / "up"
        os.mkfifo(self.path)
        self.descriptor = os.open(self.path, os.O_RDWR)

    def wait_for(self, count):
        while count > 0:
            count -= os.read(self.descriptor, 65536).count(b"\n")

    def close(self):
        os.close(self.descriptor)


@contextlib.contextmanager
def scratch_directory():
    with tempfile.TemporaryDirectory() as path:
        yield pathlib.Path(path)


def sleepers(signals):
    return {f"s{i:03}": (f"echo up >{signals.path}; exec sleep 1000", {}) for i in range(SERVICES)}


def time_up(make):
    with scratch_directory() as scratch:
        signals = Signals(scratch)
        peer = make(scratch, sleepers(signals))
        begun = time.perf_counter()
        peer.start()
        signals.wait_for(SERVICES)
        seconds = time.perf_counter() - begun
        time.sleep(1)
        used = memory(peer.pids)
        peer.stop()
        signals.close()
        return peer.name, seconds, used


def time_running(scratch_name="supervisord"):
    """Until supervisord itself calls all of them RUNNING, with its default of one second."""
    with scratch_directory() as scratch:
        signals = Signals(scratch)
        peer = Supervisord(scratch, sleepers(signals), startsecs=1)
        control = f"[unix_http_server]\nfile={scratch}/control\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n[supervisorctl]\nserverurl=unix://{scratch}/control\n"
        peer.config.write_text(peer.config.read_text() + control)
        begun = time.perf_counter()
        peer.start()
        while subprocess.run(["supervisorctl", "-c", peer.config, "status"], capture_output=True, text=True).stdout.count("RUNNING") < SERVICES:
            pass
        seconds = time.perf_counter() - begun
        peer.stop()
        signals.close()
        return seconds


def up(runs):
    figures = {}
    for turn in range(runs + 1):
        for make in (Envc, Supervisord, S6):
            name, seconds, used = time_up(make)
            if turn > 0:
                figures.setdefault(name, []).append((seconds, *used))
    for name, rows in figures.items():
        seconds, rss, pss = (statistics.median(column) for column in zip(*rows))
        print(f"  {name:26} {SERVICES} services up in {seconds * 1000:6.0f} ms    RSS {rss:6.1f} MB  PSS {pss:6.1f} MB")
    print(f"  {'supervisord, startsecs=1':26} calls them RUNNING after {statistics.median(time_running() for _ in range(3)) * 1000:.0f} ms")
    ours, theirs = (statistics.median(row[0] for row in figures[name]) for name in ("envc", "supervisord, startsecs=0"))
    print(f"  ratio to supervisord {ours / theirs:.2f}")


def lines(runs):
    seconds = 10
    with scratch_directory() as scratch:
        script = scratch / "writer.py"
        script.write_text(WRITER)
        for _ in range(runs):
            report = scratch / "null"
            process = subprocess.Popen(["python3", script, str(LINES_A_SECOND), str(seconds), report], stdout=subprocess.DEVNULL)
            rate, longest = wait_for_report(report)
            process.kill()
            process.wait()
            print(f"  {'to /dev/null':26} {rate:9,.0f} lines/s, longest write {longest * 1000:6.1f} ms")
            for make in (Envc, Supervisord):
                with scratch_directory() as inner:
                    report = inner / "report"
                    peer = make(inner, {"writer": (f"exec python3 {script} {LINES_A_SECOND} {seconds} {report}", {})})
                    peer.start()
                    time.sleep(2)
                    before, used = memory(peer.pids), cpu_seconds(peer.pids)
                    time.sleep(seconds - 4)
                    after, cpu = memory(peer.pids), (cpu_seconds(peer.pids) - used) / (seconds - 4)
                    rate, longest = wait_for_report(report)
                    peer.stop()
                    print(f"  {peer.name:26} {rate:9,.0f} lines/s, longest write {longest * 1000:6.1f} ms, RSS {before[0]:.1f} -> {after[0]:.1f} MB, {cpu * 100:.0f} % of a core")


def wait_for_report(path):
    while not path.exists() or not path.read_text():
        time.sleep(0.1)
    return map(float, path.read_text().split())


def crash(runs):
    seconds = 20
    kinds = {
        "default delays": {"restart": {"policy": "always", "delay": "00:00:01", "max-delay": "00:01:00", "reset-after": "00:10:00"}},
        "once a second each": {"restart": {"policy": "always", "delay": "00:00:01", "max-delay": "00:00:01", "reset-after": "00:10:00"}},
    }
    for _ in range(runs):
        for kind, more in kinds.items():
            for make in (Envc, Supervisord, S6) if kind == "once a second each" else (Envc,):
                with scratch_directory() as scratch:
                    count = scratch / "count"
                    peer = make(scratch, {f"c{i:02}": (f"echo x >>{count}; exit 1", more) for i in range(CRASHING)})
                    peer.start()
                    time.sleep(3)
                    pids = peer.pids
                    before, ends = cpu_seconds(pids), count.stat().st_size
                    time.sleep(seconds)
                    share, ends = (cpu_seconds(pids) - before) / seconds, (count.stat().st_size - ends) / 2 / seconds
                    peer.stop()
                    print(f"  {peer.name:26} {CRASHING} services crash, {kind:18}: {ends:5.1f} ends/s, {share * 100:5.2f} % of a core")


def real(runs):
    with scratch_directory() as scratch:
        signals = Signals(scratch)
        project = scratch / "project"
        project.mkdir()
        manifest = "version = 1\n[install]\nhello.pkg-path = \"hello\"\n"
        for name, (command, _) in sleepers(signals).items():
            manifest += f"[services.{name}]\ncommand = \"{command}\"\n"
        (project / "manifest.toml").write_text(manifest)
        subprocess.run([ENVC, "build", "-d", project], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run([ENVC, "activate", "-d", project, "--", "true"], check=True)
        rows = []
        for turn in range(runs + 1):
            begun = time.perf_counter()
            starting = subprocess.Popen([ENVC, "services", "start", "--detach", "-d", project], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            signals.wait_for(SERVICES)
            seconds = time.perf_counter() - begun
            starting.wait()
            lock = max(pathlib.Path("/run/envc").glob("*-project/supervisor.lock"), key=lambda path: path.stat().st_mtime)
            supervisor = int(lock.read_text().split()[0])
            keeper = int(pathlib.Path(f"/proc/{supervisor}/stat").read_text().rsplit(")", 1)[1].split()[1])
            # It gives memory back when it has rested for five seconds.
            time.sleep(8)
            used = memory([supervisor, keeper])
            if turn > 0:
                rows.append((seconds, *used))
            subprocess.run([ENVC, "services", "stop", "-d", project], check=True, stdout=subprocess.DEVNULL)
            shutil.rmtree(lock.parent, ignore_errors=True)
        seconds, rss, pss = (statistics.median(column) for column in zip(*rows))
        print(f"  {'envc services start':26} {SERVICES} services up in their root in {seconds * 1000:6.0f} ms    with its keeper RSS {rss:.1f} MB  PSS {pss:.1f} MB")
        signals.close()


def main():
    figures = {"up": up, "lines": lines, "crash": crash, "real": real}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=5, help="runs of each")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", choices=[*figures, []])
    arguments = parser.parse_args()
    for name in arguments.figures or figures:
        print(name)
        figures[name](arguments.n if name in ("up", "real") else 1)


main()
