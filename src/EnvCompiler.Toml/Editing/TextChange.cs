using System.Text;

namespace EnvCompiler.Toml.Editing;

/// <summary>A stretch of text and what takes its place.</summary>
internal readonly record struct TextChange(int Start, int End, string Text)
{
    internal static TextChange Insert(int at, string text) => new(at, at, text);

    internal static TextChange Remove(int start, int end) => new(start, end, "");

    /// <summary>Makes all changes; removals may overlap.</summary>
    internal static string Apply(string text, IEnumerable<TextChange> changes)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var change in changes.OrderBy(change => change.Start))
        {
            if (change.Start > at)
                result.Append(text, at, change.Start - at);
            result.Append(change.Text);
            at = Math.Max(at, change.End);
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
