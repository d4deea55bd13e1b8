namespace EnvCompiler.Model.Manifests;

/// <summary>One entry of <c>[install]</c>.</summary>
public sealed record PackageRequest
{
    /// <summary>The group of packages and services that name none.</summary>
    public const string DefaultGroup = "toplevel";

    /// <summary><c>NAME</c> or <c>CATALOG/NAME</c>.</summary>
    public required string PkgPath { get; init; }

    /// <summary>Version constraint; absent allows any.</summary>
    public string? Version { get; init; }

    /// <summary>Group whose root the package lands in.</summary>
    public string PkgGroup { get; init; } = DefaultGroup;

    /// <summary>Systems it is wanted on; absent means all of <c>options.systems</c>.</summary>
    public IReadOnlyList<string>? Systems { get; init; }

    /// <summary>Condition on the target (docs/manifest.md): where it does not hold, the package is left out.</summary>
    public string? When { get; init; }

    /// <summary>Who wins a file conflict; lower wins.</summary>
    public int Priority { get; init; } = 5;
}
