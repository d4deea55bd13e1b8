using System.Text.Json;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>The README's first command and what surrounds it.</summary>
public sealed class NewcomerTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Fact]
    public void The_first_command_answers_and_leaves_nothing_running()
    {
        using var quickstart = new Quickstart();
        var said = store.Envc().Run("activate", "-s", "-d", quickstart.Project, "--", "envc", "chat", "Hello!").Expect(0);
        Assert.Contains("Ask me about a Debian package", said.Output, StringComparison.Ordinal);
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    [Fact]
    public void A_command_runs_in_the_root_and_its_code_comes_back()
    {
        using var quickstart = new Quickstart();
        var envc = store.Envc();
        envc.Run("activate", "-d", quickstart.Project, "--", "sh", "-c", "exit 42").Expect(42);
        envc.Run("activate", "-d", quickstart.Project, "-c", "exit 43").Expect(43);
        envc.Run("activate", "-d", quickstart.Project, "--", "no-such-command").Expect(127).Says("ENVC05");
        Assert.Contains("forky", envc.Run("activate", "-d", quickstart.Project, "--", "cat", "/etc/os-release").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_shows_the_lines_of_the_engine()
    {
        using var quickstart = new Quickstart();
        var envc = store.Envc();
        envc.Run("activate", "-s", "-d", quickstart.Project, "--", "true").Expect(0);
        Assert.Contains("llama", envc.Run("services", "logs", "llm", "-d", quickstart.Project).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_that_is_explained_is_the_one_that_runs()
    {
        using var quickstart = new Quickstart();
        var envc = store.Envc();
        envc.Variables["LLAMACPP_PARALLEL"] = "3";
        envc.Run("explain", "llm", "-d", quickstart.Project).Expect(1).Says("ENVC0933");
        envc.Run("build", "-d", quickstart.Project).Expect(0);
        var explained = envc.Run("explain", "llm", "--json", "-d", quickstart.Project).Expect(0).Output;
        using var document = JsonDocument.Parse(explained);
        var expected = document.RootElement[0].GetProperty("command-line").EnumerateArray().Select(argument => argument.GetString());
        const string ReadCommandLine = "tr '\\0' '\\n' < /proc/$(envc services status --json | grep -m1 '\"pid\"' | tr -dc 0-9)/cmdline";
        var running = envc.Run("activate", "-s", "-d", quickstart.Project, "-c", ReadCommandLine).Expect(0).Output;
        Assert.Equal(expected, running.TrimEnd('\n').Split('\n'));
        Assert.Contains("\"source\": \"caller\"", explained, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_finds_nothing_wrong_with_what_works_and_finds_what_is_broken()
    {
        using var quickstart = new Quickstart();
        var envc = store.Envc();
        envc.Run("activate", "-d", quickstart.Project, "--", "true").Expect(0);
        var said = envc.Run("doctor", "-d", quickstart.Project).Expect(0).Output;
        Assert.Matches("ok +environment +generation 1 of ", said);
        Assert.Matches("ok +way-in ", said);
        Assert.Matches("ok +target x86_64-linux/cpu ", said);
        Assert.Matches("ok +store content ", said);
        Assert.Matches("ok +catalog debian/forky ", said);

        File.AppendAllText(Path.Combine(quickstart.Project, "manifest.toml"), "unknown = 1\n");
        using var json = JsonDocument.Parse(envc.Run("doctor", "--json", "-d", quickstart.Project).Expect(1).Output);
        Assert.Equal("failed", json.RootElement[0].GetProperty("state").GetString());
        Assert.Equal("environment", json.RootElement[0].GetProperty("name").GetString());
        envc.Run("doctor", "-d", "/no/such/directory").Expect(1).Says("ENVC0122", hint: false);
    }

    [Fact]
    public void A_second_build_makes_no_second_generation()
    {
        using var quickstart = new Quickstart();
        var envc = store.Envc();
        envc.Run("build", "-d", quickstart.Project).Expect(0);
        envc.Run("build", "-d", quickstart.Project).Expect(0);
        Assert.Equal(["1"], Directory.GetDirectories(Path.Combine(quickstart.Project, ".envc", "generations")).Select(Path.GetFileName));
        Assert.Single(File.ReadAllLines(Path.Combine(quickstart.Project, ".envc", "history.jsonl")));
    }

    [Fact]
    public void The_committed_lock_fits_the_manifest()
    {
        using var quickstart = new Quickstart();
        var before = File.ReadAllText(quickstart.LockPath);
        store.Envc().Run("lock", "-d", quickstart.Project).Expect(0);
        Assert.Equal(before, File.ReadAllText(quickstart.LockPath));
    }
}
