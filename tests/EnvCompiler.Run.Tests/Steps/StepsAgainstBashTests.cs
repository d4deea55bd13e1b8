using System.Diagnostics;
using EnvCompiler.Compile.Steps;
using EnvCompiler.Run.Steps;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Run.Tests.Steps;

/// <summary>Lowered commands do what bash does with their text: the same programs with the same arguments and variables, the same output, directories and status.</summary>
public sealed class StepsAgainstBashTests : IDisposable
{
    // What it gets and its own variables; `bad` as its first argument fails.
    private const string Show = "#!/bin/sh\nfor a; do printf '<%s>' \"$a\"; done\nprintf ' %s|%s|%s|%s\\n' \"$A\" \"$B\" \"${C-unset}\" \"$PWD\"\n[ \"$1\" != bad ]\n";

    private static readonly string[] s_pieces =
    [
        "show", "show a b", "show bad", "show \"$A\"", "show $A", "show $B x", "show ${A}b", "show ${C:-none}", "show \"${C:-a b}\"", "show ${C-}", "show \"${A:+set}\"", "show ${B:+x}y",
        "show 'a  b' \"c  $B\"", "show a\\ b", "A=1", "C=x", "C=\"$A and $B\"", "C=${C:=given}", "export C", "export C=$A", "export A B=2", "unset A", "unset C", "C=1 show $C", "A= show", "true", "false", ":",
        ": ${C:=made}", ": ${C:?is needed}", "[ -n \"$C\" ]", "[ -z \"$C\" ]", "[ -d d ]", "[ -e d/e ]", "test \"$A\" = \"one\"", "test $B != two", "[ ! -d d ]", "[ \"$A\" ]", "[ 3 -gt 2 ]", "[ x -gt 2 ]", "[ -n $C ]",
        "mkdir d", "mkdir -p d/e", "mkdir -p \"$A/x\"", "cd d", "cd \"$HOME\"", "cd ..", "cd missing", "echo a  b", "echo \"$A\"", "echo", "exit", "exit 3", "exec show last", "! show", "! false", "! true",
        "set -e", "set -u", "set -eu", "set +e", "set -euo pipefail", "missing-program", "./show", "bin/show x", "show $?", "show \"$C\" end", "show $UNSET", "show \"$UNSET\"", "show a=b", "show a # comment", "show a#b",
        "show ''", "show \"\"$UNSET", "show x$B\"y\"", "show \\$A '$A'", "show --x=$A", "C=$B; show $C \"$C\"", "export C='p q'", "D=1 C=2", "show \"$PWD\"", "show \"a\\\"b\" 'it''s'", "show !x", "show ~", "C=~/x", "show *", "show {a,b}",
        "show $((1+1))", "show $(show)", "show `show`", "(show)", "show & show", "show | show", "show > f", "for x in a; do show $x; done", "while false; do :; done", "case $A in *) show;; esac", "f() { show; }", "{ show; }", "show ${A#o}",
        "printf x", "eval show", "IFS=x", "PATH=$PATH:/nowhere", "show $RANDOM", "show \"${C:-'q'}\"", "show ${C:-\"q r\"}", "command show", "$A", "\"show\" quoted", "sh\"ow\" joined", "show \"$A\"\"$B\"$C", "readonly C=1", "show $'x'",
    ];

    private readonly TemporaryDirectory directory = new();
    private readonly ITestOutputHelper output;

    public StepsAgainstBashTests(ITestOutputHelper output)
    {
        this.output = output;
        File.SetUnixFileMode(directory.Write("bin/show", Show), (UnixFileMode)0x1ED);
    }

    [Fact]
    public void Every_piece_alone_does_what_bash_does()
    {
        var lowered = s_pieces.Count(Agrees);
        output.WriteLine($"{lowered} of {s_pieces.Length} need no shell");
        Assert.True(lowered > s_pieces.Length / 2);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("ENVC_TEST_WHOLE_DRAWS") == "1" ? 100 : 2)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Drawn_commands_do_what_bash_does(int seed)
    {
        var random = new Random(seed);
        var (lowered, tried) = (0, 0);
        for (; lowered < 120; tried++)
            lowered += Agrees(Draw(random, depth: 0)) ? 1 : 0;
        output.WriteLine($"{lowered} of {tried} need no shell");
    }

    public void Dispose() => directory.Dispose();

    private static string Draw(Random random, int depth)
    {
        var text = "";
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var piece = depth < 2 && random.Next(6) == 0
                ? $"if {Draw(random, depth + 1)}; then {Draw(random, depth + 1)}; {(random.Next(2) == 0 ? $"else {Draw(random, depth + 1)}; " : "")}fi"
                : s_pieces[random.Next(random.Next(4) == 0 ? s_pieces.Length : 85)];
            if (piece.Contains('#', StringComparison.Ordinal))
                piece += "\n:";
            text += piece + (count == 1 ? "" : random.Next(4) switch { 0 => " && ", 1 => " || ", 2 => "; ", _ => "\n" });
        }

        return text;
    }

    // Whether it needs no shell.
    private bool Agrees(string text)
    {
        if (CommandLowering.Lower(text).Step is not { } step)
            return false;
        var host = new CapturingStepHost();
        var place = Place();
        var status = new StepRunner(host, Variables(place), place).Run(step);
        var mine = (status, host.Output, Tree());
        place = Place();
        var bash = Bash(text, place);
        var theirs = (bash.Status, bash.Output, Tree());
        Assert.True(mine == theirs, $"{text}\n\nsteps: {mine}\n{string.Join('\n', host.Complaints)}\n\nbash: {theirs}\n{bash.Error}");
        return true;
    }

    // The same for both, because paths are printed; deep, because a command may go up.
    private string Place()
    {
        var place = directory.File("run/1/2/3/4/5/6/7/8/9");
        if (Directory.Exists(directory.File("run")))
            Directory.Delete(directory.File("run"), recursive: true);
        Directory.CreateDirectory(place);
        Directory.CreateSymbolicLink(Path.Combine(place, "bin"), directory.File("bin"));
        return place;
    }

    private Dictionary<string, string> Variables(string place) => new(StringComparer.Ordinal)
    {
        ["PATH"] = $"{directory.File("bin")}:/usr/bin:/bin",
        ["A"] = "one",
        ["B"] = "two  words ",
        ["HOME"] = place,
    };

    private string Tree() => string.Join(' ', Directory.EnumerateFileSystemEntries(directory.File("run"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

    private (int Status, string Output, string Error) Bash(string text, string place)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", text]) { WorkingDirectory = place, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in Variables(place))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var written = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, written, error.Result);
    }
}
