using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>What names may be: they become files, directories and variables.</summary>
internal static class NameRule
{
    private const string FileRule =
        "a name is no path: it is not empty, has no `/` or control character and does not start with a dot or a dash";

    private const string VariableRule = "letters, digits and underscores, not a digit first";

    internal static bool IsFileName(string name) =>
        name is not ("" or ['.' or '-', ..]) && name.Length <= 100 && !name.Any(c => c == '/' || char.IsControl(c));

    /// <summary>Whether a text says something on one line.</summary>
    internal static bool IsPlain(string text) => text.Length > 0 && !text.Any(char.IsControl);

    internal static void CheckFileName(TableReader reader, SourcePlace place, string what, string name)
    {
        if (!IsFileName(name))
            reader.Report(ManifestDiagnostics.BadName(place, what, name, FileRule));
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
