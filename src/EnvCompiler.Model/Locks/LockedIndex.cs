using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>One suite's state when the lock was made.</summary>
public sealed record LockedIndex
{
    /// <summary>The Release file's <c>Date</c>, ISO 8601 UTC (<c>2026-10-30T08:08:01Z</c>).</summary>
    public required string Date { get; init; }

    /// <summary>SHA-256 of each index file used, by its path in the suite (<c>main/binary-amd64/Packages</c>), of the uncompressed file.</summary>
    [JsonRequired]
    public SortedDictionary<string, string> Files { get; init; } = new(StringComparer.Ordinal);
}
