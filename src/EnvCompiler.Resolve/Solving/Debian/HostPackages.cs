namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>
/// Names that the host's NVIDIA driver stands for (<c>host-packages.txt</c>). Its libraries must match the host's kernel module, so they
/// are never packaged: a closure of a CUDA package would otherwise bring a libcuda that fits another driver.
/// </summary>
public static class HostPackages
{
    private static readonly PackageList Patterns = PackageList.Read("host-packages.txt");

    /// <summary>Whether the host provides a package name.</summary>
    public static bool Provide(string name)
    {
        // Every name of a catalog that is met comes through here; nearly all leave at once.
        if (!name.Contains("nv", StringComparison.Ordinal) && !name.Contains("cuda", StringComparison.Ordinal))
            return false;
        var provided = false;
        foreach (var pattern in Patterns.Lines)
            provided = pattern.StartsWith('!') ? provided && !Matches(pattern[1..], name) : provided || Matches(pattern, name);
        return provided;
    }

    private static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}
