# Sourced by ../../../activate, which has set _envc_project, _envc_local, _envc_facts, _envc_generation, _envc_host and _envc_uid.
# Once more in the same shell: this one replaces it.
if [ -n "${_envc_depth-}" ] && [ "${ENVC_ENV_PROJECT-}" = "$_envc_project" ] && [ "$_envc_depth" != "${_envc_shell_depth-none}" ]; then
  _envc_leave
fi
_envc_home=$_envc_project/.envc/generations/$_envc_generation
. "$_envc_home/shell/functions.sh"
_envc_push "$_envc_home"

# The value in secrets; every line of it, without the last line's end.
_envc_secret() {
  _envc_value=
  [ -r "$_envc_local/secrets/$1" ] || return 1
  while IFS= read -r _envc_rest || [ -n "$_envc_rest" ]; do
    _envc_value=${_envc_value:+$_envc_value
}$_envc_rest
  done <"$_envc_local/secrets/$1"
}

# What there is to set where envc is not asked.
_envc_variables() {
  {
    IFS= read -r _envc_rest && IFS= read -r _envc_rest && IFS= read -r _envc_run
  } <"$_envc_facts/run"
  _envc_register "$_envc_run" "$_envc_generation" {{target}} "$_envc_boot" "$_envc_umask"
  _envc_env=$_envc_local/hosts/$_envc_host-$_envc_uid/env/$_envc_generation/{{target}}
  _envc_set ENVC_ENV "$_envc_env"
  _envc_set ENVC_ENV_CACHE "$_envc_local/cache"
  _envc_set ENVC_ENV_PROJECT "$_envc_project"
  _envc_set ENVC_ENV_DESCRIPTION {{description}}
  _envc_prepend ENVC_ENV_DIRS "$_envc_env"
  _envc_set FLOX_ENV "$_envc_env"
  _envc_set FLOX_ENV_CACHE "$_envc_local/cache"
  _envc_set FLOX_ENV_PROJECT "$_envc_project"
  _envc_set FLOX_ENV_DESCRIPTION {{description}}
  _envc_prepend FLOX_ENV_DIRS "$_envc_env"
  _envc_set ENVC_GENERATION "$_envc_generation"
  _envc_set ENVC_TARGET {{target}}
{{device}}  [ -z "${ENVC_HOOK_PATH+set}" ] || _envc_set ENVC_HOOK_PATH
  _envc_prepend PATH "$_envc_env/bin"
{{vars}}}

_envc_failed=
{{start}}if [ -z "$_envc_failed" ]; then
  :
{{profile}}  _envc_prompt
else
  _envc_leave
fi
unset -f _envc_secret _envc_recorded _envc_variables _envc_number
unset _envc_here _envc_state _envc_rest _envc_key _envc_real _envc_uid _envc_host _envc_boot _envc_driver _envc_facts _envc_local _envc_target _envc_project \
  _envc_env _envc_generation _envc_value _envc_home _envc_umask _envc_devices _envc_record _envc_element _envc_elements _envc_is _envc_hook_ended _envc_run _envc_program
hash -r
if [ -n "$_envc_failed" ]; then
  unset _envc_failed
  false
else
  unset _envc_failed
fi
