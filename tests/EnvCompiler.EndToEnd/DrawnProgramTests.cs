using System.Threading;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Some of the programs that <c>tests/benchmarks/programs.py</c> draws: C, C++, Rust, Perl, Python, Ruby, and alternatives.</summary>
public sealed class DrawnProgramTests
{
    private static readonly string[] Sample =
    [
        "bamtools:bamtools", "rig:rig", "setop:setop", "pgformatter:pg_format", "ruby-whenever:whenever", "python3-cryptolyzer:cryptolyze", "rdiff:rdiff", "ulid-cli:ulid",
        "farbfeld:2ff", "catgirl:catgirl", "sdcv:sdcv", "gawk:gawk", "graphviz:dot",
    ];

    [Requires("mmdebstrap", "bwrap", "python3", RootUser = true)]
    public async Task Drawn_programs_do_in_a_root_what_they_do_where_dpkg_installed_them()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var done = await new ProcessRunner().RunAsync(
            "python3", [RepositoryRoot.File("tests", "benchmarks", "programs.py"), "--envc", Envc.Executable, .. Sample], limit.Token);

        Assert.NotNull(done);
        Assert.True(done.ExitCode == 0, $"{done.Output}\n{done.Error}");
        Assert.Contains($"{Sample.Length} of {Sample.Length} programs behave as installed", done.Output, StringComparison.Ordinal);
    }
}
