"""Runs in the guest, in a unit with Delegate=yes: what limits do with control groups, seen from outside. check.py PROJECT"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

PROJECT = sys.argv[1]
PATIENCE = 180


def envc(*arguments):
    begun = time.monotonic()
    done = subprocess.run(["/carried/bin/envc", *arguments, "-d", PROJECT], capture_output=True, text=True)
    print(f"# envc {' '.join(arguments)}: {done.returncode} in {time.monotonic() - begun:.1f} s", flush=True)
    if done.returncode != 0:
        sys.exit(f"envc {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def status():
    return {service["name"]: service for service in json.loads(envc("services", "status", "--json"))}


def until(condition, what):
    begun = time.monotonic()
    while not (found := condition()):
        if time.monotonic() - begun > PATIENCE:
            sys.exit(f"not within {PATIENCE} s: {what}")
        time.sleep(0.2)
    return found


def check(what, found, wanted):
    print(f"{'ok' if found == wanted else 'NOT OK'}: {what}: {found}{'' if found == wanted else f', not {wanted}'}", flush=True)
    if found != wanted:
        sys.exit(1)


def group_of(pid):
    for line in pathlib.Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        if line.startswith("0::"):
            return pathlib.Path("/sys/fs/cgroup" + line[3:])


def running(*command_line):
    wanted = b"\0".join(word.encode() for word in command_line) + b"\0"
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cmdline").read_bytes() == wanted:
                found.append(int(entry.name))
        except OSError:
            pass
    return found


def supervisor():
    for entry in pathlib.Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if words[0].endswith(b"envc-run") and words[1] == b"supervise":
                return int(entry.name)
        except (OSError, IndexError):
            pass


def share_of(group):
    """Of one processor, over ten seconds."""
    def used():
        return int((group / "cpu.stat").read_text().split()[1]) / 1e6
    (before, begun) = (used(), time.monotonic())
    time.sleep(10)
    return (used() - before) / (time.monotonic() - begun)


unit = group_of("self")
envc("services", "start", "--detach")

services = status()
groups = {name: group_of(services[name]["pid"]) for name in ("busy", "family")}
check("groups are below the unit's", {group.parent.parent for group in groups.values()}, {unit})
check("the supervisor is beside them", group_of(supervisor()).parent, unit)
check("cpu.max", (groups["busy"] / "cpu.max").read_text().strip(), "40000 100000")
share = share_of(groups["busy"])
print(f"# two busy loops have {share:.3f} of a processor")
check("a busy service has its share and no more", 0.3 < share < 0.44, True)

family = {pid for number in range(1001, 1005) for pid in running("sleep", str(number))}
check("processes of a service", len(family), 4)
inside = {int(pid) for pid in (groups["family"] / "cgroup.procs").read_text().split()}
check("all of them are in its group", family <= inside, True)

hungry = until(lambda: (found := status()["hungry"])["state"] == "failed" and found, "hungry has ended")
print("#", json.dumps(hungry))
check("why it has ended", hungry["reason"], "memory-limit")
check("nothing of it is left", running("sleep", "1000"), [])
check("nor its group", [entry.name for entry in groups["busy"].parent.iterdir() if entry.name.startswith("hungry")], [])

killed = supervisor()
os.kill(killed, signal.SIGKILL)
until(lambda: supervisor() not in (None, killed), "the supervisor is started again")
after = status()
check("adopted", [after[name]["pid"] for name in groups], [services[name]["pid"] for name in groups])
check("in the same groups", {name: group_of(after[name]["pid"]) for name in groups}, groups)
share = share_of(groups["busy"])
print(f"# two busy loops have {share:.3f} of a processor after the adoption")
check("which still hold", 0.3 < share < 0.44, True)

envc("services", "stop")
until(lambda: supervisor() is None, "the supervisor ends")
check("nothing is left of the family", [pid for pid in family if pathlib.Path(f"/proc/{pid}").exists()], [])
check("nor of the groups", groups["busy"].parent.exists(), False)
print("all is well")
