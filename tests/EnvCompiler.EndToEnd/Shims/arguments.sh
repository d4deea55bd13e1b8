# Arguments, names of files and of directories arrive byte for byte; no shell parses them.
. "${0%/*}/common.sh"
arguments=('' 'a b' '$HOME' '$(id >&2)' '`id >&2`' "'" '"' '*' '~' $'new\nline\n' $'\xff\xfe\x80' ünï -- -x --help ';' '&' '|' '\' '!!' 'a=b'
  "$(head -c 65536 /dev/zero | tr '\0' x)")
for i in {1..100}; do arguments+=("argument $i"); done
printf '%s\0' "${arguments[@]}" >wanted
"$enter" toplevel printf '%s\0' "${arguments[@]}" | cmp - wanted
"$shims/printf" '%s\0' "${arguments[@]}" | cmp - wanted

name=$' -odd\n$(id)\'"\\ \xff.ü'
mkdir "$name"
cd -- "$name"
echo inside >"$name"
"$enter" toplevel pwd | cmp - <(pwd)
"$enter" toplevel cat -- "$name" | cmp - <(echo inside)
echo dash >-n
"$enter" toplevel cat ./-n | cmp - <(echo dash)

if [ "$way" = proot ]; then
  "$enter" toplevel "$enter" second true 2>err
  expect 'a root inside another under proot' "$? $(head -n 1 err)" '125 envc: proot cannot enter a root from inside another one'
else
  "$enter" toplevel bash -c 'e=$1; shift; exec "$e" second bash -c '\''e=$1; shift; exec "$e" third printf "%s\0" "$@"'\'' sh "$e" "$@"' sh "$enter" "${arguments[@]}" |
    cmp - wanted
  "$enter" toplevel "$enter" second "$enter" third bash -c 'trap "echo got; exit 7" USR1; echo ready; while :; do sleep 0.02; done' >out &
  pid=$!
  said ready out
  kill -USR1 $pid
  wait $pid
  expect 'a signal through three shims' "$? $(tail -n 1 out)" '7 got'
  expect 'resolv.conf three roots deep' "$("$enter" toplevel "$enter" second "$enter" third sh -c 'cat /etc/resolv.conf >/dev/null && echo read')" read
fi
expect 'a root inside itself' "$("$enter" toplevel "$enter" toplevel "$enter" toplevel readlink /proc/self/ns/mnt | wc -l)" 1
exit 0
