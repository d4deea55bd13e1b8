#!/bin/sh
# {{name}} of group {{group}}
self=$0
[ ! -L "$self" ] || self=$(readlink -f -- "$self")
exec "${self%/*}/../enter" {{group}} {{command}} "$@"
