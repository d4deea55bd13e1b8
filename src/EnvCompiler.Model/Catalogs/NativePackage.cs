using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Catalogs;

/// <summary>One package of a native catalog: the file <c>packages/NAME.json</c>.</summary>
public sealed record NativePackage
{
    /// <summary>The newest version of the file's form that this envc reads, and the one it writes.</summary>
    public const int Form = 1;

    /// <summary>Version of the file's form: 1.</summary>
    public required int CatalogVersion { get; init; }

    /// <summary>Package name, as the file is named.</summary>
    public required string Name { get; init; }

    /// <summary>One line about the package.</summary>
    public string? Description { get; init; }

    /// <summary>Versions in Debian's form, each with its builds.</summary>
    [JsonRequired]
    public SortedDictionary<string, NativeVersion> Versions { get; init; } = new(StringComparer.Ordinal);
}
