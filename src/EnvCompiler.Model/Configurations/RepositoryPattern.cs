namespace EnvCompiler.Model.Configurations;

/// <summary>Names of repositories as configuration files write them. A path ends at a slash: <c>example.com/team</c> is not about <c>example.com/teammate</c>.</summary>
internal static class RepositoryPattern
{
    private const string Below = "/*";
    private const string Layout = "oci:";

    /// <summary>Whether a repository is the named one or lies below it.</summary>
    internal static bool IsBelow(string repository, string name) =>
        repository.StartsWith(name, StringComparison.Ordinal) && (repository.Length == name.Length || repository[name.Length] == '/');

    /// <summary>Whether a repository is the one that is meant, or lies below one that ends with <c>/*</c>.</summary>
    internal static bool Matches(string repository, string pattern) =>
        pattern.EndsWith(Below, StringComparison.Ordinal)
            ? repository.Length > pattern.Length - 1 && repository.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : repository == pattern;

    /// <summary><c>HOST[:PORT][/PATH]</c>, or <c>oci:/DIR</c>; without tag, scheme or final slash.</summary>
    internal static bool IsName(string text)
    {
        if (text.StartsWith(Layout, StringComparison.Ordinal))
            return text[Layout.Length..] is ['/', _, ..] path && path[^1] != '/' && !path.Any(c => char.IsControl(c) || c == '*');
        var parts = text.Split('/');
        return (parts[0].AsSpan().ContainsAny(".:") || parts[0] == "localhost")
            && parts.All(part => part.Length > 0) && parts.Skip(1).All(part => !part.Contains(':', StringComparison.Ordinal))
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/' or '-' or '_' or '[' or ']');
    }

    /// <summary>A name, or all below one.</summary>
    internal static bool IsPattern(string text) => IsName(text.EndsWith(Below, StringComparison.Ordinal) ? text[..^Below.Length] : text);
}
