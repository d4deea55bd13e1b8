using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>The checked-in table <c>reviewed-scripts.json</c>. It is read only when a root is composed.</summary>
internal static class ReviewedScripts
{
    private static readonly Lazy<Dictionary<string, ReviewedScript>> Table = new(Read);

    /// <summary>The review of what is left of a script, or null when nobody has reviewed it.</summary>
    public static ReviewedScript? Find(IReadOnlyList<string> rest) => Table.Value.GetValueOrDefault(HashOf(rest));

    /// <summary>SHA-256 over the lines, each with its line feed: comments, indentation and what was understood do not count.</summary>
    public static string HashOf(IReadOnlyList<string> rest) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(rest.Select(line => line + "\n")))));

    private static Dictionary<string, ReviewedScript> Read()
    {
        using var stream = typeof(ReviewedScripts).Assembly.GetManifestResourceStream("reviewed-scripts.json")
            ?? throw new InvalidOperationException("reviewed-scripts.json is not embedded");
        var entries = JsonSerializer.Deserialize(stream, StoreJson.Default.ReviewedScriptArray) ?? [];
        return entries.ToDictionary(entry => entry.Rest, StringComparer.Ordinal);
    }
}
