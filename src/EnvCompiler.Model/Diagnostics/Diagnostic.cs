namespace EnvCompiler.Model.Diagnostics;

/// <summary>
/// One problem, as a value: a stable code, a place, one sentence and at most one hint.
/// Each project keeps the factories of its own codes in one static class (<c>ManifestDiagnostics</c>, <c>StoreDiagnostics</c>, …);
/// <c>docs/diagnostics.md</c> lists them all.
/// </summary>
/// <param name="Code">Stable code such as <c>ENVC0107</c>: 01xx manifest, 02xx resolve, 03xx store, 04xx compile,
/// 05xx activation, 06xx services, 07xx backends, 08xx weights, 09xx command line, 10xx registries.</param>
/// <param name="Message">One sentence without a final period; names are in backticks.</param>
public sealed record Diagnostic(string Code, string Message)
{
    /// <summary>The sentence; control characters of names that it quotes are shown as text, so that no file can steer a terminal.</summary>
    public string Message { get; } = Printable.Text(Message);

    /// <summary>Error unless said otherwise.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>Whose fault; decides between exit codes 1 and 3.</summary>
    public Fault Fault { get; init; } = Fault.User;

    /// <summary>Where, when a file is to blame.</summary>
    public SourcePlace? Place { get; init; }

    /// <summary>Lines quoted from elsewhere, such as the last ones of a log, oldest first.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What the person can do about it, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>The form compilers print: <c>manifest.toml(12,8): error ENVC0107: …</c>, then details, then at most one <c>hint:</c> line.</summary>
    public override string ToString()
    {
        var kind = Severity == Severity.Error ? "error" : "warning";
        var head = Place is { } place ? $"{place}: {kind} {Code}: {Message}" : $"{kind} {Code}: {Message}";
        var quoted = string.Concat(Details.Select(line => $"\n  {line}"));
        return Hint is null ? head + quoted : $"{head}{quoted}\nhint: {Hint}";
    }
}
