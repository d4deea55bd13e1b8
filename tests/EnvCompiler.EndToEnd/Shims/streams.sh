# The program has its shim's open files, limits, mask and ignored signals: no more, no less.
. "${0%/*}/common.sh"
printf 'a\nb' >in
expect 'a pipe' "$("$enter" toplevel cat <in | cat)" $'a\nb'
"$enter" toplevel cat <in >out
cmp in out
"$enter" toplevel sh -c 'echo problem >&2' 2>err
expect 'standard error in a file' "$(cat err)" problem
expect '/dev/null' "$("$enter" toplevel cat </dev/null)" ''
is_open='[ -e /proc/self/fd/$0 ] && echo open >&9 || echo closed >&9'
expect 'input closed' "$("$enter" toplevel sh -c "$is_open" 0 9>&1 <&-)" closed
expect 'output closed' "$("$enter" toplevel sh -c "$is_open" 1 9>&1 >&-)" closed
expect 'error closed' "$("$enter" toplevel sh -c "$is_open" 2 9>&1 2>&-)" closed
expect 'other descriptors' "$("$enter" toplevel sh -c 'cat <&7; cat <&9' 7<in 9<in)" $'a\nba\nb'
expect 'no descriptors of envc' "$("$enter" toplevel ls /proc/self/fd)" "$(ls /proc/self/fd)"

attributes() { grep -E '^(Umask|SigBlk|SigIgn|Uid|Gid|Max)' | grep -v 'Max pending signals' | tr -s ' \t' ' '; }
trap '' USR2 HUP
umask 027
ulimit -Sn 500
"$enter" toplevel cat /proc/self/status /proc/self/limits | attributes >inside
cat /proc/self/status /proc/self/limits | attributes >outside
diff outside inside
expect 'nice' "$(nice -n 3 "$enter" toplevel nice)" 3

export PERL5OPT=-Mnothing PERL_UNICODE=SDA LC_ALL=xx_XX.UTF-8
unset PERL_BADLANG
# A locale that the root has not is C.UTF-8 inside.
expect 'variables of perl' "$("$enter" toplevel sh -c 'echo "$PERL5OPT $PERL_UNICODE $LC_ALL ${PERL_BADLANG-unset}"' 2>&1 | grep -v locale)" '-Mnothing SDA C.UTF-8 unset'
exit 0
