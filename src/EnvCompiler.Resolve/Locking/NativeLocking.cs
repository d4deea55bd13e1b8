using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>What a lock says of native packages besides what it says of all.</summary>
internal static class NativeLocking
{
    /// <summary>Which build a package is.</summary>
    internal static LockedBuild BuildOf(NativeCandidate candidate)
    {
        var codes = candidate.Judged.Build.Codes;
        return new LockedBuild
        {
            Name = candidate.Name,
            DeviceCode = codes.Count == 0 ? null : [.. codes.Select(code => code.ToString())],
            Cuda = candidate.Build.Cuda,
            CpuLevel = candidate.Build.CpuLevel,
        };
    }

    /// <summary>How the native packages among these run on the target; null where there is none.</summary>
    /// <param name="places">The suites of the target.</param>
    /// <param name="packages">A group's closure.</param>
    internal static SortedDictionary<string, LockedVerdict>? Verdicts(IReadOnlyList<SuitePlace> places, IReadOnlyList<LockedPackage> packages)
    {
        var verdicts = new SortedDictionary<string, LockedVerdict>(StringComparer.Ordinal);
        foreach (var package in packages)
        {
            if (package.Build is { } build)
                verdicts.Add(package.Id, VerdictOf(Find(places, package, build)));
        }

        return verdicts.Count > 0 ? verdicts : null;
    }

    private static NativeCandidate Find(IReadOnlyList<SuitePlace> places, LockedPackage package, LockedBuild build) =>
        places.First(place => place.Catalog == package.Catalog).Suite.Builds!.Of(package.Name)
            .First(candidate => candidate.Version == package.Version && candidate.Name == build.Name);

    private static LockedVerdict VerdictOf(NativeCandidate candidate) => new()
    {
        Fit = candidate.Judged.Fit,
        Code = candidate.Judged.Code?.ToString(),
        PtxSize = candidate.Judged.PtxSize > 0 ? candidate.Judged.PtxSize : null,
    };
}
