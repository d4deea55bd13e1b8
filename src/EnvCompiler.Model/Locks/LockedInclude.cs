using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>An included environment as it was when it was locked: what the manifest asked for, and the text that was found.</summary>
public sealed record LockedInclude
{
    /// <summary><see cref="File"/> where it is absent.</summary>
    public const string DefaultFile = "manifest.toml";

    /// <summary>What the environment is called in the manifest that includes it.</summary>
    public required string Name { get; init; }

    /// <summary>Its directory, as that manifest has it; absent of one in a registry.</summary>
    public string? Dir { get; init; }

    /// <summary>Its repository, as that manifest has it; absent of one in a directory.</summary>
    public string? Remote { get; init; }

    /// <summary>The generation that was asked for; absent for the latest.</summary>
    public int? Generation { get; init; }

    /// <summary>The generation that was found; absent of a directory.</summary>
    public int? Found { get; init; }

    /// <summary>Where its manifest lies below its directory; absent for <c>manifest.toml</c>.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 of its manifest (UTF-8).</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its manifest, line by line without their ends.</summary>
    public required IReadOnlyList<string> Manifest { get; init; }

    /// <summary>What it includes itself, as it was then; absent where that is nothing.</summary>
    public IReadOnlyList<LockedInclude>? Include { get; init; }

    /// <summary>Its manifest.</summary>
    [JsonIgnore]
    public string Text => string.Join('\n', Manifest);

    /// <summary>The lines of a manifest, as they are kept.</summary>
    public static IReadOnlyList<string> LinesOf(string text) => text.Split('\n');

    /// <summary>SHA-256 of a text.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
