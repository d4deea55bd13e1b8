using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>The manifest's native catalogs: whether their files can be read, and the artifacts that these name are there in their size.</summary>
internal sealed class NativeCatalogCheck : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "catalog";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CheckResult>>(
        host.Environment?.Manifest.TryGet(out var source) == true
            ? [.. NativeDirectories.Of(source.Manifest, host.Environment.Layout).Select(catalog => Judge(source, catalog.Key, catalog.Value))]
            : []);

    private CheckResult Judge(ManifestSource source, string catalog, string directory)
    {
        var name = $"{Name} {catalog}";
        var loaded = NativeCatalogLoader.Load(catalog, directory, source.PlaceOf($"catalogs.{catalog}"), directory);
        if (!loaded.TryGet(out var native, out var problems))
            return CheckResult.Failed(name, problems[0].Message, problems[0].Hint);
        if (problems.Count > 0)
            return CheckResult.Warning(name, problems[0].Message, problems[0].Hint);
        var artifacts = native.Packages.Values.SelectMany(package => package.Versions.Values).SelectMany(version => version.Builds.Values).Select(build => build.Artifact).ToList();
        var broken = artifacts.Where(artifact => !IsThere(directory, artifact)).ToList();
        return broken.Count == 0
            ? CheckResult.Ok(name, $"`{directory}` has {native.Packages.Count} packages in {artifacts.Count} builds")
            : CheckResult.Failed(name, $"{broken.Count} of {artifacts.Count} artifacts are missing in `{directory}` or have another size: `{broken[0].Path}`", "publish them again: envc publish NAME");
    }

    private static bool IsThere(string directory, NativeArtifact artifact) =>
        new FileInfo(Path.Combine(directory, artifact.Path)) is { Exists: true } file && file.Length == artifact.Size;
}
