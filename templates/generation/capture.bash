# capture FORM SCRIPT    sources a hook inside the root and writes what it changed in the exported variables to standard output:
# as shell text (FORM sh: calls of _envc_set) or as records that end with NUL (FORM nul: =NAME=VALUE, -NAME, !). The last one says that the
# script came to its end, which `exit 0` and `exec` prevent. What a hook prints goes to standard error.
exec 8>&1 1>&2
_capture_form=$1 _capture_script=$2
declare -A _capture_before
while IFS= read -r _capture_name; do
  _capture_before[$_capture_name]=${!_capture_name}
done < <(compgen -e)
_capture_path=$PATH

set --
. "$_capture_script" 8>&-

_capture_emit() {
  case $_capture_form in
    nul) if [ $# -gt 1 ]; then printf '=%s=%s\0' "$1" "$2"; else printf -- '-%s\0' "$1"; fi ;;
    *) if [ $# -gt 1 ]; then printf "_envc_set %s '%s'\n" "$1" "${2//\'/\'\\\'\'}"; else printf '_envc_set %s\n' "$1"; fi ;;
  esac >&8
}

set +eu
while IFS= read -r _capture_name; do
  case $_capture_name in
    PATH | PWD | OLDPWD | SHLVL | SHELLOPTS | BASHOPTS | _) ;;
    *)
      if [[ -z ${_capture_before[$_capture_name]+set} || ${_capture_before[$_capture_name]} != "${!_capture_name}" ]]; then
        _capture_emit "$_capture_name" "${!_capture_name}"
      fi
      ;;
  esac
done < <(compgen -e)
for _capture_name in "${!_capture_before[@]}"; do
  [[ $_capture_name == _ || -n ${!_capture_name+set} ]] || _capture_emit "$_capture_name"
done
# The PATH inside is the root's own; what the hook put in front of it goes in front of the PATH of every later entry.
if [[ $PATH != "$_capture_path" && $PATH == *":$_capture_path" ]]; then
  _capture_emit ENVC_HOOK_PATH "${PATH%":$_capture_path"}"
fi
case $_capture_form in
  nul) printf '!\0' ;;
  *) printf '_envc_hook_ended=yes\n' ;;
esac >&8
