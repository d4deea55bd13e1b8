using System.Threading;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>Room for the store, the environment and temporary files.</summary>
internal sealed class DiskCheck : IDoctorCheck
{
    private const long Megabyte = 1_000_000;
    private const long Gigabyte = 1000 * Megabyte;

    // A CPU environment's packages are some hundred files and megabytes, a GPU one's 15 GB.
    private const long FewFiles = 10_000;

    /// <inheritdoc/>
    public string Name => "disk";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var temporary = host.Variables.GetValueOrDefault("TMPDIR", "") is { Length: > 0 } named ? named : "/tmp";
        var results = new List<CheckResult>
        {
            Judge(host, "store", host.Context.Store.Root, enough: 5 * Gigabyte, least: Gigabyte / 2, "set ENVC_STORE to a directory with more room"),
            Judge(host, "tmp", temporary, enough: Gigabyte / 2, least: Megabyte, "set TMPDIR to a directory with more room"),
        };
        if (host.Environment is { } environment)
            results.Insert(1, Judge(host, "environment", environment.Layout.Directory, enough: Gigabyte / 2, least: 10 * Megabyte, "remove what is not needed"));
        return Task.FromResult<IReadOnlyList<CheckResult>>(results);
    }

    private CheckResult Judge(DoctorHost host, string what, string path, long enough, long least, string fix)
    {
        var name = $"{Name} {what}";
        var space = host.Space(path);
        var left = $"`{path}` has {ByteSize.Of(space.FreeBytes)} left{(space.FreeFiles is { } files ? $" and room for {files} files" : "")}";
        return space.FreeBytes < least || space.FreeFiles == 0 ? CheckResult.Failed(name, left, fix)
            : space.FreeBytes < enough || space.FreeFiles < FewFiles ? CheckResult.Warning(name, left, fix)
            : CheckResult.Ok(name, left);
    }
}
