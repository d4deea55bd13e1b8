namespace EnvCompiler.Model.Shell;

/// <summary>Patterns of <c>case</c> and <c>${NAME#…}</c>: <c>*</c>, <c>?</c> and <c>\</c> before what stands for itself.</summary>
public static class ShellPattern
{
    /// <summary>Whether a value matches.</summary>
    /// <param name="value">Null when it is not known.</param>
    /// <param name="pattern">Null when it is not known.</param>
    /// <returns>Null when one of both is not known.</returns>
    public static bool? Matches(string? value, string? pattern)
    {
        if (pattern == "*")
            return true;
        return value is null || pattern is null ? null : Matches(value.AsSpan(), pattern);
    }

    /// <summary>Whether a value matches, in time of at most their lengths' product.</summary>
    public static bool Matches(ReadOnlySpan<char> value, ReadOnlySpan<char> pattern)
    {
        var (v, p, star, mark) = (0, 0, -1, 0);
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = v;
            }
            else if (p < pattern.Length && IsOne(value[v], pattern, p))
            {
                p += pattern[p] == '\\' ? 2 : 1;
                v++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                v = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool IsOne(char c, ReadOnlySpan<char> pattern, int at) =>
        pattern[at] == '\\' ? at + 1 < pattern.Length && pattern[at + 1] == c : pattern[at] == '?' || pattern[at] == c;
}
