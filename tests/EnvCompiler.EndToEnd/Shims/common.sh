# Sourced by the scripts beside it: `script WAY ENTER`. Each prints a line for everything that is not as it must be, and nothing else.
way=$1 enter=$2 shims=${2%/*}/bin
export ENVC_ENTER=$way
work=$(mktemp -d)
cd "$work"

# expect NAME GOT WANTED
expect() { [ "$2" = "$3" ] || printf '%s: [%s], not [%s]\n' "$1" "$2" "$3"; }

# check CODE COMMAND...
check() {
  local wanted=$1 got
  shift
  "$@"
  got=$?
  [ $got = $wanted ] || printf '%s: exit code %s, not %s\n' "$*" $got $wanted
}

# said LINE FILE: waits until a line is there.
said() {
  local i
  for i in {1..250}; do
    ! grep -qsx -- "$1" "$2" || return 0
    sleep 0.02
  done
  printf '%s is missing\n' "$1"
}
