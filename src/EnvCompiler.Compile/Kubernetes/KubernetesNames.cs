using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>Names of objects, containers and ports (RFC 1123 labels) out of any text.</summary>
internal static class KubernetesNames
{
    internal const int Longest = 63;

    /// <summary>Names of ports are shorter (RFC 6335).</summary>
    internal const int LongestPort = 15;

    private const int HashDigits = 6;

    /// <summary>The text itself where it is a label; else what is left of it, with a hash, so that two texts never get one name.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">The most characters.</param>
    internal static string Label(string text, int longest = Longest)
    {
        var label = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
                label.Append(char.ToLowerInvariant(c));
            else if (label.Length > 0 && label[^1] != '-')
                label.Append('-');
        }

        var name = label.ToString().TrimEnd('-');
        // A port's name needs a letter, and some objects' names begin with one.
        var isWhole = name == text && name.Length <= longest && char.IsAsciiLetter(name[0]);
        if (isWhole)
            return name;
        var start = name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"x{name}";
        var kept = start[..Math.Min(start.Length, longest - HashDigits - 1)].TrimEnd('-');
        return $"{kept}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits]}";
    }
}
