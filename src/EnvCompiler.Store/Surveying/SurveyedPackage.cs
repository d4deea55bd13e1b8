using EnvCompiler.Store.Composing.Effects;

namespace EnvCompiler.Store.Surveying;

/// <summary>One package of a survey.</summary>
/// <param name="Id">Its id in the lock.</param>
/// <param name="Verdict">Of its scripts together.</param>
public sealed record SurveyedPackage(string Id, ScriptVerdict Verdict)
{
    /// <summary>What its scripts would do, one line each; a condition follows a colon.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>Programs that its scripts run and a root does without.</summary>
    public IReadOnlyList<SkippedWork> Skipped { get; init; } = [];

    /// <summary>Why its unknown parts need not run, from the reviewed table.</summary>
    public IReadOnlyList<string> Reviews { get; init; } = [];

    /// <summary>Scripts that nobody knows.</summary>
    public IReadOnlyList<UnknownScript> Unknown { get; init; } = [];

    /// <summary>Why the scripts could not be read, or null.</summary>
    public string? Problem { get; init; }
}
