using System.Globalization;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>A moment as the snapshot archive names it: <c>20261120T000000Z</c>, in UTC.</summary>
internal static class SnapshotMoment
{
    /// <summary>The moment, or null for a text of another form.</summary>
    internal static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
}
