using System.Threading;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Run.Activation.Targets;

/// <summary>Finds this host's target: what the caller names, else what is recorded, else by looking at the GPUs.</summary>
/// <param name="host">The host and user.</param>
/// <param name="gpus">Its NVIDIA GPUs.</param>
/// <param name="vulkan">Its Vulkan devices.</param>
public sealed class TargetSelector(HostContext host, IGpuProbe gpus, IVulkanProbe vulkan)
{
    /// <summary>
    /// 1. <c>ENVC_TARGET</c> of the caller. 2. What is recorded for this boot, driver and visible devices. 3. The devices. Without an accelerator in the
    /// lock nothing is looked at.
    /// </summary>
    /// <param name="table">The lock's targets; null where it knows no accelerator.</param>
    /// <param name="layout">The environment.</param>
    /// <param name="callerVariables">The caller's environment.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    /// <returns>The target with warnings; or why no target is for this host.</returns>
    public async Task<Result<TargetChoice>> SelectAsync(
        TargetTable? table, EnvironmentLayout layout, IReadOnlyDictionary<string, string> callerVariables, CancellationToken cancellation)
    {
        if (!Known(table, layout, host, callerVariables).TryGet(out var known, out var problems))
            return Result<TargetChoice>.Failure(problems);
        if (known is { IsFallback: false })
            return known;
        if (!table!.Rows.Keys.Any(name => name.StartsWith($"{host.System}/", StringComparison.Ordinal)))
            return ActivationDiagnostics.NoTargetForHost(host.System);
        var chooser = new TargetChooser(table, host.System, layout.Directory);
        return chooser.Choose(await gpus.InventoryAsync(cancellation), vulkan.Look, Processor.Level());
    }

    /// <summary>The target without looking at a device, for those who only tell: activations look, and record.</summary>
    internal static Result<TargetChoice> Recorded(LiveGeneration generation, HostContext host, IReadOnlyDictionary<string, string> callerVariables)
    {
        if (!Known(generation.ReadTable(), generation.Layout, host, callerVariables).TryGet(out var choice, out var problems))
            return Result<TargetChoice>.Failure(problems);
        if (choice is null)
            return TargetDiagnostics.NotChosen();
        return generation.Has(choice.Target) ? choice : TargetDiagnostics.NotBuilt(generation.Number, choice.Target, generation.Targets());
    }

    /// <summary>What is known without looking at a device; null where one must be looked at.</summary>
    private static Result<TargetChoice?> Known(
        TargetTable? table, EnvironmentLayout layout, HostContext host, IReadOnlyDictionary<string, string> callerVariables)
    {
        // Within an activation ENVC_TARGET is what that one chose, perhaps for another environment.
        var processor = new Target(host.System, Accelerators.Cpu);
        if (callerVariables.TryGetValue("ENVC_TARGET", out var wanted) && wanted.Length > 0)
        {
            if (Target.TryParse(wanted, out var named) && (table is null ? named == processor : table.Rows.ContainsKey(wanted)))
                return new TargetChoice(named, "`ENVC_TARGET` names it") { IsAmongAccelerators = table is not null, IsNamed = table is not null };
            if (!callerVariables.ContainsKey("ENVC_ENV"))
                return ActivationDiagnostics.NoTarget(wanted, table?.Rows.Keys.AsEnumerable() ?? [processor.ToString()]);
        }

        if (table is null)
            return new TargetChoice(processor, $"no accelerator is asked for, and this host is {host.System}");
        return TargetRecord.Read(new HostFactsLayout(layout.HostFacts(host.HostName, host.UserId)), callerVariables) is { } recorded
            && table.Rows.ContainsKey(recorded.Target.ToString()) ? recorded : Result<TargetChoice?>.Success(null);
    }
}
