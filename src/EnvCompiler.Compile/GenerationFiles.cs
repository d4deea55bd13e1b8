using System.Text;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile;

/// <summary>A compiled generation before it has a number: every file by its path relative to the generation's directory.</summary>
public sealed class GenerationFiles
{
    private readonly SortedDictionary<string, GeneratedFile> files = new(StringComparer.Ordinal);

    /// <summary>The files in ordinal order of their paths.</summary>
    public IReadOnlyDictionary<string, GeneratedFile> Files => files;

    /// <summary>What <c>generation.json</c> says.</summary>
    public required Generation Generation { get; init; }

    internal void Add(string path, byte[] content) => files.Add(path, new GeneratedFile(content));

    internal void Add(string path, string text, bool executable = false) =>
        files.Add(path, new GeneratedFile(Encoding.UTF8.GetBytes(text), executable));

    internal bool Contains(string path) => files.ContainsKey(path);
}
