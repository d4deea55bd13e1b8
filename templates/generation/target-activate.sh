# Sourced by ../../../activate, which has set _envc_project, _envc_facts, _envc_generation, _envc_host and _envc_uid.
[ -z "${_envc_names-}" ] || deactivate

# Sets and exports a variable and remembers what it was, so that deactivate restores exactly that.
_envc_set() {
  case " $_envc_names" in
    *" $1 "*) ;;
    *)
      eval "_envc_was_$1=\${$1-} _envc_had_$1=\${$1+set}"
      if [ -n "${BASH_VERSION-}" ] && eval "[[ \${$1+set} = set && \${$1@a} != *x* ]]"; then
        eval "_envc_had_$1=shell"
      elif [ -n "${ZSH_VERSION-}" ] && eval "[[ -n \${$1+set} && \${(t)$1} != *export* ]]"; then
        eval "_envc_had_$1=shell"
      fi
      _envc_names="$_envc_names$1 "
      ;;
  esac
  if [ $# -gt 1 ]; then
    eval "export $1=\$2"
  else
    unset "$1"
  fi
}

# The value in .envc/secrets; every line of it, without the last line's end.
_envc_secret() {
  _envc_value=
  [ -r "$_envc_project/.envc/secrets/$1" ] || return 1
  while IFS= read -r _envc_rest || [ -n "$_envc_rest" ]; do
    _envc_value=${_envc_value:+$_envc_value
}$_envc_rest
  done <"$_envc_project/.envc/secrets/$1"
}

deactivate() {
{{profile-deactivate}}  while [ -n "$_envc_names" ]; do
    _envc_name=${_envc_names%% *}
    _envc_names=${_envc_names#* }
    eval "_envc_had=\$_envc_had_$_envc_name"
    case $_envc_had in
      set) eval "export $_envc_name=\$_envc_was_$_envc_name" ;;
      shell) eval "unset $_envc_name; $_envc_name=\$_envc_was_$_envc_name" ;;
      *) unset "$_envc_name" ;;
    esac
    unset "_envc_was_$_envc_name" "_envc_had_$_envc_name"
  done
  unset _envc_names _envc_name _envc_had _envc_home
  unset -f deactivate
  hash -r
}

_envc_names=
_envc_home=$_envc_project/.envc/generations/$_envc_generation
_envc_env=$_envc_project/.envc/hosts/$_envc_host-$_envc_uid/env/$_envc_generation/{{target}}
_envc_set ENVC_ENV "$_envc_env"
_envc_set ENVC_ENV_CACHE "$_envc_project/.envc/cache"
_envc_set ENVC_ENV_PROJECT "$_envc_project"
_envc_set ENVC_ENV_DESCRIPTION {{description}}
_envc_set ENVC_GENERATION "$_envc_generation"
_envc_set ENVC_TARGET {{target}}
_envc_set FLOX_ENV "$_envc_env"
_envc_set FLOX_ENV_CACHE "$_envc_project/.envc/cache"
_envc_set FLOX_ENV_PROJECT "$_envc_project"
_envc_set FLOX_ENV_DESCRIPTION {{description}}
[ -z "${ENVC_HOOK_PATH+set}" ] || _envc_set ENVC_HOOK_PATH
_envc_rest=:$PATH:
case $_envc_rest in
  *":$_envc_env/bin:"*) _envc_rest=${_envc_rest%%":$_envc_env/bin:"*}:${_envc_rest#*":$_envc_env/bin:"} ;;
esac
_envc_rest=${_envc_rest#:}
_envc_set PATH "$_envc_env/bin:${_envc_rest%:}"
{{vars}}{{hook}}{{profile}}unset -f _envc_set _envc_secret _envc_recorded
unset _envc_here _envc_state _envc_rest _envc_key _envc_real _envc_uid _envc_host _envc_boot _envc_driver _envc_facts _envc_target _envc_project \
  _envc_env _envc_generation _envc_value
hash -r
