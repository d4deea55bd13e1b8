using System.Text;
using EnvCompiler.Run.Activation.Changes;

namespace EnvCompiler.Run.Activation.Shells;

/// <summary>
/// Changes in a shell's language: calls of the functions of <c>shell/functions.sh</c> or <c>functions.fish</c>, which remember what was.
/// </summary>
internal static class ShellText
{
    internal static string Of(IEnumerable<VariableChange> changes, ShellKind shell)
    {
        var text = new StringBuilder();
        foreach (var change in changes)
        {
            text.Append(change.Kind switch
            {
                VariableChangeKind.Prepend => "_envc_prepend ",
                VariableChangeKind.Append => "_envc_append ",
                _ => "_envc_set ",
            }).Append(change.Name);
            if (change.Kind != VariableChangeKind.Unset)
                text.Append(' ').Append(Quote(change.Value, shell));
            text.Append('\n');
        }

        return text.ToString();
    }

    internal static string Quote(string text, ShellKind shell) => shell == ShellKind.Fish
        ? $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'"
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
