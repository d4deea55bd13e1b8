using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>A build of a native package, judged for a target.</summary>
/// <param name="Package">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Build">The entry of the catalog.</param>
/// <param name="Judged">How it fits.</param>
public sealed record NativeCandidate(NativePackage Package, string Version, NativeBuild Build, JudgedBuild Judged)
{
    /// <summary>The build's name.</summary>
    public string Name => Judged.Build.Name;

    /// <summary>Whether it can run on the target.</summary>
    public bool Runs => Judged.Fit != BuildFit.CannotRun;
}
