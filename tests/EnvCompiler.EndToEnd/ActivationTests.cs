using System.Diagnostics;
using System.Text.Json;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>The other ways to use an environment: a sourced script, an interactive shell, services by hand.</summary>
public sealed class ActivationTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Fact]
    public void Evaluated_in_a_shell_it_sets_and_restores_everything()
    {
        using var quickstart = Built();
        var output = Bash(quickstart, $"""
            before=$(env | grep -v '^_=' | sort)
            eval "$('{Envc.Executable}' activate -d '{quickstart.Project}')"
            command -v llama-server
            llama-server --version 2>&1 | head -1
            echo "$ENVC_ENV_PROJECT $ENVC_GENERATION $ENVC_TARGET $FLOX_ENV_PROJECT"
            deactivate
            after=$(env | grep -v '^_=' | sort)
            diff <(echo "$before") <(echo "$after") && echo restored
            """);
        Assert.Contains(quickstart.Project, output, StringComparison.Ordinal);
        Assert.Contains($"{quickstart.Project} 1 x86_64-linux/cpu {quickstart.Project}", output, StringComparison.Ordinal);
        Assert.EndsWith("restored\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_of_a_shell_that_evaluated_the_script_end_when_it_deactivates()
    {
        using var quickstart = Built();
        var output = Bash(quickstart, $"""
            eval "$('{Envc.Executable}' activate)"
            '{Envc.Executable}' services start 2>/dev/null
            '{Envc.Executable}' services status | grep -c ready
            deactivate
            for i in $(seq 600); do
              '{Envc.Executable}' services status | grep -q stopped && break
              sleep 0.1
            done
            '{Envc.Executable}' services status | grep -c stopped
            """);
        Assert.Equal("1\n1\n", output);
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    [Fact]
    public void The_hooks_run_once_around_all_activations_whatever_their_form()
    {
        using var quickstart = new Quickstart();
        quickstart.Manifest += """"

            [hook]
            on-activate = """
            echo begin >> $ENVC_ENV_PROJECT/story
            export FROM_HOOK=begun
            """
            on-deactivate = 'echo "end $FROM_HOOK" >> $ENVC_ENV_PROJECT/story; sleep 0.5; echo ended >> $ENVC_ENV_PROJECT/story'

            """";
        var envc = store.Envc();
        envc.Run("build", "-d", quickstart.Project).Expect(0);
        Bash(quickstart, $"""
            eval "$('{Envc.Executable}' activate)"
            '{Envc.Executable}' activate -- sh -c 'echo "command $FROM_HOOK" >> story' &
            '{Envc.Executable}' activate -- sh -c 'echo "command $FROM_HOOK" >> story' &
            wait
            echo "shell $FROM_HOOK" >> story
            """);
        // Who comes while the script runs waits for its end, and starts anew.
        envc.Run("activate", "-d", quickstart.Project, "--", "true").Expect(0);
        var story = Path.Combine(quickstart.Project, "story");
        string[] expected =
            ["begin", "command begun", "command begun", "shell begun", "end begun", "ended", "begin", "end begun", "ended"];
        Eventually.Holds(() => File.ReadAllLines(story).Length == expected.Length, () => File.ReadAllText(story));
        Assert.Equal(expected, File.ReadAllLines(story));
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("sh")]
    public void Sourced_without_envc_on_PATH_it_gives_PATH_and_variables(string shell)
    {
        using var quickstart = Built();
        store.Envc().Run("activate", "-d", quickstart.Project, "--", "true").Expect(0);
        var output = Shell(shell, quickstart, $". '{quickstart.Project}/.envc/current/activate'; llama-server --version >/dev/null 2>&1 && echo \"$ENVC_TARGET\"");
        Assert.Equal("x86_64-linux/cpu\n", output);
    }

    [Requires("script")]
    public void An_interactive_shell_has_the_shims_and_its_own_start_up_files()
    {
        using var quickstart = Built();
        var home = Path.Combine(quickstart.Project, "home");
        Directory.CreateDirectory(home);
        File.WriteAllText(Path.Combine(home, ".bashrc"), "alias greet='echo my-own-alias'\n");
        var start = new ProcessStartInfo("script", ["-qec", $"{Envc.Executable} activate -d {quickstart.Project}", "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = quickstart.Project,
        };
        start.Environment["ENVC_STORE"] = store.Path;
        start.Environment["HOME"] = home;
        start.Environment["SHELL"] = "/bin/bash";
        using var process = Process.Start(start)!;
        process.StandardInput.Write("greet\ntype llama-server\nexit 7\n");
        process.StandardInput.Flush();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(7, process.ExitCode);
        Assert.Contains("my-own-alias", output, StringComparison.Ordinal);
        Assert.Contains("/bin/llama-server", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_activations_at_once_all_enter()
    {
        using var quickstart = Built();
        var envc = store.Envc();
        for (var round = 0; round < 4; round++)
        {
            foreach (var facts in (string[])["hosts", "cache"])
                Shell("sh", quickstart, $"rm -rf '{quickstart.Project}/.envc/{facts}'");
            using var first = envc.Start(quickstart.Project, ["activate", "--", "true"]);
            using var second = envc.Start(quickstart.Project, ["activate", "--", "true"]);
            var (one, other) = await Envc.FinishBothAsync(first, second);
            one.Expect(0);
            other.Expect(0);
        }
    }

    [Fact]
    public void Services_start_detached_answer_restart_and_stop()
    {
        using var quickstart = Built();
        var envc = store.Envc();
        envc.Run("services", "start", "-d", quickstart.Project).Expect(1).Says("ENVC0912");
        envc.Run("services", "start", "--detach", "-d", quickstart.Project).Expect(0);
        try
        {
            var first = Status(envc, quickstart);
            Assert.Equal("ready", first.GetProperty("state").GetString());
            Assert.Equal($"http://127.0.0.1:{quickstart.Port}", first.GetProperty("endpoint").GetString());
            Assert.Contains("Debian package", envc.Run("chat", "-d", quickstart.Project, "Hello!").Expect(0).Output, StringComparison.Ordinal);
            Assert.Contains("\"choices\"", envc.Run("chat", "--json", "-d", quickstart.Project, "llm", "Hello!").Expect(0).Output, StringComparison.Ordinal);

            envc.Run("services", "restart", "llm", "-d", quickstart.Project).Expect(0);
            Assert.NotEqual(first.GetProperty("pid").GetInt32(), Status(envc, quickstart).GetProperty("pid").GetInt32());
        }
        finally
        {
            envc.Run("services", "stop", "-d", quickstart.Project).Expect(0);
        }

        Assert.Equal("stopped", Status(envc, quickstart).GetProperty("state").GetString());
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
        envc.Run("chat", "-d", quickstart.Project, "Hello!").Expect(1).Says("ENVC0908");
    }

    [Fact]
    public void A_secret_is_generated_kept_private_and_required_by_the_server()
    {
        using var quickstart = new Quickstart();
        quickstart.Manifest += "\n[vars]\nLLAMACPP_API_KEY = { secret = true, generate = \"hex32\" }\n";
        var envc = store.Envc();
        var said = envc.Run("activate", "-s", "-d", quickstart.Project, "--", "sh", "-c", $"envc chat Hello! && curl -s -o /dev/null -w '%{{http_code}}' -d '{{}}' http://127.0.0.1:{quickstart.Port}/v1/chat/completions || true").Expect(0);
        Assert.Contains("Debian package", said.Output, StringComparison.Ordinal);
        var file = Path.Combine(quickstart.Project, ".envc", "secrets", "LLAMACPP_API_KEY");
        var secret = File.ReadAllText(file).Trim();
        Assert.Matches("^[0-9a-f]{64}$", secret);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        // grep -r follows no links, so it stays out of the store.
        Assert.Equal(file + "\n", Shell("sh", quickstart, $"grep -rlF {secret} '{quickstart.Project}'"));
    }

    private static JsonElement Status(Envc envc, Quickstart quickstart) =>
        JsonDocument.Parse(envc.Run("services", "status", "--json", "-d", quickstart.Project).Expect(0).Output).RootElement[0];

    private Quickstart Built()
    {
        var quickstart = new Quickstart();
        store.Envc().Run("build", "-d", quickstart.Project).Expect(0);
        return quickstart;
    }

    private string Bash(Quickstart quickstart, string script) => Shell("bash", quickstart, script);

    private string Shell(string shell, Quickstart quickstart, string script)
    {
        var start = new ProcessStartInfo(shell, ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = quickstart.Project,
        };
        start.Environment["ENVC_STORE"] = store.Path;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{shell} ended with {process.ExitCode}: {output}{error.Result}");
        return output;
    }
}
