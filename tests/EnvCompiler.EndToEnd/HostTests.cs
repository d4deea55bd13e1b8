using System.Diagnostics;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>The same two-line promise for other people and other hosts.</summary>
public sealed class HostTests
{
    private const string User = "10123";

    [Requires("setpriv", RootUser = true)]
    public void An_ordinary_user_without_an_entry_in_passwd_gets_an_answer()
    {
        using var quickstart = new Quickstart();
        var home = Path.Combine(quickstart.Project, "home");
        Directory.CreateDirectory(home);
        Shell($"chown -R {User}:{User} '{Path.GetDirectoryName(quickstart.Project)}'");
        var envc = new Envc(Path.Combine(home, "store"))
        {
            Prefix = ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "env", "-u", "XDG_RUNTIME_DIR", $"HOME={home}"],
        };
        var said = envc.Run(quickstart.Project, ["activate", "-s", "--", "envc", "chat", "Hello!"]).Expect(0);
        Assert.Contains("Debian package", said.Output, StringComparison.Ordinal);
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    [Requires("unshare", RootUser = true)]
    public void A_host_with_foreign_apt_sources_and_no_Debian_keyring_gets_an_answer()
    {
        using var quickstart = new Quickstart();
        using var mirror = new LocalMirror();
        var apt = Path.Combine(quickstart.Project, "apt");
        Directory.CreateDirectory(apt);
        File.WriteAllText(Path.Combine(apt, "sources.list"), "deb http://archive.ubuntu.example/ubuntu noble main universe\n");
        var script = $"""
            mount --bind '{apt}' /etc/apt
            mount -t tmpfs tmpfs /usr/share/keyrings
            mkdir -p /etc/apt && ! ls /usr/share/keyrings/debian* 2>/dev/null
            exec "$@"
            """;
        var envc = new Envc(quickstart.PrivateStore)
        {
            Prefix = ["unshare", "-m", "sh", "-ec", script, "sh"],
            Variables = { ["ENVC_DEBIAN_MIRROR"] = mirror.Address },
        };
        File.Delete(quickstart.LockPath);
        var said = envc.Run(quickstart.Project, ["activate", "-s", "--", "envc", "chat", "Hello!"]).Expect(0);
        Assert.Contains("Debian package", said.Output, StringComparison.Ordinal);
    }

    private static void Shell(string command)
    {
        using var process = Process.Start("sh", ["-c", command]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
