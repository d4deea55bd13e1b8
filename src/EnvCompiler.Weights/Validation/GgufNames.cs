using System.Globalization;

namespace EnvCompiler.Weights.Validation;

/// <summary>What file names of GGUF models say: shards (<c>NAME-00001-of-00003.gguf</c>) and quantization (<c>NAME-Q4_K_M.gguf</c>).</summary>
public static class GgufNames
{
    private const string Extension = ".gguf";
    private const string Of = "-of-";

    /// <summary>Whether a name is that of one shard of several, and which.</summary>
    /// <param name="name">File name or path.</param>
    /// <param name="shard">Its number from 1, the count, and what the names of all shards begin with.</param>
    public static bool TryParseShard(string name, out GgufShard shard)
    {
        shard = default;
        if (!name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            return false;
        var stem = name.AsSpan()[..^Extension.Length];
        var of = stem.LastIndexOf(Of);
        if (of < 0)
            return false;
        var dash = stem[..of].LastIndexOf('-');
        if (dash < 0)
            return false;
        var number = stem[(dash + 1)..of];
        var count = stem[(of + Of.Length)..];
        if (!IsNumber(number, out var index) || !IsNumber(count, out var total) || index < 1 || index > total)
            return false;
        shard = new GgufShard(name[..dash], index, total, number.Length, name[(of + Of.Length)..]);
        return true;
    }

    /// <summary>All files of the model that a path begins, in order: the shards of a set, or the one file.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (!TryParseShard(path, out var shard))
            return [path];
        var files = new string[shard.Count];
        for (var i = 0; i < files.Length; i++)
            files[i] = shard.Name(i + 1);
        return files;
    }

    /// <summary>Whether a name carries a quantization as a whole word: <c>Q4_K</c> is not in <c>m-Q4_K_M.gguf</c>.</summary>
    public static bool HasQuantization(string name, string quantization)
    {
        for (var at = 0; (at = name.IndexOf(quantization, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + quantization.Length;
            if ((at == 0 || !IsWord(name[at - 1])) && (end == name.Length || !IsWord(name[end])))
                return true;
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // More than 99,999 shards is no model.
    private static bool IsNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.Length is >= 1 and <= 5 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
