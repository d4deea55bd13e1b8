namespace EnvCompiler.Model.Configurations;

/// <summary>One thing that a configuration file says.</summary>
/// <param name="Key">Dotted key.</param>
/// <param name="Values">Its value or values; files are absolute.</param>
/// <param name="File">The file that says it.</param>
public sealed record ConfigurationSetting(string Key, IReadOnlyList<string> Values, string File)
{
    /// <summary>Why it does not hold; null where it does.</summary>
    public string? Overruled { get; init; }
}
