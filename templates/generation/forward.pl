# forward.pl SAVED SAVED SAVED CLOSED bwrap|proot PLAN DIRECTORY PLACES INFO COUNT LAUNCHER... COMMAND [ARGUMENT]...
# Runs COMMAND by a launcher that stays as its parent and forwards nothing: what is sent to this process goes to the program.
{{common}}
my ($way, $plan, $directory, $places, $info, $count) = splice @ARGV, 0, 6;
my @launcher = splice @ARGV, 0, $count;
my @command = @ARGV;

# Constants of <linux/sched.h>, <linux/mount.h>, <linux/prctl.h>, <asm-generic/siginfo.h>, <asm-generic/signal.h>.
my ($CLONE_NEWNS, $MS_RDONLY, $MS_REMOUNT, $MS_BIND, $MS_REC, $MS_SLAVE) = (0x00020000, 1, 1 << 5, 1 << 12, 1 << 14, 1 << 19);
my ($PR_SET_PDEATHSIG, $SI_KERNEL, $SIG_SETMASK, $SFD_CLOEXEC, $WNOHANG) = (1, 0x80, 2, 0x80000, 1);
my ($HUP, $KILL, $CHLD, $CONT, $STOP, $TSTP, $TTIN, $TTOU) = (1, 9, 17, 18, 19, 20, 21, 22);

# bwrap's waiting parent has no capabilities and sees the host as it is: through /proc/PARENT/root uid 0 could write into the store. So
# that parent gets a mount namespace where every place that shows the store is read-only; without CAP_SYS_ADMIN, a user namespace between.
sub protect_store {
  return if $> != 0;
  if (system_call('unshare', $CLONE_NEWNS) < 0) {
    push @launcher, '--unshare-user';
    return;
  }
  must('separate the mounts', 'mount', 'none', '/', 0, $MS_REC | $MS_SLAVE, 0);
  open my $file, '<', $places or fail("cannot read `$places`: $!");
  while (my $place = <$file>) {
    chomp $place;
    must("bind `$place`", 'mount', $place, $place, 0, $MS_BIND | $MS_REC, 0);
    must("protect `$place`", 'mount', 'none', $place, 0, $MS_BIND | $MS_REMOUNT | $MS_RDONLY, 0);
  }
}

# What reaches the whole process group must not end the launcher before the program, and proot needs a variable: `env` undoes both.
sub guard_launcher {
  # A program follows its parent's death where there is a setpriv; so must the shell between.
  my @follow = $command[0] eq '/usr/bin/setpriv' ? ('/usr/bin/setpriv', '--pdeathsig', 'KILL', '--') : ();
  my @guarded = grep { ($SIG{$_} // '') ne 'IGNORE' } qw(HUP INT QUIT USR1 USR2 ALRM TERM);
  my @undo = @guarded ? '--default-signal=' . join(',', @guarded) : ();
  if ($way eq 'proot' && !exists $ENV{PROOT_NO_SECCOMP}) {
    # Its accelerated mode kills the program on recent kernels (seen with 5.4.0 on 6.18).
    $ENV{PROOT_NO_SECCOMP} = 1;
    push @undo, '--unset=PROOT_NO_SECCOMP';
  }
  unshift @command, '/usr/bin/env', @undo, '--' if @undo;
  # proot has no code for a program that a signal ends; a shell says 128+N.
  unshift @command, @follow, '/bin/sh', '-c', '"$@"; exit $?', 'sh' if $way eq 'proot';
  return @guarded;
}

# Sets the blocked signals and returns those before.
sub block_signals {
  my ($set) = @_;
  my $before = "\0" x 8;
  my ($how, $size) = ($SIG_SETMASK, 8);
  syscall($number{rt_sigprocmask}, $how, $set, $before, $size) == 0 or fail("cannot block signals: $!");
  return $before;
}

# The options of proot; what uid 0 is to lose stands before them.
sub proot_options {
  my ($file) = @_;
  local $/;
  my @words = split /\0/, <$file>;
  my $dropped = 0;
  while (@words && $words[0] eq '--cap-drop') {
    $dropped |= capability_bit((splice @words, 0, 2)[1]);
  }
  keep_capabilities(~$dropped);
  return @words;
}

# proot translates paths of the system calls that it knows. Those that are younger than it (io_uring, openat2, open_tree, ...) and handles of
# files would reach the host's files behind its back, so they do not exist (ENOSYS), as on an older kernel; programs then use older ones.
sub hide_unknown_calls {
  my ($LOAD, $IF_EQUAL, $IF_AT_LEAST, $RETURN) = (0x20, 0x15, 0x35, 0x06);  # <linux/bpf_common.h>
  my ($NUMBER, $ARCHITECTURE, $ALLOW, $ERROR) = (0, 4, 0x7fff0000, 0x00050000);  # <linux/seccomp.h>
  my ($PR_SET_SECCOMP, $MODE_FILTER, $ENOSYS, $FIRST_YOUNG) = (22, 2, 38, 424);
  my $filter = join '', map { pack 'SCCL', @$_ } (
    [$LOAD, 0, 0, $ARCHITECTURE],
    [$IF_EQUAL, 0, 5, $number{audit_architecture}],
    [$LOAD, 0, 0, $NUMBER],
    [$IF_AT_LEAST, 3, 0, $FIRST_YOUNG],
    [$IF_EQUAL, 2, 0, $number{name_to_handle_at}],
    [$IF_EQUAL, 1, 0, $number{open_by_handle_at}],
    [$RETURN, 0, 0, $ALLOW],
    [$RETURN, 0, 0, $ERROR | $ENOSYS],
  );
  my $program = pack 'S x6 P', length($filter) / 8, $filter;
  must('hide system calls', 'prctl', $PR_SET_SECCOMP, $MODE_FILTER, $program, 0, 0);
}

sub start_launcher {
  my ($mask, $status_reader, $status, $plan_file, $info_file) = @_;
  my @guarded = guard_launcher();
  my $child = fork // fail("cannot start a process: $!");
  return $child if $child;

  close $status_reader;
  close $info_file if $info_file;
  must('die with the shim', 'prctl', $PR_SET_PDEATHSIG, $KILL, 0, 0, 0);
  $SIG{$_} = 'IGNORE' for @guarded;
  block_signals($mask);
  if ($way eq 'bwrap') {
    push @launcher, '--args', fileno $plan_file, '--json-status-fd', fileno $status, '--chdir', $directory, '--';
  } else {
    push @launcher, proot_options($plan_file), '-w', $directory;
    close $plan_file;
    close $status;
    hide_unknown_calls();
  }
  exec { $launcher[0] } @launcher, @command;
  fail("cannot run `$launcher[0]`: $!");
}

# The program's pid, or 0 where the launcher ended first: bwrap says it; proot's child is the shell, whose child it is.
sub find_program {
  my ($child, $status) = @_;
  return <$status> =~ /"child-pid": *([0-9]+)/ ? $1 : 0 if $way eq 'bwrap';
  return find_child(find_child($child));
}

# The first child of a process, waited for; 0 where the process ends without one.
sub find_child {
  my ($parent) = @_;
  while ($parent && open my $children, '<', "/proc/$parent/task/$parent/children") {
    return $1 if (<$children> // '') =~ /^([0-9]+)/;
    open my $stat, '<', "/proc/$parent/stat" or last;
    last if <$stat> =~ /\) Z /;
    select undef, undef, undef, 0.001;
  }
  return 0;
}

# Until `env` has given a signal back it would be lost; a program that ignores it by itself is waited for in vain, and not for long.
sub await_reception {
  my ($program, $signal) = @_;
  for (1 .. 50) {
    open my $status, '<', "/proc/$program/status" or return;
    my ($ignored) = map { /^SigIgn:\s*[0-9a-f]*([0-9a-f]{8})$/ ? hex $1 : () } <$status>;
    return if !($ignored >> ($signal - 1) & 1);
    select undef, undef, undef, 0.002;
  }
}

# As the terminal's own stop would: a process group that nobody could continue is not stopped.
sub stop_as_program {
  my ($signal, $blocked) = @_;
  my $open = $blocked;
  vec($open, $signal - 1, 1) = 0;
  kill $signal, $$;
  block_signals($open);
  block_signals($blocked);
}

protect_store() if $way eq 'bwrap';
my $all = "\xff" x 8;
my $mask = block_signals($all);
my $signals = must('watch signals', 'signalfd4', -1, $all, 8, $SFD_CLOEXEC);
open my $signal_file, '<&=', $signals or fail("cannot read signals: $!");

my ($status_reader, $status, $plan_file, $info_file);
{
  local $^F = 1 << 20;  # both are for the launcher
  pipe $status_reader, $status or fail("cannot make a pipe: $!");
  open $plan_file, '<', $plan or fail("cannot read `$plan`: $!");
}
open $info_file, '>&=', $info or fail("cannot use descriptor $info: $!") if length $info;
my $child = start_launcher($mask, $status_reader, $status, $plan_file, $info_file);
close $status;
my $program = find_program($child, $status_reader);
print $info_file "{\"child-pid\": $program}\n" if $info_file;
close $info_file if $info_file;

my @received;
while (1) {
  sysread $signal_file, my $data, 128 or fail("cannot read signals: $!");
  my ($signal, undef, $code) = unpack 'Lll', $data;
  if ($signal == $CHLD) {
    next if waitpid($child, $WNOHANG) != $child;
    exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
  }
  # What the terminal sends reaches the program without us, but for the hang-up, which a session's leader alone is told.
  my $is_stop = $signal == $TSTP || $signal == $TTIN || $signal == $TTOU;
  if ($program && ($code != $SI_KERNEL || $signal == $HUP)) {
    await_reception($program, $signal) if $signal <= 32 && !$received[$signal]++;
    kill $signal, $program;
  }
  if ($is_stop) {
    # A program that proot traces does not stop for the terminal, but it cannot go on without proot.
    my $stopped = $way eq 'proot' && $code == $SI_KERNEL ? $child : 0;
    kill $STOP, $stopped if $stopped;
    stop_as_program($signal, $all);
    kill $CONT, $stopped if $stopped;
  }
}
