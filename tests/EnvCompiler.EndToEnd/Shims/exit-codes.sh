# A shim ends as its program does.
. "${0%/*}/common.sh"
check 0 "$enter" toplevel true
check 42 "$enter" toplevel sh -c 'exit 42'
check 127 "$enter" toplevel no-such-command 2>err
[ -s err ] || echo 'a command that is not found is not told'
check 126 "$enter" toplevel /etc/passwd 2>err
for signal in 1 2 3 6 9 11 13 15; do
  check $((128 + signal)) "$enter" toplevel sh -c "kill -$signal \$\$"
done 2>/dev/null
check 3 "$shims/bash" -c 'exit 3'
exit 0
