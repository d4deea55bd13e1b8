# . .envc/current/activate    sourced by bash, zsh or a POSIX shell: finds the target, then this generation's activate for it.
# No process is started while the target is recorded for this host, boot, driver and visible devices.
if [ -n "${BASH_VERSION-}" ]; then
  eval '_envc_here=${BASH_SOURCE[0]%/*}'
elif [ -n "${ZSH_VERSION-}" ]; then
  eval '_envc_here=${${(%):-%x}%/*}'
else
  # A POSIX shell does not tell a sourced file its name: the environment is ENVC_ENV_DIRECTORY or the nearest one upward.
  _envc_here=${ENVC_ENV_DIRECTORY:-$PWD}
  while [ -n "$_envc_here" ] && [ ! -e "$_envc_here/.envc/current" ]; do
    _envc_here=${_envc_here%/*}
  done
  _envc_here=$_envc_here/.envc/current
fi
_envc_state=$_envc_here/../..
# Sets _envc_generation to the number of this one, which a build in between changes.
_envc_number() {
  _envc_generation=
  for _envc_rest in "$_envc_state"/generations/[0-9]*; do
    [ ! "$_envc_rest" -ef "$_envc_here" ] || _envc_generation=${_envc_rest##*/}
  done
}
_envc_number

IFS= read -r _envc_host </proc/sys/kernel/hostname
while read -r _envc_key _envc_real _envc_uid _envc_rest; do
  [ "$_envc_key" != Umask: ] || _envc_umask=$_envc_real
  [ "$_envc_key" != Uid: ] || break
done </proc/self/status
IFS= read -r _envc_boot </proc/sys/kernel/random/boot_id
_envc_driver=none
[ ! -r /sys/module/nvidia/version ] || IFS= read -r _envc_driver </sys/module/nvidia/version

# Sets _envc_facts and _envc_local, what this user writes: in the environment, or in their cache where that is read-only or somebody else's.
# Sets _envc_project and _envc_target from what is recorded; fails where that is missing, of another boot, driver or list of devices, or of a moved
# directory.
_envc_recorded() {
  _envc_local=
  _envc_facts=$_envc_state/hosts/$_envc_host-$_envc_uid
  if [ ! -w "$_envc_facts" ]; then
    _envc_local=${XDG_CACHE_HOME:-${HOME-}/.cache}/envc/environments$(CDPATH= cd -P -- "$_envc_state/.." && pwd -P)/.envc
    _envc_facts=$_envc_local/hosts/$_envc_host-$_envc_uid
  fi
  _envc_record=$_envc_facts/target
  _envc_target=
  [ ! -r "$_envc_record" ] || IFS= read -r _envc_target <"$_envc_record"
  if [ -n "${ENVC_TARGET-}" ] && [ "$ENVC_TARGET" != "$_envc_target" ] && [ -d "$_envc_here/targets/$ENVC_TARGET" ]; then
    _envc_record=$_envc_facts/named
  fi
  [ -r "$_envc_record" ] && [ -r "$_envc_facts/project" ] || return 1
  {
    IFS= read -r _envc_target && IFS= read -r _envc_key && IFS= read -r _envc_rest && IFS= read -r _envc_devices
  } <"$_envc_record"
  [ "$_envc_devices" = '*' ] || [ "$_envc_devices" = "${CUDA_VISIBLE_DEVICES--}" ] || return 1
  IFS= read -r _envc_project <"$_envc_facts/project"
  _envc_local=${_envc_local:-$_envc_project/.envc}
  [ "$_envc_record" = "$_envc_facts/target" ] || _envc_target=$ENVC_TARGET
  [ "$_envc_key" = "$_envc_boot" ] && [ "$_envc_rest" = "$_envc_driver" ] && [ "$_envc_project/.envc" -ef "$_envc_state" ] &&
    [ -d "$_envc_facts/env/$_envc_generation/$_envc_target" ]
}

if [ -z "$_envc_generation" ]; then
  printf 'envc: no environment is found here\nhint: in a shell other than bash and zsh set ENVC_ENV_DIRECTORY to its directory first\n' >&2
  false
elif _envc_recorded ||
  { command -v envc >/dev/null 2>&1 && envc activate --prepare -d "$_envc_state/.." && _envc_number && _envc_recorded; }; then
  . "$_envc_state/generations/$_envc_generation/targets/$_envc_target/activate"
else
  printf 'envc: no target is recorded for `%s`, uid %s, since it started\nhint: run `envc activate -- true` once\n' \
    "$_envc_host" "$_envc_uid" >&2
  false
fi
