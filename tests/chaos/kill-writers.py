#!/usr/bin/env python3
"""Kills `envc install`, `uninstall`, `build`, `switch`, `push`, `pull`, `include upgrade` and `gc` with -9 at random moments; each time the next command must work without repair.

    tests/chaos/kill-writers.py [-n KILLS] [--seed SEED]

The environment is quickstart, in a store of its own that is filled from the mirror once. After each kill: the live generation is one of the history with its own manifest and
lock or with a whole edit, the killed command does its work when it is run again, and at the end `envc store verify` finds nothing. Prints how many kills hit each command while it ran.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time

REPO = pathlib.Path(__file__).resolve().parents[2]
ENVC = REPO / ".build/bin/envc"


class Writers:
    def __init__(self, scratch, random_):
        self.scratch, self.random = scratch, random_
        self.project, self.copy, self.layout = scratch / "quickstart", scratch / "pulled", scratch / "layout"
        shutil.copytree(REPO / "environments/quickstart", self.project, ignore=shutil.ignore_patterns(".envc"))
        self.variables = os.environ | {"ENVC_STORE": str(scratch / "store"), "HOME": str(scratch)}
        self.hits, self.tries, self.took = collections.Counter(), collections.Counter(), {}
        self.envc("install", "curl")
        self.envc("build")
        self.envc("uninstall", "curl")
        self.envc("build")

    def envc(self, *arguments, directory=None):
        place = arguments.index("--") if "--" in arguments else len(arguments)
        command = [*arguments[:place], "-d", str(directory or self.project), *arguments[place:]]
        done = subprocess.run([ENVC, *command], env=self.variables, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"envc {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def kill(self, name, *arguments, directory=None):
        directory = directory or self.project
        start = time.monotonic()
        process = subprocess.Popen([ENVC, *arguments, "-d", str(directory)], env=self.variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(self.random.uniform(0.02, 1.1 * self.took.get(name, 0.5)))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.hits[name] += 1
        else:
            self.took[name] = time.monotonic() - start
        self.tries[name] += 1
        if (directory / ".envc/current").is_symlink():
            self.check(directory)

    # What a reader sees who takes no lock, before anything has tidied up.
    def check(self, directory):
        live = json.loads(self.envc("generations", "list", "--json", directory=directory))
        numbers = {generation["generation"] for generation in live if generation["present"]}
        current = int(os.readlink(directory / ".envc/current").rpartition("/")[2])
        assert current in numbers, (current, numbers)
        for number in numbers:
            for name in ("manifest.toml", "manifest.lock", "generation.json"):
                assert (directory / f".envc/generations/{number}/{name}").stat().st_size > 0

    def installed(self):
        return "curl" in [package["install-id"] for package in json.loads(self.envc("list", "--json"))]

    def install(self):
        self.kill("install", "install", "curl")
        if not self.installed():
            self.envc("install", "curl")
        assert self.installed()

    def uninstall(self):
        if not self.installed():
            return
        self.kill("uninstall", "uninstall", "curl")
        if self.installed():
            self.envc("uninstall", "curl")
        assert not self.installed()

    def build(self):
        manifest = self.project / "manifest.toml"
        manifest.write_text(manifest.read_text() + f"# {self.random.random()}\n")
        self.kill("build", "build")
        self.envc("build")

    def switch(self):
        numbers = sorted(int(each.name) for each in (self.project / ".envc/generations").iterdir() if each.name.isdigit())
        number = self.random.choice(numbers)
        self.envc("build")
        self.kill("switch", "switch", str(number))
        self.envc("switch", str(number))
        kept = self.project / f".envc/generations/{number}"
        for name in ("manifest.toml", "manifest.lock"):
            assert (self.project / name).read_bytes() == (kept / name).read_bytes(), f"{name} is not that of {number}"

    def push(self):
        self.kill("push", "push", f"oci:{self.layout}")
        self.envc("push", f"oci:{self.layout}")

    def pull(self):
        if self.random.random() < 0.5:
            shutil.rmtree(self.copy, ignore_errors=True)
        self.envc("push", f"oci:{self.layout}")
        self.kill("pull", "pull", f"oci:{self.layout}", directory=self.copy)
        self.envc("pull", f"oci:{self.layout}", directory=self.copy)
        live = os.readlink(self.copy / ".envc/current")
        assert (self.copy / "manifest.toml").read_bytes() == (self.copy / ".envc" / live / "manifest.toml").read_bytes()

    def include(self):
        common, composed = self.scratch / "common", self.scratch / "composed"
        first = not composed.exists()
        for place in (common, composed):
            place.mkdir(exist_ok=True)
        text = f'version = 1\n[install]\ncurl.pkg-path = "curl"\n[vars]\nNOW = "{self.random.random()}"\n'
        (common / "manifest.toml").write_text(text)
        if first:
            (composed / "manifest.toml").write_text('version = 1\n[include]\nenvironments = [{ dir = "../common" }]\n')
            self.envc("lock", directory=composed)
        before = (composed / "manifest.lock").read_bytes()
        self.kill("include", "include", "upgrade", directory=composed)
        self.envc("lock", "--check", directory=composed)
        pinned = "\n".join(json.loads((composed / "manifest.lock").read_text())["include"][0]["manifest"])
        assert pinned == text or (composed / "manifest.lock").read_bytes() == before
        self.envc("include", "upgrade", directory=composed)
        assert "\n".join(json.loads((composed / "manifest.lock").read_text())["include"][0]["manifest"]) == text

    def gc(self):
        self.kill("gc", "gc", "--keep", "4")
        self.envc("gc", "--keep", "4")
        self.envc("activate", "--", "true")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        writers = Writers(pathlib.Path(scratch), random.Random(options.seed))
        kinds = [writers.install, writers.uninstall, writers.build, writers.switch, writers.push, writers.pull, writers.include, writers.gc]
        while sum(writers.tries.values()) < options.n:
            writers.random.choice(kinds)()
        verified = subprocess.run([ENVC, "store", "verify"], env=writers.variables, capture_output=True, text=True)
        if verified.returncode != 0:
            raise SystemExit(f"envc store verify: {verified.returncode}\n{verified.stdout}{verified.stderr}")
        for name, tries in sorted(writers.tries.items()):
            print(f"{name:10} {tries} runs, {writers.hits[name]} killed")


if __name__ == "__main__":
    main()
