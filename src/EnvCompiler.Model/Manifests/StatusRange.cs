namespace EnvCompiler.Model.Manifests;

/// <summary>HTTP status codes from one to another.</summary>
/// <param name="First">The lowest, 100 to 599.</param>
/// <param name="Last">The highest, itself included.</param>
public sealed record StatusRange(int First, int Last)
{
    /// <summary>What counts as success where nothing else is said: 200 to 299.</summary>
    public static StatusRange Success { get; } = new(200, 299);

    /// <summary>Whether a status is in it.</summary>
    public bool Contains(int status) => status >= First && status <= Last;

    /// <summary>Reads <c>200</c> or <c>200-299</c>; null for anything else.</summary>
    public static StatusRange? Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (first, last) = dash < 0 ? (Code(text), Code(text)) : (Code(text[..dash]), Code(text[(dash + 1)..]));
        return first is { } from && last is { } to && from <= to ? new StatusRange(from, to) : null;
    }

    private static int? Code(string text) =>
        text is [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'] ? (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0') : null;
}
