# in-place.pl SAVED SAVED SAVED CLOSED mount|user PLAN DIRECTORY COMMAND [ARGUMENT]...
# Becomes COMMAND inside a namespace of its own: this very process enters, so that signals, job control, exit status and /proc/PID are the
# program's, and no parent waits that sees the host as it is. PLAN holds options of bwrap(1), each ended by NUL.
{{common}}
my ($way, $plan, $directory) = splice @ARGV, 0, 3;

sub write_file {
  my ($path, $text) = @_;
  my $file;
  open($file, '>', $path) && syswrite($file, $text) or fail("cannot write `$path`: $!");
}

sub make_directory {
  my ($path) = @_;
  return if -d $path;
  make_directory($1) if $path =~ m{^(.+)/};
  mkdir $path, 0755 or fail("cannot make `/$path` in the namespace: $!");
}

sub make_file {
  my ($path) = @_;
  return if -e $path;
  make_directory($1) if $path =~ m{^(.+)/};
  open my $file, '>', $path or fail("cannot make `/$path` in the namespace: $!");
}

# Constants of <linux/mount.h>, <linux/sched.h>.
my ($CLONE_NEWNS, $CLONE_NEWUSER) = (0x00020000, 0x10000000);
my ($MS_NOSUID, $MS_NODEV, $MS_REC, $MS_SLAVE, $MNT_DETACH) = (2, 4, 1 << 14, 1 << 19, 2);
my ($ATTR_RDONLY, $ATTR_NOSUID, $ATTR_NODEV) = (1, 2, 4);
my ($AT_FDCWD, $AT_EMPTY_PATH, $AT_RECURSIVE, $OPEN_TREE_CLONE, $O_CLOEXEC, $MOVE_MOUNT_F_EMPTY_PATH) = (-100, 0x1000, 0x8000, 1, 0x80000, 4);
my $ENOENT = 2;

sub set_attributes {
  my ($mount, $path, $flags, $attributes) = @_;
  must('protect a mount', 'mount_setattr', $mount, $path, $flags, pack('Q4', $attributes, 0, 0, 0), 32);
}

my ($user, $group) = ($>, $) + 0);
my $unshared = $CLONE_NEWNS | ($way eq 'user' ? $CLONE_NEWUSER : 0);
must($way eq 'user' ? 'make a user namespace' : 'make a mount namespace', 'unshare', $unshared);
if ($way eq 'user') {
  write_file('/proc/self/setgroups', 'deny');
  write_file('/proc/self/uid_map', "$user $user 1");
  write_file('/proc/self/gid_map', "$group $group 1");
}
must('separate the mounts', 'mount', 'none', '/', 0, $MS_REC | $MS_SLAVE, 0);

my @words = do {
  open my $file, '<', $plan or fail("cannot read `$plan`: $!");
  local $/;
  split /\0/, <$file>;
};
my (@steps, %trees, $dropped);
while (@words) {
  my $option = shift @words;
  if ($option eq '--dir') {
    push @steps, [$option, shift @words];
  } elsif ($option eq '--symlink') {
    push @steps, [$option, splice @words, 0, 2];
  } elsif ($option =~ /^--(ro-|dev-|)bind(-try)?$/) {
    my ($access, $optional) = ($1, $2);
    my ($source, $path) = splice @words, 0, 2;
    # Taken before anything is mounted here, so that a source is never what an earlier step has made.
    my $tree = system_call('open_tree', $AT_FDCWD, $source, $OPEN_TREE_CLONE | $O_CLOEXEC | $AT_RECURSIVE);
    if ($tree < 0) {
      next if $optional && $! == $ENOENT;
      fail("cannot bind `$source`: $!");
    }
    my $attributes = $ATTR_NOSUID | ($access eq 'ro-' ? $ATTR_RDONLY : 0) | ($access eq 'dev-' ? 0 : $ATTR_NODEV);
    set_attributes($tree, '', $AT_EMPTY_PATH | $AT_RECURSIVE, $attributes);
    push @steps, ['--bind', $tree, $path, -d $source];
  } elsif ($option eq '--cap-drop') {
    $dropped |= capability_bit(shift @words);
  } elsif ($option eq '--tmpfs' || $option eq '--remount-ro') {
    shift @words;  # of `/`, here below
  } else {
    fail("`$plan` has the unknown option `$option`");
  }
}

# Any directory that every host has will do.
must('mount a tmpfs', 'mount', 'tmpfs', '/proc', 'tmpfs', $MS_NOSUID | $MS_NODEV, 'mode=0755');
chdir '/proc' or fail("cannot enter the new root: $!");
my $umask = umask 022;
for (@steps) {
  my ($option, @rest) = @$_;
  if ($option eq '--dir') {
    make_directory(substr $rest[0], 1);
  } elsif ($option eq '--symlink') {
    symlink $rest[0], substr $rest[1], 1 or fail("cannot make the link `$rest[1]` in the namespace: $!");
  } else {
    my ($tree, $path, $is_directory) = @rest;
    $path = substr $path, 1;
    $is_directory ? make_directory($path) : make_file($path);
    must("mount `/$path`", 'move_mount', $tree, '', $AT_FDCWD, $path, $MOVE_MOUNT_F_EMPTY_PATH);
  }
}
umask $umask;

must('change the root', 'pivot_root', '.', '.');
must('leave the old root', 'umount2', '.', $MNT_DETACH);
chdir '/';
set_attributes($AT_FDCWD, '/', 0, $ATTR_RDONLY);

# uid 0 keeps what its plan leaves; anybody else's capabilities are those over this user namespace, which made the mounts.
keep_capabilities($user == 0 ? ~$dropped : 0);

chdir $directory or fail("cannot enter `$directory` inside the root: $!");
exec { $ARGV[0] } @ARGV;
my $not_found = $! == $ENOENT;
print STDERR "envc: cannot run `$ARGV[0]`: $!\n";
exit($not_found ? 127 : 126);
