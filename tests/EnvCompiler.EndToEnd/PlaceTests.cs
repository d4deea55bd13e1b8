using System.Diagnostics;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Environments and stores in places that are not the developer's home directory.</summary>
public sealed class PlaceTests(SharedStore store) : IClassFixture<SharedStore>
{
    // What must work anywhere: a command, a shim, a sourced script; /var and the cache can be written.
    private const string Use = """
        set -e
        "$1" activate -- sh -c 'touch /var/tmp/written "$ENVC_ENV_CACHE/written" && llama-server --version' >/dev/null
        .envc/current/targets/x86_64-linux/cpu/bin/llama-server --version >/dev/null
        . .envc/current/activate
        llama-server --version >/dev/null
        echo "$ENVC_ENV_PROJECT"
        """;

    [Requires("unshare", "mount", RootUser = true)]
    public void A_project_on_read_only_media_is_activated_and_writes_to_the_users_cache()
    {
        using var quickstart = Built();
        Directory.Delete(Path.Combine(quickstart.Project, ".envc", "hosts"), recursive: true);
        var said = Run(quickstart.Project, ["unshare", "-m", "sh", "-ec", $"mount -o bind,ro '{quickstart.Project}' '{quickstart.Project}' && cd '{quickstart.Project}' && exec \"$@\"", "sh"]);
        Assert.Equal(quickstart.Project + "\n", said.Expect(0).Output);
        Assert.True(File.Exists($"{Cache(quickstart.Project)}/envc/environments{quickstart.Project}/.envc/cache/written"));
        Assert.False(Directory.Exists(Path.Combine(quickstart.Project, ".envc", "hosts")));
    }

    [Requires("setpriv", RootUser = true)]
    public void Where_a_file_server_makes_uid_0_nobody_uid_0_writes_to_its_cache()
    {
        using var quickstart = Built();
        Own(quickstart.Project, Person.Unknown);
        // Without this capability uid 0 may write what the file's mode lets others write, as on such a server.
        var said = Run(quickstart.Project, ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]);
        Assert.Equal(quickstart.Project + "\n", said.Expect(0).Output);
    }

    [Requires("setpriv", RootUser = true)]
    public void Somebody_elses_environment_and_store_can_be_used_and_not_built()
    {
        using var quickstart = Built();
        var person = Person.Ordinary(quickstart.Project);
        Own(Cache(quickstart.Project), Person.Unknown);
        Assert.Equal(quickstart.Project + "\n", Run(quickstart.Project, person.Prefix).Expect(0).Output);
        quickstart.Manifest += "\n[vars]\nA = \"b\"\n";
        new Envc(store.Path) { Prefix = person.Prefix }.Run(quickstart.Project, ["build"]).Expect(1).Says("ENVC0903");
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("it's \"quoted\" `date` $HOME $(date) \\ * ? [x] ; & | < > ~ # ! % {a,b}")]
    [InlineData("größe-日本語-\u0301-🙂")]
    [InlineData("-n")]
    public void A_project_directory_may_have_any_name(string name)
    {
        using var directory = new TemporaryDirectory();
        using var quickstart = Built();
        var project = directory.File(name);
        Directory.Move(quickstart.Project, project);
        Assert.Equal(project + "\n", Run(project, []).Expect(0).Output);
    }

    [Fact]
    public void A_project_directory_may_be_deep()
    {
        using var directory = new TemporaryDirectory();
        using var quickstart = Built();
        var project = directory.File(string.Join('/', Enumerable.Repeat(new string('d', 200), 5)));
        Directory.CreateDirectory(Path.GetDirectoryName(project)!);
        Directory.Move(quickstart.Project, project);
        Assert.Equal(project + "\n", Run(project, []).Expect(0).Output);
    }

    [Requires("unshare", "mount", RootUser = true)]
    public void A_project_on_another_file_system_than_the_store_is_built_and_used()
    {
        using var quickstart = new Quickstart();
        var script = """
            cp -r "$2" "$2.copy" && mount -t tmpfs tmpfs "$2" && cp -r "$2.copy/." "$2" && cd "$2"
            "$1" build >/dev/null
            """ + "\n" + Use;
        Assert.Equal(quickstart.Project + "\n", Run(quickstart.Project, ["unshare", "-m"], script).Expect(0).Output);
    }

    [Fact]
    public void A_home_directory_may_be_a_link_to_another_place()
    {
        using var quickstart = Built();
        using var homes = new TemporaryDirectory();
        Directory.CreateSymbolicLink(homes.File("link"), Path.GetDirectoryName(quickstart.Project)!);
        var said = Run(Path.Combine(homes.File("link"), Path.GetFileName(quickstart.Project)), []);
        Assert.Equal(quickstart.Project + "\n", said.Expect(0).Output);
    }

    [Requires("unshare", RootUser = true)]
    public void Two_hosts_use_one_environment_directory_side_by_side()
    {
        using var quickstart = Built();
        Run(quickstart.Project, []).Expect(0);
        Run(quickstart.Project, ["unshare", "-u", "sh", "-ec", "echo another-host >/proc/sys/kernel/hostname; exec \"$@\"", "sh"]).Expect(0);
        var hosts = Directory.GetDirectories(Path.Combine(quickstart.Project, ".envc", "hosts")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { "another-host-0", $"{Environment.MachineName}-0" }.Order(StringComparer.Ordinal), hosts);
        using var find = Process.Start(new ProcessStartInfo("find", [quickstart.Project, "-type", "s"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal("", find.StandardOutput.ReadToEnd());
    }

    [RequiresMirror("setpriv", RootUser = true)]
    public void Users_of_a_group_build_into_one_store()
    {
        using var directory = new TemporaryDirectory();
        File.SetUnixFileMode(directory.Path, Host.Files.FileWriter.Executable);
        var shared = directory.File("store");
        Shell($"mkdir '{shared}' && chgrp 10200 '{shared}' && chmod 2775 '{shared}'");
        // The second needs what the first unpacked and may not link it (fs.protected_hardlinks), the third what both did.
        foreach (var (user, package) in (ReadOnlySpan<(string, string?)>)[("10123", null), ("10124", "hello"), ("10125", "jq")])
        {
            using var quickstart = new Quickstart(withLock: package is null);
            if (package is not null)
                quickstart.Manifest = quickstart.Manifest.Replace("[install]", $"[install]\n{package}.pkg-path = \"{package}\"", StringComparison.Ordinal);
            Own(Path.GetDirectoryName(quickstart.Project)!, user);
            As(user, quickstart).Run(quickstart.Project, ["activate", "--", package ?? "llama-server", "--version"]).Expect(0);
            // What one of them may not look at counts all the same: the environment's directory, or that above it.
            foreach (var hidden in package is null ? (string[])[quickstart.Project, Path.GetDirectoryName(quickstart.Project)!] : [])
            {
                File.SetUnixFileMode(hidden, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                As("10126", quickstart).Run("gc", "--dry-run").Expect(1).Says("ENVC0319");
                File.SetUnixFileMode(hidden, Host.Files.FileWriter.Executable);
            }
        }

        Envc As(string user, Quickstart quickstart) => new(shared)
        {
            Prefix = ["setpriv", $"--reuid={user}", $"--regid={user}", "--groups=10200", "env", "-u", "XDG_RUNTIME_DIR", $"HOME={quickstart.Project}", "sh", "-c", "umask 002; exec \"$@\"", "sh"],
        };
    }

    private static string Cache(string project) => project + ".cache";

    private Finished Run(string project, IReadOnlyList<string> prefix, string script = Use)
    {
        string[] command = [.. prefix, "sh", "-c", script, "sh", Envc.Executable, project];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = project, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ENVC_STORE"] = store.Path;
        start.Environment["XDG_CACHE_HOME"] = Cache(project);
        start.Environment.Remove("XDG_RUNTIME_DIR");
        using var process = Process.Start(start)!;
        return Envc.Finish(process);
    }

    private Quickstart Built()
    {
        var quickstart = new Quickstart();
        // Others may look, as in most home directories.
        File.SetUnixFileMode(Path.GetDirectoryName(quickstart.Project)!, Host.Files.FileWriter.Executable);
        File.SetUnixFileMode(Path.GetDirectoryName(store.Path)!, Host.Files.FileWriter.Executable);
        Directory.CreateDirectory(Cache(quickstart.Project));
        store.Envc().Run("activate", "-d", quickstart.Project, "--", "true").Expect(0);
        return quickstart;
    }

    private static void Own(string place, string owner) => Shell($"chown -R {owner}:{owner} '{place}'");

    private static void Shell(string command)
    {
        using var process = Process.Start("sh", ["-c", command]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
