using System.Text;
using EnvCompiler.Run.Activation.Changes;

namespace EnvCompiler.Run.Activation.Shells;

/// <summary>
/// Changes for tcsh, which has no functions: final values, and an alias <c>deactivate</c> that holds what was. <c>eval "`envc activate`"</c>
/// joins lines with spaces, so every command ends with a semicolon; a value with a line break cannot be told and is left out.
/// </summary>
internal static class TcshText
{
    internal static string Of(PreparedActivation activation, IReadOnlyDictionary<string, string> before, string record)
    {
        var set = new StringBuilder();
        var undo = new StringBuilder($"if ( -f {Quote(record)} ) truncate -s 0 {Quote(record)};");
        foreach (var name in activation.Changes.Select(change => change.Name).Distinct(StringComparer.Ordinal))
        {
            Append(set, name, activation.Variables.GetValueOrDefault(name));
            Append(undo, name, before.GetValueOrDefault(name));
        }

        undo.Append("rehash; unalias deactivate");
        return $"{set}alias deactivate {Quote(undo.ToString())};\nrehash;\n";
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is null)
            text.Append("unsetenv ").Append(name).Append(";\n");
        else if (!value.Contains('\n'))
            text.Append("setenv ").Append(name).Append(' ').Append(Quote(value)).Append(";\n");
    }

    // History is expanded inside quotes too.
    private static string Quote(string text) =>
        $"'{text.Replace("\n", " ", StringComparison.Ordinal).Replace("'", "'\\''", StringComparison.Ordinal).Replace("!", "\\!", StringComparison.Ordinal)}'";
}
