# No module is loaded: the root's own are below its /usr, which is not there yet.

# The caller's, which would have changed how this perl starts.
for my $name (qw(PERL5OPT PERL_BADLANG LD_PRELOAD)) {
  my $value = shift @ARGV;
  if ($value =~ s/^=//) { $ENV{$name} = $value } else { delete $ENV{$name} }
}

# Streams that the caller has closed; `enter` has opened them, or this perl's own files would have taken their place.
my ($F_SETFD, $FD_CLOEXEC) = (2, 1);
fcntl((\*STDIN, \*STDOUT, \*STDERR)[$_], $F_SETFD, $FD_CLOEXEC) for split ' ', shift @ARGV;

# syscalls(2); the architecture of <linux/audit.h>
my $system = {
  'x86_64-linux' => {
    audit_architecture => 0xc000003e, rt_sigprocmask => 14, capget => 125, capset => 126, pivot_root => 155, prctl => 157, mount => 165,
    umount2 => 166, unshare => 272, signalfd4 => 289, name_to_handle_at => 303, open_by_handle_at => 304,
  },
  'aarch64-linux' => {
    audit_architecture => 0xc00000b7, umount2 => 39, mount => 40, pivot_root => 41, signalfd4 => 74, capget => 90, capset => 91,
    unshare => 97, rt_sigprocmask => 135, prctl => 167, name_to_handle_at => 264, open_by_handle_at => 265,
  },
}->{'{{system}}'};
my %number = (%$system, open_tree => 428, move_mount => 429, mount_setattr => 442);

sub fail {
  my ($text, $hint) = @_;
  print STDERR "envc: $text\n", $hint ? "hint: $hint\n" : ();
  exit 125;
}

# A copy of the arguments: syscall takes no constants.
sub system_call { my ($name, @arguments) = @_; return syscall $number{$name}, @arguments }

sub must {
  my ($what, @call) = @_;
  my $result = system_call(@call);
  fail("cannot $what: $!", 'run `envc activate -- true`: it looks for a way in that works') if $result < 0;
  return $result;
}

# capabilities(7)
my %capability = (
  CAP_DAC_READ_SEARCH => 2, CAP_SYS_MODULE => 16, CAP_SYS_RAWIO => 17, CAP_SYS_PTRACE => 19, CAP_SYS_ADMIN => 21, CAP_SYS_BOOT => 22,
  CAP_MKNOD => 27, CAP_MAC_OVERRIDE => 32, CAP_MAC_ADMIN => 33, CAP_PERFMON => 38, CAP_BPF => 39, CAP_CHECKPOINT_RESTORE => 40,
);

sub capability_bit {
  my ($name) = @_;
  return 1 << ($capability{$name} // fail("the unknown capability `$name` is to be dropped"));
}

# For good: without new privileges `execve` gives none back, to uid 0 either.
sub keep_capabilities {
  my ($keep) = @_;
  my ($header, $sets, $PR_SET_NO_NEW_PRIVS) = (pack('L2', 0x20080522, 0), "\0" x 24, 38);
  syscall $number{capget}, $header, $sets;
  my @sets = unpack 'L6', $sets;
  $sets[$_] &= ($keep >> ($_ < 3 ? 0 : 32)) & 0xffffffff for 0 .. 5;
  must('give up capabilities', 'capset', $header, pack 'L6', @sets);
  must('set no_new_privs', 'prctl', $PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
