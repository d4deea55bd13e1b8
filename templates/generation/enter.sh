#!/bin/sh
# enter GROUP COMMAND [ARGUMENT]...    runs the command inside the group's root; docs/design/activation.md says why each step is here.
# Names begin with an underscore: an assignment to a name that the caller exports would reach the program.
fail() {
  printf 'envc: %s\n' "$1" >&2
  [ -z "${2-}" ] || printf 'hint: %s\n' "$2" >&2
  exit 125
}

_here=${0%/*}
case $_here in
  /*) ;;
  *) _here=$PWD/$_here ;;
esac
_state=$_here/../../../../..
_group=${1-}
case $_group in
{{groups}}  *) fail "this generation has no group \`$_group\`" 'enter GROUP COMMAND [ARGUMENT]...' ;;
esac
shift
[ $# -gt 0 ] || fail 'there is no command to run' 'enter GROUP COMMAND [ARGUMENT]...'
_info=${ENVC_INFO_FD-}
unset ENVC_INFO_FD

if [ -d "/.envc-root/$_id" ] && [ /var -ef "$_state/cache/var/$_group" ]; then
  exec "$@"
fi

IFS= read -r _host </proc/sys/kernel/hostname
while read -r _key _real _uid _rest; do
  [ "$_key" != Uid: ] || break
done </proc/self/status
_facts=$_state/hosts/$_host-$_uid
_root=$_facts/store/roots/$_id/fs
_arguments=$_facts/arguments/$_group-$_id
[ -e "$_arguments" ] || fail "this environment has not been activated on \`$_host\` by uid $_uid yet" 'run `envc activate -- true` once'
[ -x "$_root/usr/bin/bwrap" ] || fail "the root of group \`$_group\` is not in the store or has no bubblewrap" 'run `envc build`'

_hidden=
case $PWD/ in
  /usr/* | /etc/*) [ -d "$_root$PWD" ] || _hidden=1 ;;
  /var/*) [ -d "$_state/cache/var/$_group${PWD#/var}" ] || _hidden=1 ;;
esac
if [ -n "$_hidden" ]; then
  IFS= read -r _project <"$_facts/project"
  case $PWD/ in
    "$_project"/*) ;;
    *) fail "the current directory \`$PWD\` cannot be seen inside the root" \
      'change to the environment, or to a directory outside /usr, /etc and /var' ;;
  esac
fi

# bwrap waits as the program's parent and forwards no signal: when it dies of one, the kernel tells the program.
# setpriv also exits with 126 or 127 where the program cannot be executed; bwrap would say 1.
[ ! -x "$_root/usr/bin/setpriv" ] || set -- /usr/bin/setpriv --pdeathsig TERM -- "$@"
# Ctrl-C is for the program alone: bwrap ignores it and waits for what the program makes of it.
if [ -t 0 ] && [ -x "$_root/usr/bin/env" ]; then
  trap '' INT QUIT
  set -- /usr/bin/env --default-signal=INT,QUIT -- "$@"
fi

# Inside a root uid 0 has no CAP_SYS_ADMIN: to enter another one it needs a user namespace as everybody else.
_nested=
[ ! -d /.envc-root ] || _nested=1
_loader=$_root/{{loader}}
_libraries=$_root/usr/lib/{{triplet}}
set -- "$_loader" --library-path "$_libraries" "$_root/usr/bin/bwrap" --args 9 ${_nested:+--unshare-user} \
  ${_info:+--json-status-fd "$_info"} --chdir "$PWD" -- "$@"
exec 9<"$_arguments"
PATH=${ENVC_HOOK_PATH:+$ENVC_HOOK_PATH:}/.envc:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$_here/bin
export PATH

# uid 0 keeps its capabilities, while bwrap's waiting parent has none and sees the host as it is: through /proc/PARENT/root uid 0 could
# write into the store. So that parent gets a mount namespace of its own, where every place that shows the store is read-only.
if [ "$_uid" = 0 ] && [ -z "$_nested" ]; then
  exec "$_loader" --library-path "$_libraries" "$_root/usr/bin/unshare" --mount --propagation slave -- /bin/sh -c '
    _root=$1 _loader=$2 _libraries=$3 _places=$4
    shift 4
    while IFS= read -r _place; do
      if [ -x "$_root/usr/bin/mount" ]; then
        "$_loader" --library-path "$_libraries" "$_root/usr/bin/mount" -o bind,ro "$_place" "$_place"
      else
        mount -o bind,ro "$_place" "$_place"
      fi || exit 125
    done <"$_places"
    exec "$@"' enter "$_root" "$_loader" "$_libraries" "$_facts/store-places" "$@"
fi
exec "$@"
