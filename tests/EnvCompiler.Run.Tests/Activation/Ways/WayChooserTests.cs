using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Ways;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Ways;

public sealed class WayChooserTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ScriptedEnter enter = new();

    [Fact]
    public async Task The_first_way_that_works_is_taken_and_the_refused_ones_keep_their_reasons()
    {
        enter.Refusals["user"] = "cannot make a user namespace: No space left on device";
        var record = (await ChooseAsync()).Value;
        Assert.Equal("host-bwrap", record.Chosen);
        Assert.Equal(
            [
                new WayVerdict("mount", false, "only uid 0 may mount without a user namespace"),
                new WayVerdict("user", false, "cannot make a user namespace: No space left on device"),
                new WayVerdict("host-bwrap", true, WayIn.HostBwrap.Reason),
            ],
            record.Verdicts);
    }

    [Fact]
    public async Task A_choice_is_made_once_and_again_when_the_host_has_changed()
    {
        Assert.Equal("user", (await ChooseAsync()).Value.Chosen);
        enter.Tried.Clear();
        Assert.Equal("user", (await ChooseAsync()).Value.Chosen);
        Assert.Empty(enter.Tried);

        WriteLimit(0);
        enter.Refusals["user"] = "no";
        Assert.Equal("host-bwrap", (await ChooseAsync()).Value.Chosen);
        Assert.Equal(["user", "host-bwrap"], enter.Tried);
    }

    [Fact]
    public async Task Uid_0_mounts_where_it_may_and_is_told_why_not_where_it_may_not()
    {
        WriteCapabilities("000001ffffffffff");
        Assert.Equal("mount", (await ChooseAsync(userId: 0)).Value.Chosen);
        WriteCapabilities("00000000a80425fb");
        var record = (await ChooseAsync(userId: 0)).Value;
        Assert.Equal(("user", "uid 0 has no CAP_SYS_ADMIN here"), (record.Chosen, record.Of("mount")!.Reason));
    }

    [Fact]
    public async Task A_way_that_is_asked_for_is_tried_and_does_not_become_the_choice()
    {
        await ChooseAsync();
        var record = (await ChooseAsync("proot")).Value;
        Assert.Equal("user", record.Chosen);
        Assert.True(record.Of("proot")!.Works);
        Assert.Null(record.Of("bwrap"));
        Assert.Equal("user", WayRecord.TryRead(Facts.Way)!.Chosen);
    }

    [Fact]
    public async Task The_slow_way_is_said_once()
    {
        foreach (var way in (string[])["user", "host-bwrap", "bwrap"])
            enter.Refusals[way] = "no";
        Assert.Equal("ENVC0519", Assert.Single((await ChooseAsync()).Diagnostics).Code);
        Assert.Empty((await ChooseAsync()).Diagnostics);
    }

    [Fact]
    public async Task An_unknown_way_a_refused_one_and_none_at_all_are_told()
    {
        Assert.Equal("ENVC0517", (await ChooseAsync("moutn")).Diagnostics[0].Code);
        enter.Refusals["bwrap"] = "bwrap: No permissions";
        var refused = Assert.Single((await ChooseAsync("bwrap")).Diagnostics);
        Assert.Equal(("ENVC0518", "bwrap: bwrap: No permissions"), (refused.Code, Assert.Single(refused.Details)));
        foreach (var way in WayIn.All)
            enter.Refusals[way.Name] = "no";
        var none = Assert.Single((await ChooseAsync()).Diagnostics);
        Assert.Equal(("ENVC0516", 5), (none.Code, none.Details.Count));
    }

    public void Dispose() => directory.Dispose();

    private HostFactsLayout Facts => new(directory.File("facts"));

    private Task<Result<WayRecord>> ChooseAsync(string asked = "", uint userId = 1000)
    {
        var root = directory.File("host");
        foreach (var tool in (string[])["perl", "bwrap", "proot"])
            Write($"{root}/usr/bin/{tool}", "", overwrite: false);
        Write($"{root}/proc/self/status", "CapEff:\t0000000000000000\n", overwrite: false);
        Write($"{root}/proc/sys/user/max_user_namespaces", "1000\n", overwrite: false);
        Directory.CreateDirectory(Facts.Directory);
        var host = new HostContext
        {
            HostName = "host", UserId = userId, Store = new StoreLayout(directory.File("store")), EnvcDirectory = "/envc", RunBase = "/run", Home = "/home/person", HostRoot = root,
        };
        var trial = new WayTrial(host, enter, "/enter", "toplevel", _ => Task.FromResult<string?>(null));
        return new WayChooser(host, new FileWriter(new PosixFileOperations()), trial).EnsureAsync(Facts, root, asked, CancellationToken.None);
    }

    private void WriteLimit(int value) => Write(directory.File("host", "proc/sys/user/max_user_namespaces"), $"{value}\n", overwrite: true);

    private void WriteCapabilities(string value) => Write(directory.File("host", "proc/self/status"), $"CapEff:\t{value}\n", overwrite: true);

    private static void Write(string path, string text, bool overwrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (overwrite || !File.Exists(path))
            File.WriteAllText(path, text);
    }

    /// <summary>Stands for <c>enter</c>: every way works but those that are refused.</summary>
    private sealed class ScriptedEnter : IProcessRunner
    {
        internal Dictionary<string, string> Refusals { get; } = new(StringComparer.Ordinal);

        internal List<string> Tried { get; } = [];

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            var way = arguments[3];
            Tried.Add(way);
            return Task.FromResult<ProcessOutput?>(
                Refusals.TryGetValue(way, out var reason) ? new ProcessOutput(125, "", $"envc: {reason}\n") : new ProcessOutput(0, "", ""));
        }
    }
}
