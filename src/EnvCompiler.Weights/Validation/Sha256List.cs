using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Weights.Validation;

/// <summary>A list of sums as <c>sha256sum</c> writes it: <c>HASH  NAME</c> or <c>HASH *NAME</c>, <c>#</c> begins a comment.</summary>
public static class Sha256List
{
    /// <summary>Reads a list.</summary>
    /// <param name="path">The file, for places.</param>
    /// <param name="text">Its content.</param>
    /// <returns>Hashes, lower case, by file name without directories.</returns>
    public static Result<IReadOnlyDictionary<string, string>> Parse(string path, string text)
    {
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.Length > 66 && IsSha256(line[..64]) && line[64] == ' ' && line[65] is ' ' or '*')
                sums[Path.GetFileName(line[66..])] = line[..64].ToLowerInvariant();
            else
                problems.Add(WeightsDiagnostics.BadSumList(path, i + 1));
        }

        return problems.Count == 0 ? sums : Result<IReadOnlyDictionary<string, string>>.Failure(problems);
    }

    /// <summary>64 hexadecimal digits.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}
