using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Binding;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>An environment that a manifest includes, and where it says so.</summary>
/// <param name="Environment">What is written.</param>
/// <param name="Name">What it is called: what is written, or the last part of where it is.</param>
/// <param name="Place">Its entry.</param>
public sealed record IncludeRequest(IncludedEnvironment Environment, string Name, SourcePlace Place)
{
    /// <summary>Keys that are taken away, with their places.</summary>
    internal IReadOnlyList<PlacedString> Removals { get; init; } = [];

    /// <summary>Whether it says where the environment is; if not, that is its problem.</summary>
    internal bool IsWhole => Environment.Dir is null != Environment.Remote is null;

    /// <summary>Whether what a lock has is what is included here, under whatever name and whatever is taken away from it.</summary>
    public bool IsPinnedBy(LockedInclude pin) =>
        pin.Dir == Environment.Dir && pin.Remote == Environment.Remote && pin.Generation == Environment.Generation;

    /// <summary>Whether a lock has just what is included.</summary>
    /// <param name="requests">What a manifest includes.</param>
    /// <param name="pins">What the lock has; null where it has none.</param>
    public static bool ArePinnedBy(IReadOnlyList<IncludeRequest> requests, IReadOnlyList<LockedInclude>? pins)
    {
        if (requests.Count != (pins?.Count ?? 0))
            return false;
        for (var i = 0; i < requests.Count; i++)
        {
            if (!requests[i].IsPinnedBy(pins![i]) || requests[i].Name != pins[i].Name)
                return false;
        }

        return true;
    }
}
