namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>Flox's merge rules, and for the keys that only envc has, those of their like.</summary>
internal static class MergeRules
{
    /// <summary>The rule of a key. <see cref="MergeRule.Merge"/> is meant for tables; where either value is none, the higher one replaces it.</summary>
    /// <param name="path">Keys from the top.</param>
    internal static MergeRule Of(ReadOnlySpan<string> path) => path switch
    {
        ["install" or "vars" or "services" or "models" or "build" or "catalogs" or "plugins"] => MergeRule.Merge,
        ["hook"] or ["profile"] or ["profile", "deactivate"] => MergeRule.Merge,
        ["hook", "on-activate"] or ["profile", _] => MergeRule.LowerFirst,
        ["hook", "on-deactivate"] or ["profile", "deactivate", _] => MergeRule.HigherFirst,
        ["containerize", "config", "exposed-ports" or "volumes"] => MergeRule.Union,
        ["options" or "containerize" or "kubernetes" or "systemd" or "slurm", ..] => MergeRule.Merge,
        _ => MergeRule.Replace,
    };

    /// <summary>Whether the higher one's keys come first: catalogs are asked in their order.</summary>
    internal static bool PutsHigherFirst(ReadOnlySpan<string> path) => path is ["catalogs"];

    /// <summary>Whether a key says something of the environment that has it, and so nothing of one that includes it.</summary>
    internal static bool IsOwn(string key) => key is "version" or "schema-version" or "description" or "include";
}
