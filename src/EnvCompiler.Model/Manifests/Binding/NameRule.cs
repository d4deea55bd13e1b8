using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>What names may be: they become files, directories and variables.</summary>
public static class NameRule
{
    private const string FileRule =
        "a name is no path: it is not empty, has no `/` or control character and does not start with a dot or a dash";

    private const string PackageRule =
        "a package's name has at least two of lower-case letters, digits, `+`, `-` and `.`, and starts with a letter or digit (Debian Policy 5.6.7)";

    private const string VariableRule = "letters, digits and underscores, not a digit first";

    /// <summary>Whether a text can name a file or directory of ours.</summary>
    public static bool IsFileName(string name) =>
        name is not ("" or ['.' or '-', ..]) && name.Length <= 100 && !name.Any(c => c == '/' || char.IsControl(c));

    /// <summary>Whether a text says something on one line.</summary>
    public static bool IsPlain(string text) => text.Length > 0 && !text.Any(char.IsControl);

    internal static void CheckFileName(TableReader reader, SourcePlace place, string what, string name)
    {
        if (!IsFileName(name))
            reader.Report(ManifestDiagnostics.BadName(place, what, name, FileRule));
    }

    /// <summary>Whether a text can be the name of a Debian package, and so of one of ours.</summary>
    public static bool IsPackage(string name) =>
        name.Length is >= 2 and <= 100 && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '-' or '.');

    internal static void CheckPackage(TableReader reader, SourcePlace place, string name)
    {
        if (!IsPackage(name))
            reader.Report(ManifestDiagnostics.BadName(place, "a package", name, PackageRule));
    }

    internal static void CheckVariable(TableReader reader, SourcePlace place, string name)
    {
        var isName = name.Length > 0 && !char.IsAsciiDigit(name[0]);
        foreach (var c in name)
            isName &= char.IsAsciiLetterOrDigit(c) || c == '_';
        if (!isName)
            reader.Report(ManifestDiagnostics.BadName(place, "a variable", name, VariableRule));
    }
}
