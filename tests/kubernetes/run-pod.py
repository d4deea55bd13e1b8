#!/usr/bin/env python3
"""Runs an exported pod's container under runc as a kubelet would, and checks it.

usage: run-pod.py ENVIRONMENT        (as the root user; umoci, runc, iproute2, util-linux, python3-yaml)

Builds the image of the environment's `cpu` target, exports the environment for Kubernetes and runs the first container of the deployment from that image with exactly the
pod's user, groups, variables (config maps too), mounts, capabilities, no-new-privileges, read-only root and arguments. RuntimeDefault is the list of containers-common
(/usr/share/containers/seccomp.json). Then: ready by its startup probe, no capability, seccomp on, ended by TERM within the grace period.
"""
import glob, json, os, pathlib, subprocess, sys, tempfile, time
import yaml

ENVC = str(pathlib.Path(__file__).parents[2] / ".build/bin/envc")
SECCOMP = "/usr/share/containers/seccomp.json"
CAPABILITY_SETS = ("bounding", "effective", "inheritable", "permitted", "ambient")


def say(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def default_seccomp():
    """The profile in the form of an OCI configuration, for x86-64 and a process without capabilities."""
    profile = json.load(open(SECCOMP))
    def applies(rule):
        included, excluded = rule.get("includes") or {}, rule.get("excludes") or {}
        return not included.get("caps") and "amd64" in (included.get("arches") or ["amd64"]) and "amd64" not in (excluded.get("arches") or [])
    keys = ("names", "action", "args", "errnoRet")
    rules = [{key: rule[key] for key in keys if rule.get(key) not in (None, [])} for rule in profile["syscalls"] if applies(rule)]
    return {"defaultAction": profile["defaultAction"], "defaultErrnoRet": profile["defaultErrnoRet"], "architectures": ["SCMP_ARCH_X86_64"], "syscalls": rules}


def configuration(pod, container, configs, bundle):
    """The runc configuration of a container of a pod."""
    security, own = pod["securityContext"], container["securityContext"]
    assert security["runAsNonRoot"] and security["seccompProfile"]["type"] == "RuntimeDefault" and own["capabilities"]["drop"] == ["ALL"]
    env = {}
    for source in container.get("envFrom", []):
        env.update(configs[source["configMapRef"]["name"]])
    env.update({variable["name"]: variable["value"] for variable in container["env"]})
    mounts = [
        {"destination": "/proc", "type": "proc", "source": "proc"},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
        {"destination": "/dev/shm", "type": "tmpfs", "source": "shm", "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
        {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]},
    ]
    for mount in container["volumeMounts"]:
        # As the kubelet makes an emptyDir of a pod with an fsGroup.
        directory = bundle / "volumes" / mount["name"]
        directory.mkdir(parents=True)
        os.chown(directory, 0, security["fsGroup"])
        directory.chmod(0o2777)
        mounts.append({"destination": mount["mountPath"], "type": "bind", "source": str(directory), "options": ["rbind", "rw"]})
    return {
        "ociVersion": "1.0.2",
        "hostname": "pod",
        "process": {
            "user": {"uid": security["runAsUser"], "gid": security["runAsGroup"], "additionalGids": [security["fsGroup"]]},
            "args": [text.replace("$$", "$") for text in container["command"] + container["args"]],
            "env": [f"{name}={value}" for name, value in env.items()],
            "cwd": json.load(open(bundle / "config.json"))["process"]["cwd"],
            "capabilities": {each: [] for each in CAPABILITY_SETS},
            "noNewPrivileges": not own["allowPrivilegeEscalation"],
        },
        "root": {"path": str(bundle / "rootfs"), "readonly": own["readOnlyRootFilesystem"]},
        "mounts": mounts,
        "linux": {"namespaces": [{"type": kind} for kind in ("pid", "ipc", "uts", "mount", "network")], "seccomp": default_seccomp()},
    }


def main(environment):
    with tempfile.TemporaryDirectory(prefix="envc-pod-") as work:
        run(environment, pathlib.Path(work))


def run(environment, work):
    bundle, layout, exported = work / "bundle", work / "layout", work / "exported"
    image = json.loads(say([ENVC, "containerize", "-d", environment, "--target", "cpu", "-o", str(layout), "--json"]))["images"][0]
    say([ENVC, "export", "kubernetes", "-d", environment, "--target", "cpu", "--image", f"registry.example/pod@{image['digest']}", "-o", str(exported)])
    objects = [yaml.safe_load(open(path)) for path in glob.glob(f"{exported}/*.yaml")]
    pod = next(each for each in objects if each["kind"] == "Deployment")["spec"]["template"]["spec"]
    container = pod["containers"][0]
    say(["umoci", "unpack", "--image", f"{layout}:{image['tag']}", str(bundle)])
    configs = {each["metadata"]["name"]: each["data"] for each in objects if each["kind"] == "ConfigMap"}
    configured = configuration(pod, container, configs, bundle)
    json.dump(configured, open(bundle / "config.json", "w"))
    name, log = f"envc-pod-{os.getpid()}", open(work / "log", "w")
    running = subprocess.Popen(["runc", "run", "-b", str(bundle), name], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        check(name, running, pod, container)
    except Exception:
        print(open(work / "log").read())
        raise
    finally:
        subprocess.run(["runc", "delete", "-f", name], capture_output=True)


def check(name, running, pod, container):
    began = time.monotonic()
    while subprocess.run(["runc", "state", name], capture_output=True).returncode != 0:
        time.sleep(0.1)
    pid = json.loads(say(["runc", "state", name]))["pid"]
    say(["nsenter", "-t", str(pid), "-n", "ip", "link", "set", "lo", "up"])
    probe = container["startupProbe"]["httpGet"]
    port = next(each["containerPort"] for each in container["ports"] if each["name"] == probe["port"])
    asked = ["nsenter", "-t", str(pid), "-n", "curl", "-sf", "-m", "5", f"http://127.0.0.1:{port}{probe['path']}"]
    while subprocess.run(asked, capture_output=True).returncode != 0:
        assert running.poll() is None and time.monotonic() - began < 60, "never ready"
        time.sleep(0.2)
    print(f"ready after {time.monotonic() - began:.1f} s")
    listening = say(["nsenter", "-t", str(pid), "-n", "ss", "-Hltn"])
    assert f"0.0.0.0:{port}" in listening, listening
    # The launcher asks by itself, so it knows a little later.
    while subprocess.run(["runc", "exec", name, "/.envc/envc-run", "probe", container["args"][-1], "ready"], capture_output=True).returncode != 0:
        assert time.monotonic() - began < 60, "the launcher never says ready"
        time.sleep(0.2)
    status = dict(line.split(":\t", 1) for line in open(f"/proc/{pid}/status").read().splitlines() if ":\t" in line)
    user = str(pod["securityContext"]["runAsUser"])
    assert status["Uid"].split() == [user] * 4 and int(status["CapBnd"], 16) == 0 and status["NoNewPrivs"] == "1" and status["Seccomp"] == "2", status
    ending = time.monotonic()
    say(["runc", "kill", name, "TERM"])
    code = running.wait(timeout=pod["terminationGracePeriodSeconds"])
    assert code == 0, code
    print(f"ended after {time.monotonic() - ending:.1f} s")


main(sys.argv[1])
