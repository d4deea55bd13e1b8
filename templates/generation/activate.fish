# source .envc/current/activate.fish    in fish: envc does the work, so it must be on PATH (or named by _envc_program).
set -l here (realpath (status dirname))
set -l project (string replace -r '/\.envc/generations/[0-9]*$' '' -- $here)
set -l program envc
set -q _envc_program; and set program $_envc_program
# Once more in the same shell: this one replaces it.
if set -q _envc_depth; and test "$ENVC_ENV_PROJECT" = $project; and test "$_envc_depth" != "$_envc_shell_depth"
    _envc_leave
end
source $here/shell/functions.fish
_envc_push $here
set -l changes ($program activate --attach $fish_pid --generation (string replace -r '.*/' '' -- $here) --shell fish -d $project | string collect)
if test $pipestatus[1] = 0
    eval $changes
    for script in $here/profile/common $here/profile/fish
        test -r $script; and source $script
    end
    _envc_prompt
else
    _envc_leave
    false
end
