using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Model.Locks;

/// <summary>The text form of <c>manifest.lock</c>: indented JSON in a stable order with a final newline, so that diffs are small.</summary>
public static class LockFile
{
    /// <summary>Reads a lock; what a hand or a merge has damaged is an error with a place.</summary>
    /// <param name="file">The path that diagnostics name.</param>
    /// <param name="utf8">The file's content.</param>
    public static Result<Lock> Read(string file, ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (FirstLook(file, utf8) is { } problem)
                return problem;
            var locked = JsonSerializer.Deserialize(utf8, LockJson.Readable.Lock)!;
            if (LockChecks.FirstProblem(locked) is not var (contradiction, subject))
                return LockRows.Expand(locked);
            var at = utf8.IndexOf(Encoding.UTF8.GetBytes($"\"{subject}\""));
            return ManifestDiagnostics.InconsistentLock(JsonText.PlaceOf(file, utf8, at), contradiction);
        }
        catch (JsonException e)
        {
            return Damaged(file, utf8, e);
        }
    }

    /// <summary>Writes a lock in the lowest version of the form that can hold it; reading and writing it again gives the same bytes.</summary>
    public static byte[] Write(Lock locked) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(LockRows.Compact(locked) with { LockVersion = LockFormat.LowestFor(locked) }, LockJson.Readable.Lock), (byte)'\n'];

    /// <summary>
    /// What must be known before the rest is read: the version, because a newer form may have any other key; that no value is null, because
    /// the deserialiser lets null into maps and lists whatever their types say; and that every text is one.
    /// </summary>
    private static Diagnostic? FirstLook(string file, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var hasVersion = false;
        while (reader.Read())
        {
            if (JsonText.Problem(reader) is { } problem)
                return ManifestDiagnostics.DamagedLock(JsonText.PlaceOf(file, utf8, (int)reader.TokenStartIndex), problem, hasMergeMarkers: false);

            if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } || !reader.ValueTextEquals("lock-version"u8))
                continue;
            reader.Read();
            hasVersion = true;
            var at = JsonText.PlaceOf(file, utf8, (int)reader.TokenStartIndex);
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var version) || version < 1)
                return ManifestDiagnostics.DamagedLock(at, "`lock-version` is not a number from 1", hasMergeMarkers: false);
            if (version > LockFormat.Newest)
                return ManifestDiagnostics.NewerLock(at, version, LockFormat.Newest);
        }

        return hasVersion ? null : ManifestDiagnostics.DamagedLock(new SourcePlace(file), "it has no `lock-version`", hasMergeMarkers: false);
    }

    private static Diagnostic Damaged(string file, ReadOnlySpan<byte> utf8, JsonException e)
    {
        var hasMarkers = utf8.StartsWith("<<<<<<<"u8) || utf8.IndexOf("\n<<<<<<<"u8) >= 0;
        return ManifestDiagnostics.DamagedLock(JsonText.PlaceOf(file, e), JsonText.Reason(e), hasMarkers);
    }
}
