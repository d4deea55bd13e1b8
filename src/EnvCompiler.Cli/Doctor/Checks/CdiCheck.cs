using System.Threading;
using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>CDI specifications, by which container tools give GPUs to containers: whether the files that they name are there.</summary>
internal sealed class CdiCheck : IDoctorCheck
{
    private static readonly string[] s_directories = ["etc/cdi", "var/run/cdi"];

    /// <inheritdoc/>
    public string Name => "cdi";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var results = s_directories.Where(directory => Directory.Exists(host.At(directory)))
            .SelectMany(directory => Directory.EnumerateFiles(host.At(directory)).Order(StringComparer.Ordinal).Select(file => (Shown: $"/{directory}/{Path.GetFileName(file)}", File: file)))
            .Where(file => Path.GetExtension(file.File) is ".json" or ".yaml" or ".yml")
            .Select(file => Judge(host, file.Shown, file.File)).ToList();
        return Task.FromResult<IReadOnlyList<CheckResult>>(results.Count > 0 ? results : [CheckResult.Skipped(Name, "there is no specification in `/etc/cdi` or `/var/run/cdi`")]);
    }

    private CheckResult Judge(DoctorHost host, string shown, string file)
    {
        var paths = CdiSpecification.HostPaths(File.ReadAllText(file)).Distinct(StringComparer.Ordinal).ToList();
        var missing = paths.Where(path => !Path.Exists(host.At(path))).ToList();
        return missing.Count == 0
            ? CheckResult.Ok(Name, $"all {paths.Count} files that `{shown}` names are there")
            : CheckResult.Warning(Name, $"{missing.Count} of {paths.Count} files that `{shown}` names are missing: `{missing[0]}`", $"nvidia-ctk cdi generate --output={shown}");
    }
}
