using System.Text;

namespace EnvCompiler.Run.Activation.Changes;

/// <summary>
/// Changes as text that the hook's capture writes (<c>templates/generation/capture.bash</c>) and a start keeps: records that end with NUL.
/// <c>=NAME=VALUE</c> sets, <c>-NAME</c> removes, <c>&lt;NAME=ELEMENTS</c> prepends, <c>&gt;NAME=ELEMENTS</c> appends; the last one is <c>!</c>.
/// </summary>
internal static class VariableChanges
{
    /// <summary>The variables after the changes.</summary>
    internal static Dictionary<string, string> Apply(
        IEnumerable<VariableChange> changes, IReadOnlyDictionary<string, string> variables)
    {
        var changed = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        foreach (var change in changes)
            change.ApplyTo(changed);
        return changed;
    }

    /// <summary>Null where the last record is missing: the writer did not come to its end.</summary>
    internal static IReadOnlyList<VariableChange>? Read(string text)
    {
        var records = text.Split('\0');
        if (records is not [.., "!", ""])
            return null;
        var changes = new List<VariableChange>(records.Length);
        foreach (var record in records.AsSpan(..^2))
        {
            if (Parse(record) is { } change)
                changes.Add(change);
        }

        return changes;
    }

    internal static string Write(IEnumerable<VariableChange> changes)
    {
        var text = new StringBuilder();
        foreach (var change in changes)
        {
            text.Append(MarkOf(change.Kind)).Append(change.Name);
            if (change.Kind != VariableChangeKind.Unset)
                text.Append('=').Append(change.Value);
            text.Append('\0');
        }

        return text.Append("!\0").ToString();
    }

    private static char MarkOf(VariableChangeKind kind) => kind switch
    {
        VariableChangeKind.Set => '=',
        VariableChangeKind.Unset => '-',
        VariableChangeKind.Prepend => '<',
        _ => '>',
    };

    private static VariableChange? Parse(string record)
    {
        if (record.Length < 2)
            return null;
        if (record[0] == '-')
            return VariableChange.Unset(record[1..]);
        VariableChangeKind? kind = record[0] switch
        {
            '=' => VariableChangeKind.Set,
            '<' => VariableChangeKind.Prepend,
            '>' => VariableChangeKind.Append,
            _ => null,
        };
        var separator = record.IndexOf('=', 1);
        return kind is { } known && separator > 1 ? new VariableChange(known, record[1..separator], record[(separator + 1)..]) : null;
    }
}
