using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Resolve.Explaining;

/// <summary>Why a native package has the build that it has.</summary>
/// <param name="package">As locked.</param>
/// <param name="build">Its build.</param>
/// <param name="builds">The catalog's builds, judged for the target.</param>
/// <param name="rejections">Why other versions are out.</param>
internal sealed class BuildExplanation(LockedPackage package, LockedBuild build, NativeBuilds builds, VersionRejections rejections)
{
    /// <summary>Every build of the package with its reason.</summary>
    internal ExplainedBuilds Explain()
    {
        var all = builds.Of(package.Name);
        var chosen = all.FirstOrDefault(candidate => candidate.Version == package.Version && candidate.Name == build.Name);
        var others = all.Where(candidate => candidate != chosen).ToArray();
        return new ExplainedBuilds
        {
            Chosen = chosen is null ? null : Explain(chosen, chosen.Judged.Reason),
            RunBest = [.. others.Where(IsBest).Select(each => Explain(each, Because(each, chosen)))],
            Run = [.. others.Where(each => each.Runs && !IsBest(each)).Select(each => Explain(each, Because(each, chosen)))],
            CannotRun = [.. others.Where(each => !each.Runs).Select(each => Explain(each, each.Judged.Reason))],
        };
    }

    private bool IsBest(NativeCandidate candidate) => candidate.Judged.Fit == BuildFit.Runs
        && (builds.Target.Sm is { } sm ? candidate.Judged.Code is { Kind: CodeKind.MachineCode } code && code.Sm == sm : candidate.Judged.Code is null);

    private string Because(NativeCandidate other, NativeCandidate? chosen)
    {
        if (other.Version != package.Version)
            return $"{other.Judged.Reason}; {rejections.Of(package, other.Version)}";
        if (chosen is null)
            return other.Judged.Reason;
        var isLater = builds.Of(package.Name).SkipWhile(each => each != chosen).Contains(other);
        return isLater
            ? $"{other.Judged.Reason}; {BuildChooser.WhyAfter(other.Judged, chosen.Judged)}"
            : $"{other.Judged.Reason}; the lock keeps what it has, or what this one needs cannot be had; `envc upgrade` asks anew";
    }

    private static ExplainedBuild Explain(NativeCandidate candidate, string because) => new()
    {
        Version = candidate.Version,
        Build = candidate.Name,
        Fit = candidate.Judged.Fit,
        Code = candidate.Judged.Code?.ToString(),
        PtxSize = candidate.Judged.PtxSize > 0 ? candidate.Judged.PtxSize : null,
        Obstacle = candidate.Judged.Obstacle,
        Because = because,
    };
}
