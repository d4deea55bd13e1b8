using System.Globalization;
using System.Text;

namespace EnvCompiler.Compile.Systemd;

/// <summary>
/// One unit file, as systemd.syntax(7) has it. Values are written by the rule of their setting: which of quotes, escapes and specifiers a setting reads is in its parser
/// (systemd's <c>load-fragment.c</c>), so each rule is a method here and nothing is joined elsewhere.
/// </summary>
internal sealed class UnitText
{
    private readonly StringBuilder text = new();

    /// <summary>Begins a section.</summary>
    internal UnitText Section(string name)
    {
        text.Append(text.Length == 0 ? "" : "\n").Append('[').Append(name).Append("]\n");
        return this;
    }

    /// <summary>A setting whose value is envc's own: words, numbers, names of units.</summary>
    internal UnitText Set(string key, string value)
    {
        text.Append(key).Append('=').Append(value).Append('\n');
        return this;
    }

    /// <summary>As the other one, where there is a value.</summary>
    internal UnitText SetIf(string key, string? value) => string.IsNullOrEmpty(value) ? this : Set(key, value);

    /// <summary>A setting that reads the rest of its line: only specifiers are alive in it.</summary>
    internal UnitText SetLine(string key, string value) => Set(key, Line(value));

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>A length of time.</summary>
    internal static string Time(TimeSpan time) =>
        time.Ticks % TimeSpan.TicksPerSecond == 0
            ? $"{(time.Ticks / TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture)}s"
            : $"{((long)Math.Ceiling(time.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture)}ms";

    /// <summary>Text that is one line: what would end the line is a blank, and a backslash never ends it (there it would join the next line to it).</summary>
    internal static string Line(string value)
    {
        var line = new string([.. value.Select(c => char.IsControl(c) ? ' ' : c)]).Trim().Replace("%", "%%", StringComparison.Ordinal);
        return line.EndsWith('\\') ? line + "." : line;
    }

    /// <summary>A word of settings that know quotes and C's escapes: <c>Environment=</c>.</summary>
    internal static string Word(string value)
    {
        var word = new StringBuilder("\"");
        foreach (var c in value.Replace("%", "%%", StringComparison.Ordinal))
        {
            if (c is '"' or '\\')
                word.Append('\\').Append(c);
            else if (c < 0x80 && char.IsControl(c))
                word.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else
                word.Append(c);
        }

        return word.Append('"').ToString();
    }

    /// <summary>A word of a command line (<c>ExecStart=</c>), where variables are alive too.</summary>
    internal static string Argument(string value) => Word(value.Replace("$", "$$", StringComparison.Ordinal));

    /// <summary>A path in a list of paths (<c>BindPaths=</c>, <c>RequiresMountsFor=</c>), which knows quotes and backslashes but no other escape: it has no control characters.</summary>
    internal static string Path(string path) => $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal)}\"";
}
