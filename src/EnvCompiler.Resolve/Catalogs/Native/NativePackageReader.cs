using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>Reads and writes <c>packages/NAME.json</c>. It may come from a stranger: everything is checked, and all problems are told in one run.</summary>
public static class NativePackageReader
{
    /// <summary>A package of a thousand builds has about 1 MiB.</summary>
    internal const int LargestFile = 64 << 20;

    // Each costs a search for its place, and nobody reads more.
    private const int MostProblems = 100;

    private static readonly byte[] s_versionKey = "catalog-version"u8.ToArray();

    /// <summary>Reads a package file.</summary>
    /// <param name="file">The path that diagnostics name.</param>
    /// <param name="name">The package, as the file is named.</param>
    /// <param name="utf8">The file's content.</param>
    public static Result<NativePackage> Read(string file, string name, ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (FirstLook(file, utf8) is { } problem)
                return problem;
            var package = JsonSerializer.Deserialize(utf8, CatalogJson.Readable.NativePackage)!;
            var problems = new List<Diagnostic>();
            foreach (var (subject, text) in NativePackageChecks.Problems(package, name).Take(MostProblems))
                problems.Add(NativeDiagnostics.BadEntry(PlaceOf(file, utf8, subject), subject, text));
            return problems.Count == 0 ? package : Result<NativePackage>.Failure(problems);
        }
        catch (JsonException e)
        {
            return NativeDiagnostics.Damaged(JsonText.PlaceOf(file, e), JsonText.Reason(e));
        }
    }

    /// <summary>Writes a package file; reading and writing it again gives the same bytes.</summary>
    public static byte[] Write(NativePackage package) => [.. JsonSerializer.SerializeToUtf8Bytes(package, CatalogJson.Readable.NativePackage), (byte)'\n'];

    // The form first, because a newer one may have any other key.
    private static Diagnostic? FirstLook(string file, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (JsonText.Problem(reader) is { } problem)
                return NativeDiagnostics.Damaged(JsonText.PlaceOf(file, utf8, (int)reader.TokenStartIndex), problem);
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals(s_versionKey) && reader.Read()
                && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var version) && version > NativePackage.Form)
                return NativeDiagnostics.NewerForm(JsonText.PlaceOf(file, utf8, (int)reader.TokenStartIndex), version);
        }

        return null;
    }

    // A subject is `VERSION BUILD`: what follows the first space stands in the file as a key.
    private static SourcePlace PlaceOf(string file, ReadOnlySpan<byte> utf8, string subject) =>
        JsonText.PlaceOf(file, utf8, utf8.IndexOf(Encoding.UTF8.GetBytes($"\"{subject[(subject.IndexOf(' ', StringComparison.Ordinal) + 1)..]}\"")));
}
