using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>A key of an include that another include, or the manifest itself, has too.</summary>
/// <param name="KeyPath">The key.</param>
/// <param name="Include">The include.</param>
/// <param name="Place">Where its value stands.</param>
/// <param name="Other">The other include, which outweighs it; null for the manifest itself.</param>
/// <param name="OtherPlace">Where that value stands.</param>
/// <param name="IsJoined">Both count: the lines of scripts, the elements of some lists. Else only the other's.</param>
public sealed record SharedKey(string KeyPath, string Include, SourcePlace Place, string? Other, SourcePlace OtherPlace, bool IsJoined);
