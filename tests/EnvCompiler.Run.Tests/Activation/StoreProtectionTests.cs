using EnvCompiler.Host.Machine;
using EnvCompiler.Run.Activation.Namespace;
using EnvCompiler.Run.Activation.Ways;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation;

/// <summary>Nobody inside a root can write into the store: a hard link would carry the change into every root that shares the object.</summary>
public sealed class StoreProtectionTests
{
    /// <summary>Each line tries one way to change the file <c>$1</c> or something beside it; none may succeed, and none may stop the others.</summary>
    private const string Attempts = """
        f=$1
        try() { "$@" 2>/dev/null && echo "succeeded: $*"; }
        overwrite() { echo evil > "$1"; }
        try overwrite "$f"
        try chmod u+w "$f"
        try chown 12345 "$f"
        try touch "$f"
        try mv "$f" "$f.moved"
        try rm -f "$f"
        try ln "$f" ./link && try overwrite ./link
        try mkdir "${f%/*}/new"
        try mount -o remount,rw "${f%/*}"
        try mount -o remount,rw,bind "$2"
        try umount "$2"
        try umount -l "$2"
        try mount --bind "$2" /mnt
        try unshare -m sh -c "mount -o remount,rw,bind '$2' && echo evil > '$f'"
        try unshare -Urm sh -c "mount -o remount,rw,bind '$2' && echo evil > '$f'"
        try unshare -Urm sh -c "umount '$2' && echo evil > '$f'"
        try nsenter -t 1 -m sh -c "echo evil > '$f'"
        try nsenter -t $PPID -m sh -c "echo evil > '$f'"
        for p in /proc/[0-9]*; do
          overwrite "$p/root$f" 2>/dev/null && echo "succeeded: $p/root"
          overwrite "$p/cwd/../store dir/${f#$2/}" 2>/dev/null && echo "succeeded: $p/cwd"
        done
        for d in /proc/self/fd/*; do overwrite "$d/$f" 2>/dev/null && echo "succeeded: $d"; done
        perl -e '
          my ($file, $handle) = ($ARGV[0], pack "H*", $ARGV[1]);
          my ($anchor, $opened);
          open $anchor, "<", $file =~ s{/[^/]*$}{}r and $opened = syscall `uname -m` eq "x86_64\n" ? 304 : 265, fileno $anchor, $handle, 1;
          open my $written, ">&=", $opened if $opened > 0;
          print "succeeded: open_by_handle_at\n" if $opened > 0 && syswrite $written, "evil";
        ' "$f" "$3"
        try mknod ./disk b 254 0
        try mknod /tmp/envc-test-disk b 254 0
        cat "$f"
        """;

    // What open_by_handle_at(2) takes: a file's number in its file system, from before the root was entered.
    private const string TellHandle = """
        my ($handle, $mount, $file) = (pack("Ll", 128, 0) . "\0" x 128, "\0" x 4, $ARGV[0]);
        syscall(`uname -m` eq "x86_64\n" ? 303 : 264, -100, $file, $handle, $mount, 0) == 0 or die "$!";
        print unpack "H*", $handle;
        """;

    [Theory]
    [MemberData(nameof(EveryWay))]
    public async Task No_way_into_the_store_is_open(string way)
    {
        using var environment = new BuiltEnvironment();
        await AssertAttackFailsAsync(environment, way);
    }

    [Theory]
    [MemberData(nameof(WaysWithNamespaces))]
    public async Task A_second_root_that_runs_at_the_same_time_opens_no_way(string way)
    {
        using var environment = new BuiltEnvironment();
        await AssertAttackFailsAsync(environment, way, "\"$enter\" toplevel sleep 3 & sleep 0.5; ");
    }

    [Theory]
    [MemberData(nameof(EveryWay))]
    public async Task A_store_inside_the_project_is_protected_too(string way)
    {
        using var project = new TemporaryDirectory();
        using var environment = new BuiltEnvironment(place: project.Path, store: project.File(".envc", "store"));
        await AssertAttackFailsAsync(environment, way);
        Assert.Equal(0, (await environment.EnterAsync(way, ["sh", "-c", "echo x > .envc/beside"])).ExitCode);
    }

    [Fact]
    public async Task What_is_written_into_a_root_under_proot_stays_in_the_environments_own_copy()
    {
        using var environment = new BuiltEnvironment();
        var output = await environment.EnterAsync("proot", ["sh", "-c", "chmod u+w /etc/stored; echo changed > /etc/stored; cat /etc/stored"]);
        Assert.Equal("changed\n", output.Output);
        Assert.Equal("stored", File.ReadAllText(environment.StoredFile));
    }

    /// <summary>Every way that this user has.</summary>
    public static TheoryData<string> EveryWay => [.. Ways()];

    private static IEnumerable<string> Ways() => WayIn.All.Select(way => way.Name).Where(way => way != WayIn.Mount.Name || HostPlaces.UserId == 0);

    /// <summary>Those that make a namespace; a second program under proot sees what the first one sees.</summary>
    public static TheoryData<string> WaysWithNamespaces => [.. Ways().Where(way => way != WayIn.Proot.Name)];

    // Under proot attempts succeed, on the copies that programs see in the store's place; the store itself must be as it was.
    private static async Task AssertAttackFailsAsync(BuiltEnvironment environment, string way, string before = "")
    {
        var snapshot = await SnapshotAsync(environment);
        var said = await AttackAsync(environment, way, before);
        if (way != WayIn.Proot.Name)
            Assert.Equal("stored", said);
        Assert.Equal(snapshot, await SnapshotAsync(environment));
        Assert.Equal("stored", File.ReadAllText(environment.StoredFile));
    }

    // Names, modes, owners, sizes and times of everything in the store.
    private static async Task<string> SnapshotAsync(BuiltEnvironment environment) =>
        (await environment.RunAsync("find", [environment.Store.Root, "-printf", "%p %M %u %s %T@ %n %l\n"])).Output;

    // In a pid namespace where there is nothing but this environment: a process of uid 0 that somebody else left without capabilities in
    // the host's mount namespace shows the host's view to uid 0 (docs/design/activation.md, "What is not protected").
    private static async Task<string> AttackAsync(BuiltEnvironment environment, string way, string before = "")
    {
        var prepared = (await environment.PrepareAsync(("ENVC_ENTER", way))).Value;
        var handle = (await environment.RunAsync("perl", ["-e", TellHandle, environment.StoredFile])).Output;
        Assert.NotEmpty(handle);
        string[] alone = environment.Host.UserId == 0 ? ["unshare", "--pid", "--fork", "--mount-proc"] : ["env"];
        var output = await environment.RunAsync(
            alone[0],
            [
                .. alone[1..], "sh", "-c", $"enter=$1; shift; {before}\"$enter\" toplevel sh -c \"$@\"", "sh",
                prepared.EnterPath, Attempts, "sh", environment.StoredFile, environment.Store.Root, handle,
            ],
            prepared.Variables);
        return output.Output;
    }

    [Fact]
    public void Every_mount_that_shows_the_store_is_found()
    {
        string[] mounts =
        [
            "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
            "30 27 254:1 / /data rw - ext4 /dev/vdb rw",
            "31 27 254:1 /home /home rw - ext4 /dev/vdb rw",
            "32 27 254:1 /home/u/my\\040files /srv/shared\\040files rw - ext4 /dev/vdb rw",
            "33 27 254:1 /other /srv/other rw - ext4 /dev/vdb rw",
            "34 27 0:5 / /proc rw - proc proc rw",
        ];
        Assert.Equal(
            ["/home/u/my files/store", "/data/home/u/my files/store", "/srv/shared files/store"],
            StorePlaces.Find("/home/u/my files/store", mounts));
        Assert.Equal(["/opt/store"], StorePlaces.Find("/opt/store", mounts));
    }
}
