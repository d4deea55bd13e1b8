using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading;
using EnvCompiler.EndToEnd.Harness;

namespace EnvCompiler.EndToEnd;

/// <summary>Generations of quickstart that differ in what a service is told: no package changes, so nothing is fetched after the first.</summary>
public sealed class GenerationTests(SharedStore store) : IClassFixture<SharedStore>
{
    private readonly Envc envc = store.Envc();

    [Fact]
    public void Twelve_generations_are_listed_compared_and_gone_back_to()
    {
        using var quickstart = new Quickstart();
        Build(quickstart, 12);
        string[] here = ["-d", quickstart.Project];

        Assert.Equal(12, Array(envc.Run(["generations", "list", "--json", .. here])).Count);
        Assert.Equal("generation 3 is live; before it was 12\n", envc.Run(["rollback", "3", .. here]).Expect(0).Error);
        Assert.Contains("GENERATION_OF_TEST = \"3\"", quickstart.Manifest, StringComparison.Ordinal);
        Assert.Equal("3", envc.Run(["activate", .. here, "--", "printenv", "GENERATION_OF_TEST"]).Expect(0).Output.Trim());
        Assert.Equal("generation 12 is live; before it was 3\n", envc.Run(["rollback", .. here]).Expect(0).Error);
        envc.Run(["switch", "7", .. here]).Expect(0);
        Assert.Equal("7", envc.Run(["activate", .. here, "--", "printenv", "GENERATION_OF_TEST"]).Expect(0).Output.Trim());
        Assert.Equal("5 5", envc.Run(["activate", "-g", "5", .. here, "-c", "echo $GENERATION_OF_TEST $ENVC_PINNED"]).Expect(0).Output.Trim());
        envc.Run(["switch", "13", .. here]).Expect(1).Says("ENVC0431");
        envc.Run(["activate", "-g", "13", .. here, "--", "true"]).Expect(125).Says("ENVC0431");
        Assert.Contains("ENVC0935", envc.Run(["activate", "-g", "5", .. here, "--", "envc", "upgrade", .. here]).Expect(1).Error, StringComparison.Ordinal);

        var diff = JsonNode.Parse(envc.Run(["generations", "diff", "5", "7", "--json", .. here]).Expect(0).Output)!;
        Assert.Equal(("5", "7"), ((string?)diff["vars"]![0]!["from"], (string?)diff["vars"]![0]!["to"]));
        Assert.Equal("llm", (string?)diff["services"]![0]!["service"]);
        Assert.Empty(diff["packages"]!.AsArray());
        var kinds = Array(envc.Run(["generations", "history", "--json", .. here])).Skip(12).Select(entry => $"{entry!["kind"]} {entry["generation"]}");
        Assert.Equal(["rollback 3", "rollback 12", "switch 7"], kinds);

        // From there it goes on: the next one descends from the seventh.
        Edit(quickstart, 13);
        envc.Run(["build", .. here]).Expect(0);
        var newest = Array(envc.Run(["generations", "list", "--json", .. here]))[12]!;
        Assert.Equal((13, 7, true), ((int)newest["generation"]!, (int)newest["parent"]!, (bool)newest["live"]!));
    }

    [Fact]
    public void Edits_that_no_generation_has_are_kept_and_nothing_runs_on_them()
    {
        using var quickstart = new Quickstart();
        Build(quickstart, 2);
        quickstart.Manifest += "# on a new idea\n";
        var said = envc.Run("rollback", "-d", quickstart.Project).Expect(0).Error;
        var kept = Assert.Single(Directory.GetDirectories(Path.Combine(quickstart.Project, ".envc", "edits")));
        Assert.Contains(Path.GetFileName(kept), said, StringComparison.Ordinal);
        Assert.EndsWith("# on a new idea\n", File.ReadAllText(Path.Combine(kept, "manifest.toml")), StringComparison.Ordinal);
        Assert.Equal("1", envc.Run("activate", "-d", quickstart.Project, "--", "printenv", "GENERATION_OF_TEST").Expect(0).Output.Trim());
    }

    [Fact]
    public void Services_are_told_of_a_switch_and_only_those_that_it_changes_are_restarted()
    {
        using var quickstart = new Quickstart();
        quickstart.Manifest += """

            [services.steady]
            command = "exec sleep 1000"
            [services.moved]
            command = "echo 0; exec sleep 1000"
            depends-on = { steady = "started" }
            """;
        envc.Run("build", "-d", quickstart.Project).Expect(0);
        quickstart.Manifest = quickstart.Manifest.Replace("echo 0;", "echo 1;", StringComparison.Ordinal);
        string[] here = ["-d", quickstart.Project];
        envc.Run(["services", "start", "steady", "moved", "--detach", .. here]).Expect(0);
        try
        {
            var before = Pids();
            Assert.Contains("it changes `moved`, which runs on as before", envc.Run(["rollback", .. here]).Expect(0).Error, StringComparison.Ordinal);
            Assert.Equal(before, Pids());
            envc.Run(["switch", "2", .. here]).Expect(0);
            envc.Run(["rollback", "--restart", .. here]).Expect(0);
            var after = Pids();
            Assert.Equal(before["steady"], after["steady"]);
            Assert.NotEqual(before["moved"], after["moved"]);
            Assert.Contains("the services that run are the same in it", envc.Run(["switch", "1", .. here]).Expect(0).Error, StringComparison.Ordinal);
        }
        finally
        {
            envc.Run(["services", "stop", .. here]).Expect(0);
        }

        Dictionary<string, int> Pids() => Array(envc.Run(["services", "status", "--json", .. here]))
            .Where(service => service!["pid"] is not null).ToDictionary(service => (string)service!["name"]!, service => (int)service!["pid"]!);
    }

    [Fact]
    public void Killed_at_any_moment_of_a_switch_the_environment_is_one_generation_or_the_other()
    {
        using var quickstart = new Quickstart();
        Build(quickstart, 2);
        var random = new Random(20261122);
        var live = 2;
        for (var i = 0; i < 15; i++)
        {
            using var switching = envc.Start(quickstart.Project, ["switch", $"{3 - live}"]);
            Thread.Sleep(random.Next(20, 120));
            switching.Kill();
            switching.WaitForExit();
            live = int.Parse(Path.GetFileName(new FileInfo(Path.Combine(quickstart.Project, ".envc", "current")).LinkTarget!));
            Assert.Equal($"{live}", envc.Run(quickstart.Project, ["activate", "--", "printenv", "GENERATION_OF_TEST"]).Expect(0).Output.Trim());
            Assert.Contains($"GENERATION_OF_TEST = \"{live}\"", quickstart.Manifest, StringComparison.Ordinal);
        }

        Assert.Equal(2, Directory.GetDirectories(Path.Combine(quickstart.Project, ".envc", "generations")).Length);
    }

    [Fact]
    public void Roots_of_targets_that_this_host_is_not_are_not_made_to_activate_or_to_switch()
    {
        using var quickstart = new Quickstart(withLock: false);
        quickstart.Manifest = quickstart.Manifest.Replace("[install]\n", "[install]\ntree = { pkg-path = \"tree\", when = 'accelerator == \"vulkan\"' }\n", StringComparison.Ordinal)
            .Replace("[options]\n", "[options]\ntargets = [\"cpu\", \"vulkan\"]\n", StringComparison.Ordinal);
        string[] here = ["-d", quickstart.Project];
        envc.Run(["build", "--target", "cpu", "vulkan", .. here]).Expect(0);
        var targets = JsonNode.Parse(File.ReadAllText(Path.Combine(quickstart.Project, ".envc", "generations", "1", "generation.json")))!["targets"]!;
        var other = Path.Combine(store.Path, "roots", (string)targets["x86_64-linux/vulkan"]!["roots"]!["toplevel"]!);
        Directory.Delete(other, recursive: true);

        envc.Run(["activate", .. here, "--", "true"]).Expect(0);
        Assert.Contains("generation 1 is live already", envc.Run(["build", .. here]).Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("generation 1 is live already", envc.Run(["switch", "1", .. here]).Expect(0).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(other));
        envc.Run(["build", "--target", "vulkan", .. here]).Expect(0);
        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public void A_second_envc_waits_with_a_name_or_fails_at_once()
    {
        using var quickstart = new Quickstart();
        Build(quickstart, 1);
        var file = Path.Combine(quickstart.Project, ".envc", "lock");
        using var holder = Process.Start(
            new ProcessStartInfo("flock", [file, "sh", "-c", $"echo 4242 envc build > {file}; echo held; read end"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        var refused = envc.Run("build", "--no-wait", "-d", quickstart.Project).Expect(1).Says("ENVC0432");
        Assert.Contains("pid 4242 (envc build)", refused.Error, StringComparison.Ordinal);
        using var waiting = envc.Start(quickstart.Project, ["build"]);
        Assert.Contains("waiting for another envc on this environment: pid 4242 (envc build)", waiting.StandardError.ReadLine(), StringComparison.Ordinal);
        holder.StandardInput.Close();
        holder.WaitForExit();
        waiting.StandardError.ReadToEnd();
        waiting.WaitForExit();
        Assert.Equal(0, waiting.ExitCode);
    }

    [Fact]
    public void A_collection_keeps_what_runs_and_what_can_be_gone_back_to_and_removes_the_rest()
    {
        using var quickstart = new Quickstart();
        var own = new Envc(quickstart.PrivateStore);
        using var mirror = new LocalMirror();
        own.Variables["ENVC_DEBIAN_MIRROR"] = mirror.Address;
        string[] here = ["-d", quickstart.Project];
        quickstart.Manifest = quickstart.Manifest.Replace("llama.pkg-path = \"llama.cpp-tools\"", "hello.pkg-path = \"hello\"", StringComparison.Ordinal);
        quickstart.Manifest = quickstart.Manifest[..quickstart.Manifest.IndexOf("[services.llm]", StringComparison.Ordinal)];
        own.Run(["build", .. here]).Expect(0);
        own.Run(["install", "tree", .. here]).Expect(0);
        own.Run(["build", .. here]).Expect(0);
        own.Run(["uninstall", "tree", .. here]).Expect(0);
        Edit(quickstart, 3);
        own.Run(["build", .. here]).Expect(0);

        Assert.Contains("nothing to remove", own.Run("gc").Expect(0).Error, StringComparison.Ordinal);
        using var running = own.Start(quickstart.Project, ["activate", "-g", "2", "--", "sh", "-c", "echo in; until [ -e collected ]; do sleep 0.05; done; tree --version"]);
        Assert.Equal("in", running.StandardOutput.ReadLine());
        var told = JsonNode.Parse(own.Run(["gc", "--keep", "1", "--dry-run", "--json", .. here]).Expect(0).Output)!;
        Assert.Equal([1], told["generations"]!.AsArray().Select(row => (int)row!["generation"]!));
        own.Run(["gc", "--keep", "1", .. here]).Expect(0);
        File.WriteAllText(Path.Combine(quickstart.Project, "collected"), "");
        Assert.Contains("tree v2", running.StandardOutput.ReadToEnd(), StringComparison.Ordinal);

        own.Run(["gc", "--keep", "1", .. here]).Expect(0);
        own.Run(["rollback", .. here]).Expect(1).Says("ENVC0433");
        Assert.Single(Directory.GetDirectories(Path.Combine(quickstart.PrivateStore, "roots")));
        Assert.Contains("Hello, world!", own.Run(["activate", .. here, "--", "hello"]).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains(quickstart.Project, own.Run("envs").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_generation_is_made_anew_and_said()
    {
        using var quickstart = new Quickstart();
        string[] here = ["-d", quickstart.Project];
        envc.Run(["build", .. here]).Expect(0);
        var number = 1;
        Damage("services.json", "{");
        envc.Run(["export", "slurm", .. here, "-g", "1", "-o", quickstart.Project + "/jobs"]).Expect(3).Says("ENVC0997");
        Assert.Contains("generation 1 are damaged; it is made anew as generation 2", envc.Run(["build", .. here]).Expect(0).Says("ENVC0443").Error, StringComparison.Ordinal);
        number = 2;
        Damage("activation.json", "{");
        envc.Run(["activate", .. here, "--", "true"]).Expect(0).Says("ENVC0443");
        Assert.Contains("generation 3 is live already", envc.Run(["build", .. here]).Expect(0).Error, StringComparison.Ordinal);
        envc.Run(["activate", .. here, "-g", "2", "--", "true"]).Says("ENVC0997");

        void Damage(string name, string content)
        {
            var path = Path.Combine(quickstart.Project, ".envc", "generations", $"{number}", "targets", "x86_64-linux", "cpu", name);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllText(path, content);
        }
    }

    private void Build(Quickstart quickstart, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            Edit(quickstart, number);
            Assert.Contains($"generation {number} is live", envc.Run("build", "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);
        }
    }

    private static void Edit(Quickstart quickstart, int number)
    {
        var manifest = quickstart.Manifest;
        var vars = manifest.IndexOf("\n[vars]\n", StringComparison.Ordinal);
        quickstart.Manifest = (vars < 0 ? manifest : manifest[..vars]) + $"\n[vars]\nGENERATION_OF_TEST = \"{number}\"\n";
    }

    private static JsonArray Array(Finished finished) => JsonNode.Parse(finished.Expect(0).Output)!.AsArray();
}
