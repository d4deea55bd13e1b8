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

IFS= read -r _host </proc/sys/kernel/hostname
while read -r _key _real _uid _rest; do
  [ "$_key" != Uid: ] || break
done </proc/self/status
_facts=$_state/hosts/$_host-$_uid
_local=$_state
if [ ! -w "$_facts" ]; then
  # Read-only media, or somebody else's environment: what this user writes is in their cache.
  _local=${XDG_CACHE_HOME:-${HOME-}/.cache}/envc/environments$(CDPATH= cd -P -- "$_state/.." && pwd -P)/.envc
  _facts=$_local/hosts/$_host-$_uid
fi

if [ -d "/.envc-root/$_id" ] && [ /var -ef "$_local/cache/var/$_group" ]; then
  exec "$@"
fi

# Of `envc build NAME`: the same namespace with a directory to fill.
_arguments=${ENVC_BUILD_ARGUMENTS:-$_facts/arguments/$_group-$_id}
[ -e "$_arguments" ] && { [ -e "$_facts/way" ] || [ -n "${ENVC_ENTER-}" ]; } ||
  fail "this environment has not been activated on \`$_host\` by uid $_uid yet" 'run `envc activate -- true` once'
# By the store's own path: the loader takes a colon or semicolon in the project's for the end of a library path.
IFS= read -r _root <"$_facts/store-places"
_root=$_root/roots/$_id/fs
[ -d "$_root" ] || fail "the root of group \`$_group\` is not in the store" 'run `envc build`'

# The record begins with the way that is taken; after a line of conditions it has a verdict for each that was tried.
case ${ENVC_ENTER-} in
  '') IFS= read -r _way <"$_facts/way" ;;
  # envc itself, which finds out what works here.
  try:*) _way=${ENVC_ENTER#try:} ;;
  *)
    _way=
    [ ! -e "$_facts/way" ] || while read -r _key _real _rest; do
      [ "$_key $_real" != "$ENVC_ENTER works" ] || _way=$_key
    done <"$_facts/way"
    [ -n "$_way" ] || fail "\`ENVC_ENTER\` names the way in \`$ENVC_ENTER\`, which is not known to work here" \
      'run `envc activate -- true` with it once; `envc status` lists the ways'
    ;;
esac
# Inside a root uid 0 has no CAP_SYS_ADMIN: to enter another one it needs a user namespace as everybody else.
[ "$_way" != mount ] || [ ! -d /.envc-root ] || _way=user
[ "$_way" != proot ] || [ ! -d /.envc-root ] || fail 'proot cannot enter a root from inside another one' \
  'call the command from outside, or put both packages into one `pkg-group`'

[ "$_way" != proot ] || [ -z "${ENVC_BUILD_ARGUMENTS-}" ] || fail 'proot cannot show a directory that a build fills' \
  'build on a host with another way in: `envc status` lists them'
unset ENVC_BUILD_ARGUMENTS

_hidden=
case $PWD/ in
  /usr/* | /etc/*) [ -d "$_root$PWD" ] || _hidden=1 ;;
  /var/*) [ -d "$_local/cache/var/$_group${PWD#/var}" ] || _hidden=1 ;;
esac
if [ -n "$_hidden" ]; then
  IFS= read -r _project <"$_facts/project"
  case $PWD/ in
    "$_project"/*) ;;
    *) fail "the current directory \`$PWD\` cannot be seen inside the root" \
      'change to the environment, or to a directory outside /usr, /etc and /var' ;;
  esac
fi

PATH=${ENVC_HOOK_PATH:+$ENVC_HOOK_PATH:}/.envc:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$_here/bin:/.envc-driver/bin
export PATH
# Python cannot keep byte code in a root. The root is part of the place: its files have one time, by which Python would judge what is stale.
case ${PYTHONPYCACHEPREFIX-} in
  '' | /var/cache/python/*) export PYTHONPYCACHEPREFIX="/var/cache/python/$_id" ;;
esac

# Names of the host that mean nothing inside. Programs warn at every start about a locale that the root lacks; C.UTF-8 is in every root.
for _key in LANG LC_ALL LC_CTYPE LC_NUMERIC LC_TIME LC_COLLATE LC_MONETARY LC_MESSAGES LC_PAPER LC_NAME LC_ADDRESS LC_TELEPHONE \
  LC_MEASUREMENT LC_IDENTIFICATION; do
  eval "_real=\${$_key-}"
  case $_real in '' | C | POSIX | C.UTF-8 | C.utf8) continue ;; esac
  [ -d "$_root/usr/lib/locale/$_real" ] || [ -d "$_root/usr/lib/locale/${_real%.UTF-8}.utf8" ] || [ -e "$_root/usr/lib/locale/locale-archive" ] ||
    export "$_key=C.UTF-8"
done
# The root's own certificates, with those that the host's administrator added, hold where the named ones cannot be seen.
for _key in SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE GIT_SSL_CAINFO NODE_EXTRA_CA_CERTS; do
  eval "_real=\${$_key-}"
  case $_real in /etc/* | /usr/*) [ -e "$_root$_real" ] || unset "$_key" ;; esac
done

# The namespace is made by perl, which is Essential: the root's, started by the root's own loader with the root's own libraries, so that the
# host need not have any of them; the host's where `options.base = false` left it out.
_loader=$_root/{{loader}}
_libraries=$_root/usr/lib/{{triplet}}
case $_way in
  mount | user)
    # This process becomes the program, so nobody has to be told where the program is.
    [ -z "$_info" ] || eval "exec $_info>&-"
    _script=in-place.pl
    set -- "$_way" "$_arguments" "$PWD" "$@"
    ;;
  host-bwrap | bwrap | proot)
    _script=forward.pl
    # When bwrap or proot dies, the kernel tells the program; whoever asked for its pid tells it, and a second TERM makes many programs give up
    # their orderly end, or hang in it. And where a program cannot be executed bwrap would say 1, not 126 or 127.
    _tell='--pdeathsig TERM'
    [ -z "$_info" ] || _tell=
    [ ! -x "$_root/usr/bin/setpriv" ] || set -- /usr/bin/setpriv $_tell -- "$@"
    case $_way in
      host-bwrap) set -- 1 /usr/bin/bwrap "$@" ;;
      *) set -- 4 "$_loader" --library-path "$_libraries" "$_root/usr/bin/$_way" "$@" ;;
    esac
    [ "$_way" != proot ] || _arguments=$_facts/proot/$_group-$_id/options
    set -- "${_way#host-}" "$_arguments" "$PWD" "$_facts/store-places" "$_info" "$@"
    ;;
  *) fail "there is no way in \`$_way\`" 'the ways are mount, user, host-bwrap, bwrap and proot' ;;
esac
_closed=
[ -e /proc/self/fd/0 ] || { exec </dev/null && _closed=0; }
[ -e /proc/self/fd/1 ] || { exec >/dev/null && _closed="$_closed 1"; }
[ -e /proc/self/fd/2 ] || { exec 2>/dev/null && _closed="$_closed 2"; }
set -- "$_here/$_script" "${PERL5OPT+=$PERL5OPT}" "${PERL_BADLANG+=$PERL_BADLANG}" "${LD_PRELOAD+=$LD_PRELOAD}" "$_closed" "$@"
# perl must start the same whatever the caller has set; the script gives these back.
unset PERL5OPT LD_PRELOAD
export PERL_BADLANG=0
[ ! -x "$_root/usr/bin/perl" ] || exec "$_loader" --library-path "$_libraries" "$_root/usr/bin/perl" -C0 "$@"
[ ! -x /usr/bin/perl ] || exec /usr/bin/perl -C0 "$@"
fail "neither the root of group \`$_group\` nor the host has perl, which makes the namespace" \
  'add `perl-base` to `[install]`, or take `options.base = false` out'
