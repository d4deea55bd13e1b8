namespace EnvCompiler.Cli.Terminal;

/// <summary>How long ago something was.</summary>
internal static class AgeText
{
    /// <summary>A time that has passed, in its largest unit.</summary>
    public static string Of(TimeSpan age) => age switch
    {
        { TotalSeconds: < 60 } => $"{(int)age.TotalSeconds}s",
        { TotalMinutes: < 60 } => $"{(int)age.TotalMinutes}m",
        { TotalHours: < 48 } => $"{(int)age.TotalHours}h",
        _ => $"{(int)age.TotalDays}d",
    };
}
