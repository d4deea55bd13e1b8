namespace EnvCompiler.Model.Gpu;

/// <summary>
/// What a processor can do, as a step of its family's ladder: who has one has all below. x86-64's are the psABI's microarchitecture levels; the steps above
/// v4 are what builds of engines ask for besides (Cooper Lake, Sapphire Rapids and Zen 4 have both).
/// </summary>
/// <param name="Name"><c>x86-64-v3</c>, <c>avx512bf16</c>, <c>armv9-a</c>, …</param>
public sealed record CpuLevel(string Name)
{
    private static readonly string[][] Ladders =
    [
        ["x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4", "avx512vnni", "avx512bf16"],
        ["armv8-a", "armv8.2-a", "armv9-a"],
    ];

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Ladders.SelectMany(ladder => ladder);

    /// <summary>The step of a name, or null when there is none.</summary>
    public static CpuLevel? Of(string name) => Ladders.Any(ladder => ladder.Contains(name)) ? new CpuLevel(name) : null;

    /// <summary>What every processor of a system has.</summary>
    public static CpuLevel Baseline(string system) => new(system.StartsWith("aarch64-", StringComparison.Ordinal) ? Ladders[1][0] : Ladders[0][0]);

    /// <summary>Its place on the ladder, from 0.</summary>
    public int Step => Array.IndexOf(Ladder, Name);

    private string[] Ladder => Ladders.Single(ladder => ladder.Contains(Name));

    /// <summary>Whether a processor of this level runs what needs another one.</summary>
    public bool Covers(CpuLevel needed) => Ladder == needed.Ladder && Step >= needed.Step;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
