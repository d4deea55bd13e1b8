using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Weights;

/// <summary>Every diagnostic of this project, codes 08xx.</summary>
public static class WeightsDiagnostics
{
    private const string FetchAgain = "fetch the file again, and compare its SHA-256 with the publisher's";

    /// <summary>There is no such file, or it is not a regular one.</summary>
    public static Diagnostic NotAFile(string path) => new("ENVC0801", $"the model file `{path}` is not a regular file");

    /// <summary>The file cannot be read.</summary>
    public static Diagnostic Unreadable(string path, string reason) => new("ENVC0802", $"the model file `{path}` cannot be read: {reason}");

    /// <summary>The first bytes are not <c>GGUF</c>.</summary>
    public static Diagnostic NotGguf(string path) =>
        new("ENVC0803", $"`{path}` is not a GGUF file: its first bytes are not `GGUF`")
        {
            Hint = "a web page or a Git LFS pointer saved under this name begins with text",
        };

    /// <summary>A version this reader does not know, or the other byte order.</summary>
    public static Diagnostic UnknownVersion(string path, uint version) =>
        new("ENVC0804", $"`{path}` has GGUF version {version}; 1 to 3 are known");

    /// <summary>The file ends inside something.</summary>
    public static Diagnostic Truncated(string path, string where, long length) =>
        new("ENVC0805", $"`{path}` is cut off: it ends after {length} bytes, inside {where}") { Hint = FetchAgain };

    /// <summary>The file contradicts itself or the format.</summary>
    public static Diagnostic Malformed(string path, string problem) => new("ENVC0806", $"`{path}` is damaged: {problem}") { Hint = FetchAgain };

    /// <summary>GGUF version 1 is read by no current engine.</summary>
    public static Diagnostic OldVersion(string path) =>
        new("ENVC0807", $"`{path}` has GGUF version 1, which current engines refuse")
        {
            Severity = Severity.Warning,
            Hint = "convert the model again with a current llama.cpp",
        };

    /// <summary>The content is not what was locked or listed.</summary>
    public static Diagnostic HashMismatch(string path, string expected, string actual) =>
        new("ENVC0808", $"`{path}` has SHA-256 {actual}, not {expected}")
        {
            Hint = "put the right file back, or run `envc lock` if the change is meant",
        };

    /// <summary>A shard of a split model is missing.</summary>
    public static Diagnostic ShardMissing(string path) => new("ENVC0809", $"the shard `{path}` of the model is missing") { Hint = FetchAgain };

    /// <summary>No file of the directory fits.</summary>
    public static Diagnostic NoCandidate(string directory, string wanted) =>
        new("ENVC0810", $"`{directory}` has no GGUF file{wanted}");

    /// <summary>Several files fit.</summary>
    public static Diagnostic SeveralCandidates(string directory, IReadOnlyList<string> names, string variable) =>
        new("ENVC0811", $"`{directory}` has several GGUF files: {string.Join(", ", names.Select(name => $"`{name}`"))}")
        {
            Hint = $"name one with `{variable}`",
        };

    /// <summary>A line of a sum list is not <c>HASH  NAME</c>.</summary>
    public static Diagnostic BadSumList(string path, int line) =>
        new("ENVC0812", "a line of the list of SHA-256 sums is not `HASH  NAME`") { Place = new SourcePlace(path, line) };
}
