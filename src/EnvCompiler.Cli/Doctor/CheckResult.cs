namespace EnvCompiler.Cli.Doctor;

/// <summary>One line of what <c>envc doctor</c> found.</summary>
/// <param name="Name">What was looked at; stable, for scripts: <c>gpu</c>, <c>target x86_64-linux/sm_90</c>.</param>
/// <param name="State">What came of it.</param>
/// <param name="Message">One sentence without a final period; names are in backticks.</param>
/// <param name="Fix">What the person can do, most often what to type; null where nothing is to be done.</param>
internal sealed record CheckResult(string Name, CheckState State, string Message, string? Fix = null)
{
    /// <summary>As it should be.</summary>
    public static CheckResult Ok(string name, string message) => new(name, CheckState.Ok, message);

    /// <summary>Nothing to look at here.</summary>
    public static CheckResult Skipped(string name, string reason) => new(name, CheckState.Skipped, reason);

    /// <summary>Works, and not as well as it could.</summary>
    public static CheckResult Warning(string name, string message, string? fix = null) => new(name, CheckState.Warning, message, fix);

    /// <summary>Cannot work.</summary>
    public static CheckResult Failed(string name, string message, string? fix = null) => new(name, CheckState.Failed, message, fix);
}
