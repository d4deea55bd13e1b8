# Every signal to the shim's pid reaches the program's handler, at once, and one that is not handled ends it.
. "${0%/*}/common.sh"

signals='HUP INT QUIT ILL ABRT USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS RTMIN+3'
cat >program <<X
for s in $signals; do trap "echo \$s" \$s; done
echo ready
while ! [ -e stop ]; do sleep 0.02; done
X
# A shell's background programs ignore these two; its job control would leave the loop below when the shim stops.
env --default-signal=INT,QUIT "$enter" toplevel bash program >out 2>err &
pid=$!
said ready out
for signal in $signals; do
  kill -$signal $pid
  case $signal in TSTP | TTIN | TTOU) sleep 0.05; kill -CONT $pid ;; esac
  said $signal out
done
touch stop
wait $pid
expect 'exit code after all' $? 0

# Before the program has even begun.
"$enter" toplevel sleep 4711 &
kill $!
wait $!
expect 'exit code of an early TERM' $? 143

# A program that cannot be asked any more does not outlive its shim.
"$enter" toplevel bash -c 'sleep 4712 & echo $! >sleeping; echo ready; wait; :' >ready &
pid=$!
said ready ready
kill -KILL $pid
wait $pid
expect 'exit code of KILL' $? 137
for i in {1..100}; do pgrep -fx 'bash -c sleep 4712 .*' >/dev/null || break; sleep 0.02; done
pgrep -afx 'bash -c sleep 4712 .*'
kill $(cat sleeping)

# Whoever asked for the program's pid tells it himself; by a second TERM many programs give up their orderly end.
if [ "$way" != mount ] && [ "$way" != user ]; then
  ENVC_INFO_FD=3 "$enter" toplevel bash -c 'trap "echo told" TERM; echo ready; while ! [ -e end ]; do sleep 0.02; done' >followed 3>info &
  pid=$!
  said ready followed
  program=$(sed 's/[^0-9]//g' info)
  kill -KILL $pid
  wait $pid
  sleep 0.2
  expect 'what a program hears of the end of its shim' "$(cat followed)" ready
  kill $program
  said told followed
  touch end
fi

check 124 timeout 0.5 "$enter" toplevel sleep 4713
check 124 timeout --foreground -s INT 0.5 "$enter" toplevel sleep 4713
pgrep -afx 'sleep 4713'

if [ "$way" = mount ] || [ "$way" = user ]; then
  "$enter" toplevel sh -c 'echo $$; cat /proc/$$/comm' >out &
  pid=$!
  wait $pid
  expect 'pid and name of the process' "$(tr '\n' ' ' <out)" "$pid sh "
fi
exit 0
