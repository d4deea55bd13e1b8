using System.Text.Json;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>The quickstart command where hosts forbid what it would like best, and what <c>envc status</c> says about it.</summary>
public sealed class WayInTests
{
    private const string User = "10125";
    private static readonly string s_bin = Path.GetDirectoryName(Envc.Executable)!;
    private static readonly string s_noNamespaces = RepositoryRoot.File("tests", "EnvCompiler.EndToEnd", "Ways", "no-user-namespaces.sh");

    [Requires("unshare", "runc", "setpriv", RootUser = true)]
    public void Uid_0_gets_an_answer_on_a_host_without_user_namespaces_and_in_a_container()
    {
        using var quickstart = new Quickstart();
        var envc = new Envc(quickstart.PrivateStore) { Variables = { ["HOME"] = quickstart.Project } };
        AssertAnswer(quickstart, envc, "mount");
        AssertAnswer(quickstart, new Envc(quickstart.PrivateStore) { Prefix = ["bash", s_noNamespaces], Variables = { ["HOME"] = quickstart.Project } }, "mount");

        using var container = new Container(Path.GetDirectoryName(quickstart.Project)!, s_bin);
        // As with `docker run --init`: .NET as process 1 reaps children that envc waits for.
        string[] inside = ["sh", "-c", "\"$@\"; exit $?", "sh", "env", $"ENVC_STORE={quickstart.PrivateStore}", $"HOME={quickstart.Project}", Envc.Executable];
        var answer = Run(container.Prepare(quickstart.Project, [.. inside, "activate", "-s", "--", "envc", "chat", "Hello!"])).Expect(0);
        Assert.Contains("Debian package", answer.Output, StringComparison.Ordinal);
        Assert.Contains("ENVC0519", answer.Error, StringComparison.Ordinal);
        var status = Run(container.Prepare(quickstart.Project, [.. inside, "status", "--json"])).Expect(0);
        AssertWay("proot", status.Output);
        Assert.Contains("uid 0 has no CAP_SYS_ADMIN here", status.Output, StringComparison.Ordinal);
    }

    [Requires("unshare", "setpriv", RootUser = true)]
    public void An_ordinary_user_gets_an_answer_with_user_namespaces_and_without()
    {
        using var quickstart = new Quickstart();
        Command.Run("chown", "-R", $"{User}:{User}", Path.GetDirectoryName(quickstart.Project)!);
        string[] user = ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "env", "-u", "XDG_RUNTIME_DIR", $"HOME={quickstart.Project}"];
        AssertAnswer(quickstart, new Envc(quickstart.PrivateStore) { Prefix = user }, "user");
        AssertAnswer(quickstart, new Envc(quickstart.PrivateStore) { Prefix = ["bash", s_noNamespaces, .. user] }, "proot");
    }

    private static void AssertAnswer(Quickstart quickstart, Envc envc, string way)
    {
        var said = envc.Run(quickstart.Project, ["activate", "-s", "--", "envc", "chat", "Hello!"]).Expect(0);
        Assert.Contains("Debian package", said.Output, StringComparison.Ordinal);
        AssertWay(way, envc.Run(quickstart.Project, ["status", "--json"]).Expect(0).Output);
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    private static void AssertWay(string way, string json)
    {
        using var report = JsonDocument.Parse(json);
        Assert.Equal(way, report.RootElement.GetProperty("status").GetProperty("way").GetString());
    }

    private static Finished Run(IReadOnlyList<string> command)
    {
        var start = new System.Diagnostics.ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = System.Diagnostics.Process.Start(start)!;
        process.StandardInput.Close();
        return Envc.Finish(process);
    }
}
