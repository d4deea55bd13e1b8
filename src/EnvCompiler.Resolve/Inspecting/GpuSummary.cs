using System.Text.Json.Serialization;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Where files run, of the SMs that envc knows.</summary>
public sealed record GpuSummary
{
    /// <summary>SMs for which there is machine code in all.</summary>
    public required IReadOnlyList<string> RunsOn { get; init; }

    /// <summary>SMs for which the driver compiles first.</summary>
    public required IReadOnlyList<JitSummary> AfterJit { get; init; }

    /// <summary>Whether there is device code that says where it runs.</summary>
    [JsonIgnore]
    public bool IsJudged { get; init; }

    /// <summary>Device code of which nothing can be said, each as a clause.</summary>
    public required IReadOnlyList<string> Undecided { get; init; }

    /// <summary>Sums verdicts up.</summary>
    internal static GpuSummary Of(IReadOnlyList<GpuVerdict> verdicts, IEnumerable<string> undecided) => new()
    {
        IsJudged = verdicts.Count > 0,
        RunsOn = [.. verdicts.Where(verdict => verdict.Verdict == CodeVerdict.Runs).Select(verdict => verdict.Sm.ToString())],
        AfterJit = [.. verdicts.Where(verdict => verdict.Verdict == CodeVerdict.RunsAfterJit).Select(verdict => new JitSummary(verdict.Sm.ToString(), verdict.Driver.ToString(), verdict.PtxSize))],
        Undecided = [.. undecided.Distinct(StringComparer.Ordinal)],
    };
}
