  _envc_hook_ended=
  if _envc_value=$("$_envc_home/targets/{{target}}/enter" {{group}} bash "$_envc_home/hook/capture" sh "$_envc_home/hook/on-activate"); then
    eval "$_envc_value"
    # What the hook put in front of the PATH of the root counts outside as well.
    [ -z "${ENVC_HOOK_PATH-}" ] || _envc_prepend PATH "$ENVC_HOOK_PATH"
  fi
  if [ -z "$_envc_hook_ended" ]; then
    printf 'envc: hook.on-activate did not come to its end; the environment is not activated\nhint: it must not use `exit` or `exec`\n' >&2
    _envc_failed=yes
  fi
