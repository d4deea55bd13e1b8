# envc starts or attaches: the hook runs once while activations of this generation live. Without envc this shell is a start of its own.
if command -v "${_envc_program:-envc}" >/dev/null 2>&1; then
  if _envc_value=$(ENVC_TARGET={{target}} "${_envc_program:-envc}" activate --attach $$ --generation "$_envc_generation" --shell sh -d "$_envc_project"); then
    eval "$_envc_value"
  else
    _envc_failed=yes
  fi
else
  _envc_variables
{{hook}}fi
