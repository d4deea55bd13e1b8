namespace EnvCompiler.Model.Schemas;

/// <summary>
/// The JSON Schemas of files that people and tools read: <c>schemas/</c> of the repository, embedded. They are generated from the records
/// by <c>SchemaGenerator</c> among the tests, which also hold that they are up to date.
/// </summary>
public static class SchemaFiles
{
    private const string Folder = "schemas/";
    private const string Ending = ".schema.json";

    /// <summary>Names of all schemas, in ordinal order: <c>backend</c>, <c>catalog</c>, <c>configuration</c>, <c>lock</c>, <c>manifest</c>.</summary>
    public static IReadOnlyList<string> Names =>
        [.. typeof(SchemaFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Ending.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>The schema's text (JSON Schema, draft 2020-12), or null when there is none of this name.</summary>
    public static string? Find(string name)
    {
        using var stream = typeof(SchemaFiles).Assembly.GetManifestResourceStream($"{Folder}{name}{Ending}");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
