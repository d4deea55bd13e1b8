using System.Text;

namespace EnvCompiler.Store.Unpacking;

/// <summary>Fields of a package's <c>control</c> file (policy 5.1): what composing asks of it.</summary>
internal static class ControlFile
{
    /// <summary>The value of a field on one or several lines, or null.</summary>
    public static string? Field(string control, string name)
    {
        StringBuilder? value = null;
        foreach (var line in control.Split('\n'))
        {
            if (value is not null)
            {
                if (line is not [' ' or '\t', ..])
                    break;
                value.Append(' ').Append(line.Trim());
            }
            else if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.AsSpan(name.Length).StartsWith(":"))
            {
                value = new StringBuilder(line[(name.Length + 1)..].Trim());
            }
        }

        return value?.ToString();
    }

    /// <summary>The first line of a field, or null: the synopsis of a <c>Description</c>.</summary>
    public static string? FirstLine(string control, string name)
    {
        foreach (var line in control.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.AsSpan(name.Length).StartsWith(":"))
                return line[(name.Length + 1)..].Trim() is { Length: > 0 } text ? text : null;
        }

        return null;
    }

    /// <summary>Names in a relation field, without version bounds and architecture qualifiers, sorted.</summary>
    public static IReadOnlyList<string> PackageNames(string? relations)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var relation in (relations ?? "").Split([',', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            names.Add(relation.Split([' ', '(', '[', ':'], 2)[0]);
        return [.. names];
    }
}
