# As functions.sh, for fish. Activations of one shell are layers, numbered from 1; of a variable NAME that layer N changes, _envc_was_N_NAME is
# what it was, _envc_now_N_NAME what it became, and _envc_added_N_NAME what was added to a list. Not there means unset.

function _envc_push --argument-names home
    set -q _envc_depth; or set -g _envc_depth 0
    set -g _envc_depth (math $_envc_depth + 1)
    set -g _envc_names_$_envc_depth
    set -g _envc_home_$_envc_depth $home
    if test $_envc_depth = 1; and functions -q deactivate
        functions -c deactivate _envc_function
        functions -e deactivate
    end
    function deactivate
        _envc_leave
    end
end

function _envc_remember --argument-names name
    set -l names _envc_names_$_envc_depth
    contains -- $name $$names; and return
    set -ga $names $name
    set -q $name; or return 0
    set -g _envc_was_{$_envc_depth}_$name $$name
    set -qx $name; or set -g _envc_shell_{$_envc_depth}_$name yes
end

function _envc_set --argument-names name
    _envc_remember $name
    if set -q argv[2]
        set -gx $name $argv[2]
        set -g _envc_now_{$_envc_depth}_$name $$name
    else
        set -e $name
        set -e _envc_now_{$_envc_depth}_$name
    end
end

# The elements of a list that are not in another one.
function _envc_without --argument-names list gone
    for element in (string split -- : $list)
        contains -- $element (string split -- : $gone); or echo -- $element
    end
end

function _envc_prepend --argument-names name elements
    _envc_extend $name $elements $elements (set -q $name; and _envc_without (string join -- : $$name) $elements)
end

function _envc_append --argument-names name elements
    _envc_extend $name $elements (set -q $name; and _envc_without (string join -- : $$name) $elements) $elements
end

function _envc_extend --argument-names name added
    _envc_set $name (string join -- : $argv[3..])
    set -ga _envc_added_{$_envc_depth}_$name $added
end

# The file that counts this shell as an activation; emptied, it does not any more.
function _envc_counted --argument-names file
    set -g _envc_record_$_envc_depth $file
end

function _envc_prompt
    status is-interactive; or return 0
    set -g _envc_indicator_$_envc_depth
    for directory in (string split -- : (string join -- : $ENVC_ENV_DIRS))
        set -a _envc_indicator_$_envc_depth (string replace -r '.*/' '' -- (string replace -r '/\.envc/hosts/.*' '' -- $directory))
    end
    test $_envc_depth = 1; or return 0
    functions -q fish_prompt; or fish_prompt >/dev/null
    functions -c fish_prompt _envc_prompt_was
    function fish_prompt
        set -l names _envc_indicator_$_envc_depth
        echo -n "envc [$$names] "
        _envc_prompt_was
    end
end

# Ends the newest layer; what was changed since stays, but the layer's elements leave a list.
function _envc_leave
    test "$_envc_depth" != "$_envc_shell_depth"; or exit 0
    set -l home _envc_home_$_envc_depth
    for script in $$home/profile/deactivate/common $$home/profile/deactivate/fish
        test -r $script; and source $script
    end
    set -l names _envc_names_$_envc_depth
    for name in $$names
        _envc_restore $name
        set -e _envc_was_{$_envc_depth}_$name _envc_now_{$_envc_depth}_$name _envc_added_{$_envc_depth}_$name _envc_shell_{$_envc_depth}_$name
    end
    set -l record _envc_record_$_envc_depth
    if test -n "$$record"; and test -f "$$record"
        echo -n >$$record
    end
    set -e _envc_names_$_envc_depth _envc_home_$_envc_depth _envc_record_$_envc_depth _envc_indicator_$_envc_depth
    set -g _envc_depth (math $_envc_depth - 1)
    test $_envc_depth = 0; or return 0
    set -e _envc_depth
    if functions -q _envc_prompt_was
        functions -e fish_prompt
        functions -c _envc_prompt_was fish_prompt
    end
    functions -e deactivate
    if functions -q _envc_function
        functions -c _envc_function deactivate
    end
    functions -e _envc_prompt_was _envc_function _envc_push _envc_remember _envc_set _envc_without _envc_prepend _envc_append _envc_extend \
        _envc_counted _envc_prompt _envc_restore _envc_leave
    return 0
end

function _envc_restore --argument-names name
    set -l was _envc_was_{$_envc_depth}_$name
    set -l now _envc_now_{$_envc_depth}_$name
    set -l added _envc_added_{$_envc_depth}_$name
    set -l shell _envc_shell_{$_envc_depth}_$name
    if test "$(set -q $name; and string join -- : x $$name)" != "$(set -q $now; and string join -- : x $$now)"
        if set -q $added; and set -q $name
            set -gx $name (_envc_without (string join -- : $$name) (string join -- : $$added))
        end
        return
    end
    set -e $name
    set -q $was; or return 0
    if set -q $shell
        set -g $name $$was
    else
        set -gx $name $$was
    end
end
