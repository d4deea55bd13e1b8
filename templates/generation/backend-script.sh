#!/bin/sh
# {{name}} of backend {{backend}}
if [ -d /.envc-root ]; then
  exec /.envc/envc-run {{name}} "$@"
fi
self=$0
[ ! -L "$self" ] || self=$(readlink -f -- "$self")
exec "${self%/*}/../enter" {{group}} /.envc/envc-run {{name}} "$@"
