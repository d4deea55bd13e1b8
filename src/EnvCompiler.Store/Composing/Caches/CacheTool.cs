namespace EnvCompiler.Store.Composing.Caches;

/// <summary>
/// A program of the root that writes what other programs read in place of many small files. In paths, <c>{triplet}</c> is the directory of the
/// system's libraries; in arguments and variables, <c>{input}</c> and <c>{scratch}</c> are absolute paths outside of the root.
/// </summary>
/// <param name="Program">Its path in the root.</param>
/// <param name="Input">Directory in the root; without files in it there is nothing to do.</param>
/// <param name="Output">Directory in the root for the files that it makes.</param>
/// <param name="Loss">What the root misses when it fails, a clause.</param>
internal sealed record CacheTool(string Program, string Input, string Output, string Loss)
{
    /// <summary>Its arguments; <c>{files}</c> alone is every library of the input.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The only variables that it has, but for the locale: <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The link to the input that it finds in its scratch directory; <c>*</c>: one of each file.</summary>
    public string? LinkedInput { get; init; }

    /// <summary>Name of the file that is its standard output, or null when it writes files.</summary>
    public string? Printed { get; init; }
}
