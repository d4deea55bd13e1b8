# Sourced by `activate` and by the shell of `envc activate`, in bash, zsh and POSIX shells. Activations of one shell are layers, numbered from 1;
# of a variable NAME that layer N changes, _envc_was_N_NAME is what it was and _envc_now_N_NAME what it became: `=VALUE` exported,
# `~VALUE` a variable of the shell alone, empty when unset.

# A new layer.    GENERATION-DIRECTORY
_envc_push() {
  _envc_depth=$((${_envc_depth:-0} + 1))
  eval "_envc_names_$_envc_depth= _envc_home_$_envc_depth=\$1 _envc_record_$_envc_depth="
  if [ "$_envc_depth" = 1 ] && [ -n "${BASH_VERSION-}" ] && declare -F deactivate >/dev/null; then
    _envc_function=$(declare -f deactivate)
  elif [ "$_envc_depth" = 1 ] && [ -n "${ZSH_VERSION-}" ]; then
    eval '[ -z "${functions[deactivate]+set}" ] || _envc_function="deactivate () {
${functions[deactivate]}
}"'
  fi
  deactivate() { _envc_leave "$@"; }
}

# What a variable is, in _envc_is.    NAME
_envc_look() {
  eval "_envc_is=\"\${$1+=}\${$1-}\""
  if [ -n "$_envc_is" ] && [ -n "${BASH_VERSION-}" ]; then
    if eval "[[ \${$1@a} != *x* ]]"; then _envc_is=\~${_envc_is#=}; fi
  elif [ -n "$_envc_is" ] && [ -n "${ZSH_VERSION-}" ]; then
    if eval "[[ \${(t)$1} != *export* ]]"; then _envc_is=\~${_envc_is#=}; fi
  fi
}

_envc_remember() {    # NAME
  eval "_envc_rest=\$_envc_names_$_envc_depth"
  case " $_envc_rest" in
    *" $1 "*) ;;
    *)
      _envc_look "$1"
      eval "_envc_was_${_envc_depth}_$1=\$_envc_is _envc_names_$_envc_depth=\"\$_envc_rest\$1 \" _envc_added_${_envc_depth}_$1="
      ;;
  esac
}

# Sets and exports a variable, or removes it.    NAME [VALUE]
_envc_set() {
  _envc_remember "$1"
  if [ $# -gt 1 ]; then
    eval "$1=\$2 _envc_now_${_envc_depth}_$1=\"=\$2\""
    export "$1"
  else
    unset "$1"
    eval "_envc_now_${_envc_depth}_$1="
  fi
}

# A list without these elements, in _envc_rest.    LIST ELEMENT[:ELEMENT]...
_envc_without() {
  _envc_rest=:$1:
  _envc_elements=$2:
  while [ -n "$_envc_elements" ]; do
    _envc_element=${_envc_elements%%:*}
    _envc_elements=${_envc_elements#*:}
    while [ -n "$_envc_element" ]; do
      case $_envc_rest in
        *":$_envc_element:"*) _envc_rest=${_envc_rest%%":$_envc_element:"*}:${_envc_rest#*":$_envc_element:"} ;;
        *) break ;;
      esac
    done
  done
  _envc_rest=${_envc_rest#:}
  _envc_rest=${_envc_rest%:}
}

# Puts elements in front of a list, or behind it; those that are in it already move.    NAME ELEMENT[:ELEMENT]...
_envc_prepend() {
  eval "_envc_without \"\${$1-}\" \"\$2\""
  _envc_extend "$1" "$2${_envc_rest:+:$_envc_rest}" "$2"
}
_envc_append() {
  eval "_envc_without \"\${$1-}\" \"\$2\""
  _envc_extend "$1" "${_envc_rest:+$_envc_rest:}$2" "$2"
}
_envc_extend() {    # NAME VALUE ADDED
  _envc_set "$1" "$2"
  eval "_envc_added_${_envc_depth}_$1=\"\$3:\$_envc_added_${_envc_depth}_$1\""
}

# The names of all environments, newest first, go in front of the prompt, or behind its first line break.
_envc_prompt() {
  case $- in *i*) ;; *) return 0 ;; esac
  [ -n "${PS1-}" ] || return 0
  _envc_names=
  _envc_elements=${ENVC_ENV_DIRS-}:
  while [ -n "$_envc_elements" ]; do
    _envc_element=${_envc_elements%%:*}
    _envc_elements=${_envc_elements#*:}
    _envc_element=${_envc_element%%/.envc/hosts/*}
    _envc_element=${_envc_element##*/}
    # A prompt is a text with commands in it.
    case $_envc_element in *[\`\$\\%!]*) _envc_element=environment ;; esac
    _envc_names="$_envc_names${_envc_names:+${_envc_element:+ }}$_envc_element"
  done
  eval "_envc_prompt_was_$_envc_depth=\$PS1 _envc_indicator_was_$_envc_depth=\${_envc_indicator-}"
  if [ -n "${_envc_indicator-}" ]; then
    case $PS1 in *"$_envc_indicator"*) PS1=${PS1%%"$_envc_indicator"*}${PS1#*"$_envc_indicator"} ;; esac
  fi
  _envc_indicator="envc [$_envc_names] "
  case $PS1 in
    ?*'\n'?*) PS1=${PS1%%'\n'*}'\n'$_envc_indicator${PS1#*'\n'} ;;
    ?*"
"?*) PS1="${PS1%%"
"*}
$_envc_indicator${PS1#*"
"}" ;;
    *) PS1=$_envc_indicator$PS1 ;;
  esac
  eval "_envc_prompt_now_$_envc_depth=\$PS1"
  unset _envc_names _envc_element _envc_elements
}

# The file that counts this shell as an activation; emptied, it does not any more.    FILE
_envc_counted() {
  eval "_envc_record_$_envc_depth=\$1"
}

# Counts it without envc (src/EnvCompiler.Run/Activation/Starts).    RUN-DIRECTORY GENERATION TARGET BOOT UMASK
_envc_register() {
  [ -O "$1" ] && [ -O "$1/activations" ] && [ ! -h "$1/activations" ] || return 0
  IFS= read -r _envc_rest <"/proc/$$/stat" || return 0
  _envc_rest=${_envc_rest##*) }
  # proc_pid_stat(5): the start time is field 22, and the state, which is first here, field 3.
  for _envc_element in 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do
    _envc_rest=${_envc_rest#* }
  done
  umask 077
  if printf '%s %s %s %s in-place\n' "${_envc_rest%% *}" "$4" "$2" "$3" >|"$1/activations/$$"; then
    _envc_counted "$1/activations/$$"
  fi
  umask "$5"
}

# Ends the newest layer: a variable that still is what the layer made of it becomes what it was; of a list that was changed since, the layer's
# elements go; any other that was changed since stays. In the shell of `envc activate` its own layer's end is the shell's.
_envc_leave() {
  [ "${_envc_depth-}" != "${_envc_shell_depth-none}" ] || exit 0
  eval "_envc_home=\$_envc_home_$_envc_depth"
  [ ! -r "$_envc_home/profile/deactivate/common" ] || . "$_envc_home/profile/deactivate/common"
  if [ -n "${BASH_VERSION-}" ]; then
    [ ! -r "$_envc_home/profile/deactivate/bash" ] || . "$_envc_home/profile/deactivate/bash"
  elif [ -n "${ZSH_VERSION-}" ]; then
    [ ! -r "$_envc_home/profile/deactivate/zsh" ] || . "$_envc_home/profile/deactivate/zsh"
  fi
  eval "_envc_names=\$_envc_names_$_envc_depth"
  while [ -n "$_envc_names" ]; do
    _envc_name=${_envc_names%% *}
    _envc_names=${_envc_names#* }
    _envc_restore "$_envc_name"
    unset "_envc_was_${_envc_depth}_$_envc_name" "_envc_now_${_envc_depth}_$_envc_name" "_envc_added_${_envc_depth}_$_envc_name"
  done
  if eval "[ -n \"\${_envc_prompt_was_$_envc_depth+set}\" ]"; then
    eval "if [ \"\${PS1-}\" = \"\$_envc_prompt_now_$_envc_depth\" ]; then PS1=\$_envc_prompt_was_$_envc_depth; fi
      _envc_indicator=\$_envc_indicator_was_$_envc_depth
      unset _envc_prompt_was_$_envc_depth _envc_prompt_now_$_envc_depth _envc_indicator_was_$_envc_depth"
  fi
  eval "_envc_record=\$_envc_record_$_envc_depth"
  [ ! -f "$_envc_record" ] || : >|"$_envc_record"
  unset "_envc_names_$_envc_depth" "_envc_home_$_envc_depth" "_envc_record_$_envc_depth"
  unset _envc_names _envc_name _envc_is _envc_was _envc_now _envc_added _envc_rest _envc_elements _envc_element _envc_record _envc_home
  _envc_depth=$((_envc_depth - 1))
  if [ "$_envc_depth" = 0 ]; then
    unset _envc_depth _envc_indicator
    unset -f deactivate _envc_push _envc_look _envc_remember _envc_set _envc_without _envc_prepend _envc_append _envc_extend _envc_prompt \
      _envc_counted _envc_register _envc_restore _envc_leave
    if [ -n "${_envc_function-}" ]; then eval "$_envc_function"; fi
    unset _envc_function
  fi
  hash -r
}

_envc_restore() {    # NAME
  _envc_look "$1"
  eval "_envc_was=\$_envc_was_${_envc_depth}_$1 _envc_now=\$_envc_now_${_envc_depth}_$1 _envc_added=\$_envc_added_${_envc_depth}_$1"
  if [ "$_envc_is" != "$_envc_now" ]; then
    [ -n "$_envc_added" ] && [ -n "$_envc_is" ] || return 0
    _envc_without "${_envc_is#?}" "$_envc_added"
    if [ -n "$_envc_rest$_envc_was" ]; then eval "$1=\$_envc_rest"; else unset "$1"; fi
    return 0
  fi
  case $_envc_was in
    "="*)
      eval "$1=\${_envc_was#=}"
      export "$1"
      ;;
    \~*) eval "unset $1; $1=\${_envc_was#\\~}" ;;
    *) unset "$1" ;;
  esac
}
