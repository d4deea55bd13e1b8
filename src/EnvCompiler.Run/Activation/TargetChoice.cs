using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Run.Activation;

/// <summary>Which target this host uses, and why; recorded per host, boot and driver, so that the sourced script need not ask.</summary>
/// <param name="Target">The target.</param>
/// <param name="Reason">One sentence without a final period.</param>
public sealed record TargetChoice(Target Target, string Reason)
{
    /// <summary>
    /// 1. <c>ENVC_TARGET</c> of the caller, where the generation has it. 2. What is recorded for this boot and driver. 3. The target
    /// <c>cpu</c> of this host's system.
    /// </summary>
    /// <param name="generation">The generation.</param>
    /// <param name="system">This host's system.</param>
    /// <param name="facts">Where it is recorded.</param>
    /// <param name="callerVariables">The caller's environment.</param>
    public static Result<TargetChoice> Choose(
        LiveGeneration generation, string system, HostFactsLayout facts, IReadOnlyDictionary<string, string> callerVariables)
    {
        // Within an activation ENVC_TARGET is what that one chose, perhaps for another environment.
        var asked = callerVariables.TryGetValue("ENVC_TARGET", out var wanted) && wanted.Length > 0;
        if (asked && Has(generation, wanted!, out var named))
            return new TargetChoice(named, "`ENVC_TARGET` names it");
        if (asked && !callerVariables.ContainsKey("ENVC_ENV"))
            return ActivationDiagnostics.NoTarget(wanted!, generation.Targets().Select(target => target.ToString()));
        if (Recorded(facts) is [var text, .., var reason] && Has(generation, text, out var recorded))
            return new TargetChoice(recorded, reason);
        return Has(generation, $"{system}/cpu", out var cpu)
            ? new TargetChoice(cpu, $"no accelerator is asked for, and this host is {system}")
            : ActivationDiagnostics.NoTargetForHost(system);
    }

    /// <summary>Writes the choice where the sourced script looks for it.</summary>
    internal void Record(HostFactsLayout facts, FileWriter writer)
    {
        if (Recorded(facts) is not [var text, ..] || text != Target.ToString())
            writer.Replace(facts.Target, $"{Target}\n{BootId()}\n{DriverVersion()}\n{Reason}\n");
    }

    private static bool Has(LiveGeneration generation, string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Target? target) =>
        Target.TryParse(text, out target) && Directory.Exists(generation.Layout.TargetOf(generation.Number, target));

    private static string[]? Recorded(HostFactsLayout facts) =>
        File.Exists(facts.Target) && File.ReadAllLines(facts.Target) is { Length: 4 } lines && lines[1] == BootId() && lines[2] == DriverVersion()
            ? lines
            : null;

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    private static string DriverVersion() =>
        File.Exists("/sys/module/nvidia/version") ? File.ReadAllText("/sys/module/nvidia/version").Trim() : "none";
}
