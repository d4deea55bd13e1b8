using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>The values of a manifest together with those of what it includes.</summary>
/// <param name="Sources">The texts.</param>
/// <param name="Root">The values.</param>
internal sealed record Composition(SourceTexts Sources, TomlTable Root)
{
    /// <summary>What the manifest itself includes.</summary>
    internal IReadOnlyList<IncludeRequest> Requests { get; init; } = [];

    /// <summary>Keys that several texts have.</summary>
    internal IReadOnlyList<SharedKey> SharedKeys { get; init; } = [];

    /// <summary>What is wrong with what is included.</summary>
    internal IReadOnlyList<Diagnostic> Problems { get; init; } = [];

    /// <summary>What is included is not in it.</summary>
    internal bool IsPartial { get; init; }
}
