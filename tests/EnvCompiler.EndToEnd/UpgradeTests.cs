using EnvCompiler.EndToEnd.Harness;

namespace EnvCompiler.EndToEnd;

/// <summary><c>envc upgrade</c> and <c>envc lock --upgrade</c> on the real catalog.</summary>
public sealed class UpgradeTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Fact]
    public void An_upgrade_prints_what_changes_and_changes_only_what_is_named()
    {
        using var quickstart = new Quickstart(withLock: false);
        var envc = store.Envc();
        envc.Run("lock", "-d", quickstart.Project).Expect(0);
        var before = File.ReadAllText(quickstart.LockPath);

        var explained = envc.Run("explain", "libc6", "--offline", "-d", quickstart.Project).Expect(0).Output;
        Assert.Matches("(?s)^libc6 .* of forky, in the group toplevel for x86_64-linux/cpu\n  `install.llama` asks for `llama.cpp-tools`\n.* needs `libc6", explained);
        envc.Run("explain", "libc7", "-d", quickstart.Project).Expect(1).Says("ENVC0920");

        var nothing = envc.Run("upgrade", "--json", "-d", quickstart.Project).Expect(0);
        Assert.Equal("[]\n", nothing.Output);
        Assert.Contains("nothing to upgrade", nothing.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(quickstart.LockPath));

        envc.Run("upgrade", "toplevle", "-d", quickstart.Project).Expect(1).Says("ENVC0260");
        envc.Run("lock", "--upgrade", "--check", "-d", quickstart.Project).Expect(2);
        quickstart.Manifest += "\n[install.netcat]\npkg-path = \"netcat-openbsd\"\n";
        var dryRun = envc.Run("upgrade", "--dry-run", "-d", quickstart.Project).Expect(0);
        Assert.Matches(@"(?m)^netcat-openbsd +- +\S+ +toplevel +x86_64-linux/cpu$", dryRun.Output);
        Assert.Equal(before, File.ReadAllText(quickstart.LockPath));
        envc.Run("lock", "--check", "-d", quickstart.Project).Expect(1).Says("ENVC0906");

        Assert.Matches(@"locked \d+ packages for x86_64-linux/cpu \(\d+ added\)", envc.Run("lock", "--upgrade", "-d", quickstart.Project).Expect(0).Error);
        envc.Run("lock", "--check", "-d", quickstart.Project).Expect(0);
    }
}
