using System.Text.RegularExpressions;

namespace EnvCompiler.Model.Manifests;

/// <summary>
/// Regular expressions that are held against what a program says. They take time linear in the text, whatever the pattern, so they have no
/// back-references and no look-around; a limit of time is for patterns whose repetitions multiply.
/// </summary>
public static class ProbePattern
{
    /// <summary>The form in words, for messages.</summary>
    public const string Form = "a regular expression without back-references and look-around";

    private const int Longest = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a text is such a pattern.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            return text.Length is > 0 and <= Longest && Parse(text) is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The expression of a valid pattern; matching one line may throw <see cref="RegexMatchTimeoutException"/>.</summary>
    public static Regex Parse(string text) => new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Limit);
}
