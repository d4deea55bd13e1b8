# No module is loaded: the root's own are below its /usr, which is not there yet.

# The caller's, which would have changed how this perl starts.
for my $name (qw(PERL5OPT PERL_BADLANG LD_PRELOAD)) {
  my $value = shift @ARGV;
  if ($value =~ s/^=//) { $ENV{$name} = $value } else { delete $ENV{$name} }
}

# Streams that the caller has closed; `enter` has opened them, or this perl's own files would have taken their place.
my ($F_SETFD, $FD_CLOEXEC) = (2, 1);
fcntl((\*STDIN, \*STDOUT, \*STDERR)[$_], $F_SETFD, $FD_CLOEXEC) for split ' ', shift @ARGV;

# syscalls(2)
my $system = {
  'x86_64-linux' => {
    rt_sigprocmask => 14, capget => 125, capset => 126, pivot_root => 155, prctl => 157, mount => 165, umount2 => 166, unshare => 272,
    signalfd4 => 289,
  },
  'aarch64-linux' => {
    umount2 => 39, mount => 40, pivot_root => 41, signalfd4 => 74, capget => 90, capset => 91, unshare => 97, rt_sigprocmask => 135,
    prctl => 167,
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
