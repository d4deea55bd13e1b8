namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>What container engines call an environment's images.</summary>
internal static class EngineName
{
    private const string OfNameless = "environment";

    /// <summary>The environment's name as engines take it: lower-case letters and digits, with single dashes between them.</summary>
    internal static string Of(string environment)
    {
        var words = string.Concat(environment.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Split('-', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 ? string.Join('-', words) : OfNameless;
    }
}
