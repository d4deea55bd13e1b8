using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Model.Locks;

/// <summary>The text form of <c>manifest.lock</c>: indented JSON in a stable order with a final newline, so that diffs are small.</summary>
public static class LockFile
{
    /// <summary>The newest <see cref="Lock.LockVersion"/> that this envc reads.</summary>
    public const int NewestVersion = 1;

    /// <summary>Reads a lock; what a hand or a merge has damaged is an error with a place.</summary>
    /// <param name="file">The path that diagnostics name.</param>
    /// <param name="utf8">The file's content.</param>
    public static Result<Lock> Read(string file, ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (VersionOf(utf8) is > NewestVersion and var version)
                return ManifestDiagnostics.NewerLock(new SourcePlace(file), version, NewestVersion);
            if (JsonSerializer.Deserialize(utf8, EnvcJson.Readable.Lock) is not { } locked)
                return ManifestDiagnostics.DamagedLock(new SourcePlace(file), "it is `null`", hasMergeMarkers: false);
            return LockChecks.FirstProblem(locked) is var (problem, subject)
                ? ManifestDiagnostics.InconsistentLock(PlaceOf(file, utf8, subject), problem)
                : locked;
        }
        catch (JsonException e)
        {
            return Damaged(file, utf8, e);
        }
    }

    /// <summary>Writes a lock; reading and writing it again gives the same bytes.</summary>
    public static byte[] Write(Lock locked) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(locked, EnvcJson.Readable.Lock), (byte)'\n'];

    /// <summary>The top level's <c>lock-version</c>, looked up before the rest because a newer form may have any other key.</summary>
    private static int? VersionOf(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var isVersion = reader.ValueTextEquals("lock-version"u8);
            reader.Read();
            if (isVersion)
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var version) ? version : null;
            reader.Skip();
        }

        return null;
    }

    private static Diagnostic Damaged(string file, ReadOnlySpan<byte> utf8, JsonException e)
    {
        var hasMarkers = utf8.StartsWith("<<<<<<<"u8) || utf8.IndexOf("\n<<<<<<<"u8) >= 0;
        var place = new SourcePlace(file, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1);

        return ManifestDiagnostics.DamagedLock(place, Reason(e), hasMarkers);
    }

    /// <summary>The exception's message without the parts that only a programmer can use: the type, the path and the place.</summary>
    private static string Reason(JsonException e)
    {
        var message = e.Message;
        foreach (var end in (ReadOnlySpan<string>)[" Path: ", " LineNumber: "])
        {
            if (message.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
                message = message[..at];
        }

        if (message.IndexOf("' was missing required", StringComparison.Ordinal) is >= 0 and var missing)
            message = string.Concat("an object", message.AsSpan(missing + 1));
        return message.TrimEnd('.', ' ').Replace('\'', '`');
    }

    private static SourcePlace PlaceOf(string file, ReadOnlySpan<byte> utf8, string subject)
    {
        var at = utf8.IndexOf(Encoding.UTF8.GetBytes($"\"{subject}\""));
        if (at < 0)
            return new SourcePlace(file);
        var before = utf8[..at];
        return new SourcePlace(file, before.Count((byte)'\n') + 1, at - before.LastIndexOf((byte)'\n'));
    }
}
