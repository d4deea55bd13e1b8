using EnvCompiler.Compile.Systemd;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Systemd;

namespace EnvCompiler.Compile.Tests.Systemd;

/// <summary>What systemd itself says of the units.</summary>
public sealed class SystemdAnalyzeTests
{
    [Requires("systemd-analyze")]
    public void Every_unit_is_accepted_and_scores_at_most_two()
    {
        foreach (var sample in (string[])["full", "gpus", "hostile"])
        {
            using var analyze = new SystemdAnalyze(launcher => Request(sample, launcher));
            var units = analyze.Units.Keys.Select(analyze.PathOf).ToArray();
            UnitAnalysis.Verify(units);
            foreach (var service in units.Where(unit => unit.EndsWith(".service", StringComparison.Ordinal)))
                UnitAnalysis.ScoresAtMostTwo(service);
        }
    }

    [Requires("systemd-analyze")]
    public void Hostile_texts_are_read_as_what_they_are()
    {
        using var analyze = new SystemdAnalyze(SampleUnits.OfHostile);
        var hostile = analyze.Units.Keys.Single(unit => unit.Contains("rm", StringComparison.Ordinal) && unit.EndsWith(".service", StringComparison.Ordinal));

        var (_, dump, _) = UnitAnalysis.Run(["systemd-analyze", "verify", analyze.PathOf(hostile)], isDebug: true);

        var unit = Of(dump, hostile);
        // One command whose last argument is the name; systemd quotes what it shows, and takes `$$` for `$` when it starts the program.
        Assert.EndsWith(
            "/envc-run foreground --no-restart --alone \"a\\\"; rm -rf / %h \\$\\${X} \\$\\$X {{x}} \\\\ ' é\u00a0日本\\n[Service]\\nExecStart=/bin/false\\\\\"",
            Assert.Single(unit, line => line.StartsWith("Command Line:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(unit, line => line.StartsWith("Description: a\"; rm -rf / %h ${X} $X {{x}} \\ ' é\u00a0日本 [Service] ExecStart=/bin/false\\ of %h \"$X \\ (envc)", StringComparison.Ordinal));
        Assert.Contains("BindReadOnlyPaths: /srv/a: \"b\" %h ${X} \\/é:/srv/models/a: \"b\" %h ${X} \\/é:rbind", unit);
        Assert.Contains(unit, line => line.StartsWith("RequiresMountsFor: /srv/a\"; rm -rf ${X} %h \\ ", StringComparison.Ordinal));
    }

    [Requires("systemd-escape")]
    public void Names_are_escaped_as_systemd_escape_does()
    {
        foreach (var name in (string[])["llm", "a-b", ".hidden", "a.b", "a/b", "é日", SampleUnits.Hostile.Replace("\n", " ", StringComparison.Ordinal)])
        {
            var start = new System.Diagnostics.ProcessStartInfo("systemd-escape", ["--", name]) { RedirectStandardOutput = true, UseShellExecute = false };
            using var process = System.Diagnostics.Process.Start(start)!;
            Assert.Equal(process.StandardOutput.ReadToEnd().TrimEnd('\n'), UnitNames.Escape(name));
        }
    }

    private static UnitRequest Request(string sample, string launcher) => sample switch
    {
        "full" => SampleUnits.Full(launcher),
        "gpus" => SampleUnits.Gpus(launcher),
        _ => SampleUnits.OfHostile(launcher),
    };

    // The lines of a unit in the dump, without their indentation.
    private static List<string> Of(string dump, string unit) =>
        [.. dump.Split('\n').SkipWhile(line => !line.Contains($"-> Unit {unit}:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains("-> Unit ", StringComparison.Ordinal)).Select(line => line.Trim())];
}
