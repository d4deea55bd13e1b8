# A shim under a real terminal: a job of the person's shell as its program would be.
. "${0%/*}/common.sh"
terminal() { tmux -L "envc-$$" -f /dev/null "$@"; }
trap 'terminal kill-server 2>/dev/null' EXIT
terminal new-session -d -x 80 -y 24 -s s -e PATH="$shims:$PATH" -e PS1='> ' /bin/bash --norc --noprofile

send() { terminal send-keys -t =s: "$@"; }
enter_line() { send -l "$1"; send Enter; }
see() {
  local i
  for i in {1..250}; do
    ! terminal capture-pane -p -t =s: | grep -qE -- "$1" || return 0
    sleep 0.02
  done
  printf 'not seen: %s\n' "$1"
  terminal capture-pane -p -t =s:
}
# started SECONDS: the program itself runs, not what enters for it.
started() {
  local i
  for i in {1..250}; do
    ! pgrep -fx "(/usr/bin/)?sleep $1" >pid || return 0
    sleep 0.02
  done
  printf 'sleep %s does not run\n' "$1"
}
state() { ps -o stat= -p "$(cat pid)" | cut -c 1; }

enter_line 'sleep 4801'
started 4801
send C-c
enter_line 'echo A$?'
see '^A130'

printf '%s\n' "trap 'echo caught' INT" 'sleep 4802' 'exit 5' >interrupted
enter_line 'bash interrupted; echo B$?'
started 4802
send C-c
see '^B5'
expect 'times that Ctrl-C was caught' "$(terminal capture-pane -p -t =s: | grep -cx '\(\^C\)\?caught')" 1

enter_line 'sleep 4803'
started 4803
send C-z
see 'Stopped'
# Under proot it is proot that stops: the program does not get beyond its next system call.
case $way$(state) in *T | *t | proot*) ;; *) echo "after Ctrl-Z the program is $(state)" ;; esac
enter_line fg
for i in {1..100}; do [ "$(state)" != S ] || break; sleep 0.02; done
expect 'state after fg' "$(state)" S
send C-c
enter_line 'echo C$?'
see '^C130'

enter_line 'timeout 0.5 sleep 4804; echo D$?'
see '^D124'
expect 'left after timeout' "$(pgrep -fx '(/usr/bin/)?sleep 4804')" ''

printf '%s\n' "trap 'echo size \$(stty size)' WINCH" 'echo up' 'while ! [ -e done ]; do sleep 0.05; done' >window
enter_line 'bash window; echo E$?'
see '^up'
terminal resize-window -t =s: -x 100 -y 30
see '^size 30 100'
touch done
see '^E0'
enter_line 'stty size; echo F$?'
see '^30 100'

enter_line "bash -c 'kill -SEGV \$\$'; echo G\$?"
see '^G139'

# The terminal closes: under a shell, and where the shim is the session's leader.
terminal new-session -d -s leader "$shims/sleep" 4806
started 4806
enter_line 'echo H$?'
see '^H0'
enter_line 'sleep 4805'
started 4805
terminal kill-session -t =s
terminal kill-session -t =leader
for i in {1..100}; do pgrep -fx '(/usr/bin/)?sleep 480[56]' >/dev/null || break; sleep 0.02; done
expect 'left after the terminal closed' "$(pgrep -afx '(/usr/bin/)?sleep 480[56]')" ''
exit 0
