#!/bin/sh
# Services of a host with NVIDIA GPUs get GPUs of their own, and the last one is refused. Needs nvidia-smi, and no network where the packages are in the store.
#
#   tests/gpu/assign-gpus.sh PROJECT DIR
#
# PROJECT is an environment with a target for this host's GPUs whose service is `llm`, such as environments/llamacpp; DIR is made and gets a copy of it. ENVC names an
# envc that is built already. Prints OK: the engine computes on the GPU that it was given, a service for each other GPU has that one, one more is refused, one with
# `gpus = 0` sees none, and what a stopped service had goes to the one that was refused.
set -eu
repo=$(CDPATH='' cd -- "${0%/*}/../.." && pwd)
envc=${ENVC:-$repo/envc}
mkdir -p "$2"
cp -R "$1/manifest.toml" "$1/manifest.lock" "$1/models" "$2"
cd "$2"
count=$(nvidia-smi --query-gpu=uuid --format=csv,noheader | wc -l)
sed -i 's/^backend = .*/&\ngpus = 1/' manifest.toml
service() { # NAME GPUS
  printf '\n[services.%s]\ncommand = "echo sees=$CUDA_VISIBLE_DEVICES.; exec sleep 1000"\ngpus = %s\n' "$1" "$2" >>manifest.toml
}
service hidden 0
i=1
while [ "$i" -le "$count" ]; do
  service "other-$i" 1
  i=$((i + 1))
done
last=other-$count

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  "$envc" services status >&2 || true
  exit 1
}
gpus() { # SERVICE: its UUIDs as the status tells them
  "$envc" services status --json | sed -n "/\"name\": \"$1\"/,/\"log\"/p" | grep -o '"\(GPU\|MIG\)-[^"]*"' | tr -d '"' | tr '\n' ' ' | sed 's/ $//'
}
saw() { # SERVICE: what its program saw last
  sed -n 's/.* out sees=\(.*\)\.$/\1/p' ".envc/log/services/$1.log" | tail -n 1
}
trap '"$envc" services stop >/dev/null 2>&1 || true' EXIT

refusal=$("$envc" services start --detach 2>&1) && fail "all of them were started on $count GPUs"
printf '%s\n' "$refusal" | grep "service \`$last\` could not be started: it wants 1 GPU, and 0 of $count" || fail "$refusal"
"$envc" services status

engine=$(gpus llm)
[ -n "$engine" ] || fail 'llm has no GPU'
nvidia-smi --query-compute-apps=gpu_uuid --format=csv,noheader | grep -q "$engine" || printf 'nvidia-smi names no process on %s: that is so in containers without the host'"'"'s processes\n' "$engine"
[ -z "$(saw hidden)" ] || fail "hidden sees $(saw hidden)"
given=$engine
i=1
while [ "$i" -lt "$count" ]; do
  uuid=$(gpus "other-$i")
  [ -n "$uuid" ] && [ "$(saw "other-$i")" = "$uuid" ] || fail "other-$i has '$uuid' and sees '$(saw "other-$i")'"
  case " $given " in *" $uuid "*) fail "$uuid was given twice" ;; esac
  given="$given $uuid"
  i=$((i + 1))
done

"$envc" services stop llm
"$envc" services start --detach "$last"
[ "$(gpus "$last")" = "$engine" ] && [ "$(saw "$last")" = "$engine" ] || fail "$last has '$(gpus "$last")' and sees '$(saw "$last")', not $engine"
printf 'OK: %s GPUs, %s for the engine\n' "$count" "$engine"
