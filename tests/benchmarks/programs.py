#!/usr/bin/env python3
"""Holds programs in roots against the same packages installed by dpkg: `PROGRAM --version` and `--help`, exit code and output.

    tests/benchmarks/programs.py [--count 300] [--seed 4] [--work DIR] [--json FILE] [PACKAGE:PROGRAM ...]

As uid 0 on Debian, with mmdebstrap and bubblewrap installed. Packages are drawn among those of forky (amd64, main) that bring a file in /usr/bin, and
one program of each; or they are named. Packages that fit together share an environment. The peer is a chroot made by mmdebstrap of the very .deb files
that the lock names. Both sides: uid 0, no network, standard input /dev/null, an empty HOME, the same variables, ten seconds. The option that exits sooner
in the chroot is judged. Exits with 1 where less than 97 % agree.
"""

import argparse
import difflib
import gzip
import json
import lzma
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

REPO = pathlib.Path(__file__).resolve().parents[2]
SUITE = "forky"
GROUP = 50
GOAL = 0.97
SECONDS = 10
OPTIONS = ("--version", "--help")
HOME = "/tmp/home"
VARIABLES = {"HOME": HOME, "TERM": "dumb", "LANG": "C.UTF-8", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}

# What differs between two runs on one side too, or says where a program is run rather than what it does.
NORMALISATIONS = [
    (re.compile(r"0x[0-9a-f]{6,16}"), "ADDRESS"),
    (re.compile(r"(?<!\d)\d?\d:[ \d]\d:[ \d]\d([.,]\d+)?"), "TIME"),
    (re.compile(r"/\.envc:[^:]*/bin:"), ""),
    (re.compile(r"\b(pid|PID)[ =:]+\d+|\[\d+\]|\(\d+\)(?=:)|(?<=:)\d+(?=\): )"), "PID"),
    (re.compile(r"(?<=TIME )\d+(?= [A-Z]+ )|(?<=Proc: \[\[)\d+"), "PID"),
    # Plug-ins and licences in the order in which a directory or a set lists them.
    (re.compile(r"(?<=plugins are: )[^.]+|(?<=Additional Licenses : )[^\n]+"), lambda match: ", ".join(sorted(match[0].split(", ")))),
    (re.compile(r"/tmp/[^\s/]*[A-Za-z0-9]{6,}"), "/tmp/TEMPORARY"),
]


def mirror():
    """The mirror that envc itself would take."""
    if chosen := os.environ.get("ENVC_DEBIAN_MIRROR"):
        return chosen.rstrip("/")
    for source in sorted(pathlib.Path("/etc/apt").glob("sources.list*")) + sorted(pathlib.Path("/etc/apt/sources.list.d").glob("*")):
        if source.is_file() and source.suffix in (".list", ".sources"):
            for word in source.read_text().split():
                if word.startswith(("http://", "https://")) and word.rstrip("/").endswith("/debian"):
                    return word
    sys.exit("no Debian mirror in /etc/apt")


def index(name, unpack, cache):
    """A file of the suite's `main`, unpacked, as text."""
    kept = cache / name.replace("/", "_")
    if not kept.exists():
        with urllib.request.urlopen(f"{mirror()}/dists/{SUITE}/main/{name}") as answer:
            kept.write_bytes(answer.read())
    return unpack(kept.read_bytes()).decode()


def stanzas(cache):
    """Stanzas of the suite's packages by SHA-256."""
    found = {}
    for stanza in index("binary-amd64/Packages.xz", lzma.decompress, cache).split("\n\n"):
        if match := re.search(r"^SHA256: (\S+)$", stanza, re.MULTILINE):
            found[match[1]] = stanza
    return found


def draw(seed, cache):
    """(package, program) without end, in a random order that the seed decides."""
    programs = {}
    for name in ("Contents-amd64.gz", "Contents-all.gz"):
        for line in index(name, gzip.decompress, cache).splitlines():
            if line.startswith("usr/bin/"):
                path, packages = line.rsplit(None, 1)
                if path.count("/") == 2:
                    for package in packages.split(","):
                        programs.setdefault(package.rsplit("/", 1)[1], set()).add(path.rsplit("/", 1)[1])
    present = {re.search(r"^Package: (\S+)", stanza, re.MULTILINE)[1] for stanza in stanzas(cache).values()}
    names = sorted(programs.keys() & present)
    chance = random.Random(seed)
    chance.shuffle(names)
    for name in names:
        yield name, chance.choice(sorted(programs[name]))


class Environment:
    """Some packages, in a root and installed."""

    def __init__(self, envc, directory, store):
        self.envc, self.directory, self.store = envc, directory, store
        self.members = []

    def try_lock(self, members):
        """Whether the packages can be installed together; keeps them if so."""
        self.directory.mkdir(exist_ok=True)
        install = "".join(f'p{number}.pkg-path = "{package}"\n' for number, (package, _) in enumerate(members))
        (self.directory / "manifest.toml").write_text(
            f'version = 1\n[catalogs.debian]\ntype = "debian"\nsuites = [{{ name = "{SUITE}", allow-expired = true }}]\n[install]\n{install}')
        (self.directory / "manifest.lock").unlink(missing_ok=True)
        done = self.run("lock")
        if done.returncode == 3:
            sys.exit(done.stderr)
        if done.returncode == 0:
            self.members = list(members)
        return done.returncode == 0

    def run(self, *arguments):
        return subprocess.run([self.envc, arguments[0], "-d", self.directory, *arguments[1:]], text=True, capture_output=True, env=os.environ | {"ENVC_STORE": str(self.store)})

    def build(self):
        """Seconds and what was said."""
        start = time.perf_counter()
        done = self.run("build")
        seconds = time.perf_counter() - start
        if done.returncode == 0:
            done = self.run("activate", "--", "true")
        return seconds, done

    def install(self, target, known):
        """The same .deb files by dpkg. Returns seconds."""
        repository = self.directory / "repository"
        repository.mkdir()
        packages = json.loads((self.directory / "manifest.lock").read_text())["packages"].values()
        with open(repository / "Packages", "w") as listing:
            for package in packages:
                sha256 = package["sha256"]
                os.link(self.store / "artifacts" / sha256[:2] / sha256, repository / f"{sha256}.deb")
                listing.write(re.sub(r"^Filename: .*$", f"Filename: ./{sha256}.deb", known[sha256], flags=re.MULTILINE) + "\n\n")
        start = time.perf_counter()
        done = subprocess.run(
            ["mmdebstrap", "--mode=root", "--variant=custom", f"--include={','.join(package['name'] for package in packages)}", "--dpkgopt=force-unsafe-io",
             "--aptopt=APT::Install-Recommends \"false\"", SUITE, target, f"deb [trusted=yes] copy:{repository} ./"],
            text=True, capture_output=True)
        shutil.rmtree(repository)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-3000:])
        return time.perf_counter() - start

    def in_root(self, words):
        # The outer namespace is for the host's sake: what a program does to /home as uid 0 when all it was asked for is its version is not known.
        enter = self.directory / ".envc/current/targets/x86_64-linux/cpu/enter"
        envc = pathlib.Path(self.envc).resolve().parent  # a part of the namespace, and perhaps below /tmp
        return attempt(["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/run", "--dir", HOME,
                        "--ro-bind", envc, envc, "--bind", self.directory, self.directory, "--chdir", HOME, "--unshare-net", "--unshare-pid", "--die-with-parent", enter, "toplevel", *words])


def in_installed(target, words):
    return attempt(["bwrap", "--bind", target, "/", "--dev", "/dev", "--proc", "/proc", "--ro-bind", "/sys", "/sys", "--tmpfs", "/tmp", "--tmpfs", "/run",
                    "--dir", HOME, "--chdir", HOME, "--unshare-net", "--unshare-pid", "--die-with-parent", *words])


def attempt(command):
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=VARIABLES, start_new_session=True)
        try:
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = "none in time"
        said = []
        for stream in (output, errors):
            stream.seek(0)
            said.append(stream.read(1 << 20).decode(errors="replace"))
    return {"code": code, "seconds": round(time.perf_counter() - start, 3), "output": said[0], "errors": said[1]}


def normalised(outcome):
    if outcome["code"] == "none in time":
        return ["none in time"]
    lines = [f"exit {outcome['code']}"]
    for text in (outcome["output"], outcome["errors"]):
        for pattern, replacement in NORMALISATIONS:
            text = pattern.sub(replacement, text)
        lines += ["--", *text.splitlines()]
    return lines


def installed_outcomes(environment, chroots, known):
    """What the programs do where dpkg has installed them, by `PROGRAM OPTION`; kept beside the environment for the next run with the same lock."""
    kept = environment.directory / "installed.json"
    lock = json.loads((environment.directory / "manifest.lock").read_text())
    if kept.exists() and (before := json.loads(kept.read_text()))["packages"] == sorted(lock["packages"]):
        return before["outcomes"]
    target = (chroots or environment.directory) / "installed"
    try:
        seconds = environment.install(target, known)
        outcomes = {f"{program} {option}": in_installed(target, [f"/usr/bin/{program}", option]) for _, program in environment.members for option in OPTIONS}
    finally:
        subprocess.run(["rm", "-rf", "--one-file-system", target, environment.directory / "repository"], check=True)
    print(f"{environment.directory.name}: installed in {seconds:.1f} s", flush=True)
    kept.write_text(json.dumps({"packages": sorted(lock["packages"]), "outcomes": outcomes}))
    return outcomes


def judge(environment, installed, package, program):
    theirs = {option: installed[f"{program} {option}"] for option in OPTIONS}
    ours = {option: environment.in_root([f"/usr/bin/{program}", option]) for option in OPTIONS}
    judged = min(OPTIONS, key=lambda option: theirs[option]["seconds"])
    differences = {option: list(difflib.unified_diff(normalised(theirs[option]), normalised(ours[option]), "installed", "root", n=0, lineterm="")) for option in OPTIONS}
    return {"package": package, "program": program, "judged": judged, "code": theirs[judged]["code"], "agrees": not differences[judged],
            "differences": {option: lines for option, lines in differences.items() if lines},
            "seconds": {option: [theirs[option]["seconds"], ours[option]["seconds"]] for option in OPTIONS}}


def environments(arguments, cache, store):
    """Groups of packages that fit together; one that fits with nobody yet waits for the next group, one that does not fit alone is said and left out."""
    if arguments.programs:
        drawn, wanted = iter([tuple(each.split(":")) for each in arguments.programs]), len(arguments.programs)
    else:
        drawn, wanted = draw(arguments.seed, cache), arguments.count
    waiting, number = [], 0
    while wanted > 0:
        environment = Environment(arguments.envc, arguments.work / f"group{number:02}", store)
        members = waiting[:GROUP]
        waiting = waiting[GROUP:]
        while len(members) < min(GROUP, wanted) and (next_one := next(drawn, None)):
            members.append(next_one)
        if not members:
            return
        if not environment.try_lock(members):
            fitting = []
            for member in members:
                if environment.try_lock([*fitting, member]):
                    fitting.append(member)
                elif fitting and Environment(arguments.envc, arguments.work / "alone", store).try_lock([member]):
                    waiting.append(member)
                else:
                    print(f"not installable: {member[0]}", flush=True)
            if not fitting:
                continue
            environment.try_lock(fitting)
        number += 1
        wanted -= len(environment.members)
        yield environment


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--work", type=pathlib.Path, help="kept, with the store and the indexes, for a run after this one (default: a temporary directory)")
    parser.add_argument("--chroots", type=pathlib.Path, help="where they are made, one at a time; in memory dpkg is faster (default: beside the environment)")
    parser.add_argument("--envc", type=pathlib.Path, default=REPO / ".build/bin/envc")
    parser.add_argument("--json", type=pathlib.Path, help="writes all outcomes there")
    parser.add_argument("programs", nargs="*", metavar="PACKAGE:PROGRAM")
    arguments = parser.parse_args()
    temporary = None
    if arguments.work is None:
        temporary = tempfile.TemporaryDirectory(dir="/var/tmp")
        arguments.work = pathlib.Path(temporary.name)
    arguments.work.mkdir(exist_ok=True)
    store, cache = arguments.work / "store", arguments.work / "indexes"
    cache.mkdir(exist_ok=True)
    known = stanzas(cache)

    outcomes = []
    for environment in environments(arguments, cache, store):
        names = " ".join(package for package, _ in environment.members)
        built, done = environment.build()
        if done.returncode != 0:
            print(f"{environment.directory.name} cannot be built: {names}\n{done.stderr}", flush=True)
            outcomes += [{"package": package, "program": program, "agrees": False, "differences": {"build": done.stderr.splitlines()}} for package, program in environment.members]
            continue
        try:
            installed = installed_outcomes(environment, arguments.chroots, known)
        except RuntimeError as problem:
            print(f"{environment.directory.name} cannot be installed by dpkg: {names}\n{problem}", flush=True)
            continue
        print(f"{environment.directory.name}: built in {built:.1f} s: {names}", flush=True)
        for package, program in environment.members:
            outcome = judge(environment, installed, package, program)
            outcomes.append(outcome)
            for option, lines in outcome["differences"].items():
                print(f"{'differs' if option == outcome['judged'] else 'differs, not judged'}: {package}: {program} {option}", *lines[:12], sep="\n    ", flush=True)

    if arguments.json:
        arguments.json.write_text(json.dumps(outcomes, indent=1))
    agreeing = sum(outcome["agrees"] for outcome in outcomes)
    print(f"{agreeing} of {len(outcomes)} programs behave as installed ({agreeing / max(1, len(outcomes)):.1%})")
    if temporary:
        temporary.cleanup()
    sys.exit(0 if outcomes and agreeing >= GOAL * len(outcomes) else 1)


if __name__ == "__main__":
    main()
