using System.Diagnostics;
using EnvCompiler.EndToEnd.Harness;

namespace EnvCompiler.EndToEnd;

/// <summary><c>kill -9</c> at random moments, and two at once: the next run works without cleaning and nothing is lost.</summary>
public sealed class CrashTests
{
    private const int Kills = 50;

    // Fewer packages than quickstart's, without a base: what is killed are the steps, and each has its share of the fifty.
    private const string Small = """
        version = 1
        [catalogs.debian]
        type = "debian"
        suites = [{ name = "forky", allow-expired = true }]
        [install]
        jq.pkg-path = "jq"
        curl.pkg-path = "curl"
        [models.tinydeb]
        path = "models/tinydeb-Q4_K_M.gguf"
        [options]
        base = false
        systems = ["x86_64-linux"]
        """;

    private const int KilledByNine = 128 + 9;

    // What is left to do: everything, unpacking, composing, compiling, entering.
    private const int Stages = 5;

    [Fact]
    public void Killed_at_fifty_random_moments_the_next_run_works_and_nothing_is_lost()
    {
        using var mirror = new LocalMirror();
        using var quickstart = new Quickstart(withLock: false) { Manifest = Small };
        var envc = new Envc(quickstart.PrivateStore) { Variables = { ["ENVC_DEBIAN_MIRROR"] = mirror.Address } };
        // The first run fills the mirror.
        Activate(envc, quickstart).Expect(0);
        var goodLock = File.ReadAllText(quickstart.LockPath);
        var spans = Enumerable.Range(0, Stages).Select(stage => SpanOf(envc, quickstart, stage)).ToArray();

        var random = new Random(20261121);
        for (var i = 0; i < Kills; i++)
        {
            var stage = i % Stages;
            // A moment that comes too late kills nobody, and does not count.
            for (var late = 0; !KillAfter(envc, quickstart, stage, spans[stage] * random.NextDouble()); late++)
                Assert.True(late < 20, $"stage {stage} is always over before its moment, of {spans[stage]}");
            // After the first stage the second begins where a kill left off, and is killed too.
            if (stage != 0)
                Check(envc, quickstart, goodLock, i);
        }
    }

    [Fact]
    public async Task Two_builds_at_once_both_end_well()
    {
        using var mirror = new LocalMirror();
        using var quickstart = new Quickstart(withLock: false);
        var envc = new Envc(quickstart.PrivateStore) { Variables = { ["ENVC_DEBIAN_MIRROR"] = mirror.Address } };
        using var first = envc.Start(quickstart.Project, ["build"]);
        using var second = envc.Start(quickstart.Project, ["build"]);
        var (earlier, later) = await Envc.FinishBothAsync(first, second);
        earlier.Expect(0);
        later.Expect(0);
        Assert.Single(Directory.GetDirectories(Path.Combine(quickstart.Project, ".envc", "generations")));
    }

    [Fact]
    public async Task Two_environments_build_at_once_into_one_store()
    {
        using var mirror = new LocalMirror();
        using var one = new Quickstart();
        using var two = new Quickstart();
        var envc = new Envc(one.PrivateStore) { Variables = { ["ENVC_DEBIAN_MIRROR"] = mirror.Address } };
        using var first = envc.Start(one.Project, ["activate", "--", "true"]);
        using var second = envc.Start(two.Project, ["activate", "--", "true"]);
        var (earlier, later) = await Envc.FinishBothAsync(first, second);
        earlier.Expect(0);
        later.Expect(0);
    }

    [Fact]
    public async Task Two_activations_share_the_services_and_the_last_one_stops_them()
    {
        using var quickstart = new Quickstart();
        using var mirror = new LocalMirror();
        var envc = new Envc(quickstart.PrivateStore) { Variables = { ["ENVC_DEBIAN_MIRROR"] = mirror.Address } };
        envc.Run("build", "-d", quickstart.Project).Expect(0);
        using var first = envc.Start(quickstart.Project, ["activate", "-s", "--", "sleep", "2"]);
        using var second = envc.Start(quickstart.Project, ["activate", "-s", "--", "sh", "-c", "sleep 3; envc chat 'Hello!'"]);
        var (shorter, longer) = await Envc.FinishBothAsync(first, second);
        shorter.Expect(0);
        Assert.Contains("Debian package", longer.Expect(0).Output, StringComparison.Ordinal);
        TestKit.Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    private static Finished Activate(Envc envc, Quickstart quickstart) => envc.Run("activate", "-d", quickstart.Project, "--", "jq", "--version");

    private static void Check(Envc envc, Quickstart quickstart, string goodLock, int round)
    {
        var after = Activate(envc, quickstart);
        Assert.True(after.ExitCode == 0, $"after kill {round}: {after.ExitCode}\n{after.Error}");
        Assert.Equal(goodLock, File.ReadAllText(quickstart.LockPath));
    }

    private static void Forget(Quickstart quickstart, int stage)
    {
        string[] forgotten = stage switch
        {
            0 => [quickstart.PrivateStore, quickstart.LockPath],
            1 => [Path.Combine(quickstart.PrivateStore, "objects"), Path.Combine(quickstart.PrivateStore, "roots")],
            2 => [Path.Combine(quickstart.PrivateStore, "roots")],
            3 => [Path.Combine(quickstart.Project, ".envc")],
            _ => [Path.Combine(quickstart.Project, ".envc", "hosts")],
        };
        foreach (var path in forgotten)
        {
            // Objects are read-only; chmod first for users other than the root user.
            using var remove = Process.Start("sh", ["-c", "chmod -R u+w \"$1\" 2>/dev/null; rm -rf \"$1\"", "sh", path]);
            remove.WaitForExit();
        }
    }

    private static TimeSpan SpanOf(Envc envc, Quickstart quickstart, int stage)
    {
        Forget(quickstart, stage);
        var watch = Stopwatch.StartNew();
        Activate(envc, quickstart).Expect(0);
        return watch.Elapsed;
    }

    // Whether it was killed, and not over before.
    private static bool KillAfter(Envc envc, Quickstart quickstart, int stage, TimeSpan delay)
    {
        Forget(quickstart, stage);
        using var process = envc.Start(quickstart.Project, ["activate", "--", "jq", "--version"]);
        System.Threading.Thread.Sleep(delay);
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return process.ExitCode == KilledByNine;
    }
}
