#!/bin/sh
# Makes a native catalog of the 24 nvcc builds among the tests, locks it for a fleet, and makes the root of one GPU's target. No GPU is needed, and no network.
#
#   tests/gpu/axpy-catalog.sh DIR [SM] [LIBCUDART]
#
# DIR is made: `project` (manifest and lock), `catalog`, `store`. SM is `sm_90` unless it is given. LIBCUDART is libcudart.so.13, which Debian does not have: with it
# a package `libcudart13` is published that every build depends on. On a host with the GPU the chosen build then runs as
#
#   LD_LIBRARY_PATH=ROOT/usr/lib ROOT/usr/bin/axpy        prints OK
set -eu
repo=$(CDPATH= cd -- "${0%/*}/../.." && pwd)
directory=$1
sm=${2:-sm_90}
cudart=${3:-}
mkdir -p "$directory/project" "$directory/deb"
directory=$(CDPATH= cd -- "$directory" && pwd)
export ENVC_STORE="$directory/store"

pack() { # NAME FILE PLACE DEPENDS BUILD
  tree=$directory/tree
  rm -rf "$tree"
  mkdir -p "$tree/DEBIAN" "$tree/${3%/*}"
  cp -L "$2" "$tree/$3"
  chmod 755 "$tree/$3"
  printf 'Package: %s\nVersion: 1.0\nArchitecture: amd64\nMaintainer: envc\n%sDescription: %s\n' "$1" "$4" "$1" >"$tree/DEBIAN/control"
  dpkg-deb --root-owner-group --build "$tree" "$directory/deb/$5.deb" >/dev/null
  rm -rf "$tree"
}

cat >"$directory/project/manifest.toml" <<MANIFEST
version = 1
[catalogs.acme]
type = "native"
location = "../catalog"
[options]
base = false
driver = ">=580"
targets = ["cpu", "sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_103", "sm_120", "sm_121"]
[install]
axpy = { pkg-path = "acme/axpy", when = 'sm >= 75' }
MANIFEST

depends=
if [ -n "$cudart" ]; then
  pack libcudart13 "$cudart" usr/lib/libcudart.so.13 '' libcudart13
  "$repo/envc" publish libcudart13 -d "$directory/project" --build runtime --file "$directory/deb/libcudart13.deb"
  depends='Depends: libcudart13
'
fi
for build in "$repo"/tests/EnvCompiler.Resolve.Tests/Fixtures/gpu/axpy/axpy-*; do
  name=${build##*/axpy-}
  pack axpy "$build" usr/bin/axpy "$depends" "axpy-$name"
  "$repo/envc" publish axpy -d "$directory/project" --build "$name" --file "$directory/deb/axpy-$name.deb"
done
"$repo/envc" lock -d "$directory/project"
"$repo/envc" explain axpy -d "$directory/project" | sed -n "/$sm\$/,/runs best/p"
"$repo/envc" build -d "$directory/project" --target "$sm"
for root in "$directory"/store/roots/*/fs; do
  [ ! -e "$root/usr/bin/axpy" ] || printf '%s\n' "$root"
done
