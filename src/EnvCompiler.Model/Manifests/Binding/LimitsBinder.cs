using EnvCompiler.Model.Conditions;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>services.NAME.limits</c> and <c>when-orphaned</c>.</summary>
internal static class LimitsBinder
{
    internal const int LeastFiles = 16;
    internal const int MostFiles = 1 << 30;
    internal const int LeastOomScore = -1000;
    internal const int MostOomScore = 1000;

    internal static readonly OrderedDictionary<string, OrphanPolicy> OrphanPolicies = new(StringComparer.Ordinal)
    {
        ["adopt"] = OrphanPolicy.Adopt,
        ["end"] = OrphanPolicy.End,
    };

    internal static Limits Bind(TableReader limits) => new()
    {
        Memory = limits.Size("memory") is { } size && ByteCount.TryParse(size, out var bytes) ? bytes : null,
        Cpus = limits.Positive("cpus"),
        Files = limits.Integer("files", LeastFiles, MostFiles),
        OomScoreAdjust = limits.Integer("oom-score-adjust", LeastOomScore, MostOomScore),
    };

    internal static OrphanPolicy? BindOrphaned(TableReader service, string key) =>
        service.OneOf(key, OrphanPolicies.Keys) is { } policy ? OrphanPolicies[policy] : null;
}
