# capture FORM SCRIPT    sources a hook inside the root and writes what it changed in the exported variables to standard output: as shell text
# (FORM sh: calls of _envc_set, _envc_prepend, _envc_append) or as records that end with NUL (FORM nul: =NAME=VALUE, -NAME, <NAME=ELEMENTS,
# >NAME=ELEMENTS, !). The last one says that the script came to its end, which `exit 0` and `exec` prevent. What a hook prints goes to
# standard error.
exec 8>&1 1>&2
_capture_form=$1 _capture_script=$2
declare -A _capture_before
while IFS= read -r _capture_name; do
  _capture_before[$_capture_name]=${!_capture_name}
done < <(compgen -e)
_capture_path=$PATH

set --
. "$_capture_script" 8>&-

_capture_emit() {    # MARK NAME [VALUE]
  local call
  case $_capture_form$1 in
    nul-) printf -- '-%s\0' "$2" ;;
    nul*) printf '%s%s=%s\0' "$1" "$2" "$3" ;;
    sh-) printf '_envc_set %s\n' "$2" ;;
    *)
      case $1 in '<') call=prepend ;; '>') call=append ;; *) call=set ;; esac
      printf "_envc_%s %s '%s'\n" "$call" "$2" "${3//\'/\'\\\'\'}"
      ;;
  esac >&8
}

# An extended list is told by what was added: on top of another shell's variables that must not bring this one's list along. Of a list that
# was not there a hook makes `new:`, where the empty element means the current directory; not so of MANPATH, where it means the usual places.
_capture_change() {    # NAME
  local name=$1 now=${!1} before=${_capture_before[$1]-} front= back=
  if [[ -z $before && $name != MANPATH && ( $name == *PATH || $name == *_DIRS ) ]]; then
    front=${now%:}
    front=${front#:}
  elif [[ -n $before && $now == *":$before" ]]; then
    front=${now%":$before"}
  elif [[ -n $before && $now == "$before:"* ]]; then
    back=${now#"$before:"}
  elif [[ -n $before && $now == *":$before:"* ]]; then
    front=${now%%":$before:"*} back=${now#*":$before:"}
  fi
  if [[ -z $front$back || :$front: == *::?* || :$back: == *?::* ]]; then
    _capture_emit = "$name" "$now"
    return
  fi
  [[ -z $front ]] || _capture_emit '<' "$name" "$front"
  [[ -z $back ]] || _capture_emit '>' "$name" "$back"
}

set +eu
while IFS= read -r _capture_name; do
  case $_capture_name in
    PATH | PWD | OLDPWD | SHLVL | SHELLOPTS | BASHOPTS | _) ;;
    *)
      if [[ -z ${_capture_before[$_capture_name]+set} || ${_capture_before[$_capture_name]} != "${!_capture_name}" ]]; then
        _capture_change "$_capture_name"
      fi
      ;;
  esac
done < <(compgen -e)
for _capture_name in "${!_capture_before[@]}"; do
  case $_capture_name in
    _ | PWD | OLDPWD | SHLVL | SHELLOPTS | BASHOPTS | PATH) ;;
    *) [[ -n ${!_capture_name+set} ]] || _capture_emit - "$_capture_name" ;;
  esac
done
# The PATH inside is the root's own; what the hook put in front of it goes in front of the PATH of every later entry.
if [[ $PATH != "$_capture_path" && $PATH == *":$_capture_path" ]]; then
  _capture_emit = ENVC_HOOK_PATH "${PATH%":$_capture_path"}"
fi
case $_capture_form in
  nul) printf '!\0' ;;
  *) printf '_envc_hook_ended=yes\n' ;;
esac >&8
