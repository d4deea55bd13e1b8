using System.Text;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// One line of <c>tmpfiles.d(5)</c>: also the language in which reviewed scripts state their effects. Modes, owners and ages are not used:
/// a root is read-only and its files belong to the store.
/// </summary>
/// <param name="Owner">Id of the package it belongs to.</param>
/// <param name="Type"><c>d</c>, <c>f</c>, <c>f+</c>, <c>L</c>, <c>L+</c>, <c>C</c>, and in scripts <c>r</c>, <c>R</c>, <c>r?</c> (remove, or not) or <c>m</c> (move); others have no effect in a root that is new.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Argument">Content, link target or copy source; empty when there is none.</param>
internal sealed record TmpfilesLine(string Owner, string Type, string Path, string Argument) : ScriptEffect
{
    /// <summary>Reads a line.</summary>
    /// <returns>Null when it is empty, a comment, about a directory of the host, or of a type without an effect.</returns>
    public static TmpfilesLine? Parse(string owner, string line)
    {
        var words = ShellWords.Split(line, maximum: 7);
        if (words.Count < 2 || words[0].StartsWith('#') || RootPath.Normalise(words[1]) is not { } path || HostPaths.Contains(path))
            return null;
        var type = words[0].TrimEnd('!', '-', '=', '~', '^', '$') switch
        {
            "d" or "D" or "v" or "q" or "Q" => "d",
            "f" or "F" => "f",
            "f+" => "f+",
            "L" or "L?" => "L",
            "L+" => "L+",
            "C" or "C+" => "C",
            _ => null,
        };
        var argument = words.Count > 6 && words[6] != "-" ? words[6] : "";
        if (type is null || path.Contains('%') || argument.Contains('%'))
            return null;
        return new TmpfilesLine(owner, type, path, type is "f" or "f+" ? Unescape(argument) : argument);
    }

    /// <inheritdoc/>
    public override string ToString() => Type switch
    {
        "d" => $"directory {Path}",
        "f" or "f+" => $"file {Path}",
        "m" => $"move {Argument} to {Path}",
        "r" or "R" or "r?" => $"remove {Path}",
        "C" or "C+" => $"copy {Path} from {(Argument.Length > 0 ? Argument : "/usr/share/factory" + Path)}",
        _ => $"link {Path} -> {Argument}",
    };

    private static string Unescape(string text)
    {
        if (!text.Contains('\\'))
            return text;
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                plain.Append(text[++i] switch { 'n' => '\n', 't' => '\t', var other => other });
            else
                plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
