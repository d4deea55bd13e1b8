using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Inspecting;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>
/// Holds the packages of a target against its GPUs, by the device code in their files. Debian's packages say nothing of it, so this is the first moment at
/// which it can be known: when they are in the store, and before anything is started.
/// </summary>
/// <param name="environment">Manifest and lock.</param>
/// <param name="store">Where the packages are.</param>
internal sealed class DeviceCodeReview(LockedEnvironment environment, StoreLayout store)
{
    /// <summary>Reviews a target whose packages are in the store.</summary>
    /// <param name="target">The target; one without an SM has nothing to review.</param>
    /// <param name="say">Told what the driver has to compile first.</param>
    /// <returns>What cannot run there.</returns>
    internal IReadOnlyList<Diagnostic> Review(Target target, Action<string> say)
    {
        if (target.Sm is not { } sm)
            return [];
        var groups = environment.Lock.Targets[target.ToString()].Groups.Values;
        var packages = groups.SelectMany(group => group.Packages).Distinct(StringComparer.Ordinal).Select(id => environment.Lock.Packages[id]).ToArray();
        var reports = new InspectionReport[packages.Length];
        Parallel.For(0, packages.Length, i => reports[i] = PathInspector.Inspect(store.ObjectFileSystem(packages[i].Sha256), packages[i].Id).Value);
        var problems = new List<Diagnostic>();
        for (var i = 0; i < packages.Length; i++)
        {
            if (reports[i].Gpus is { IsJudged: true } gpus && Judge(packages[i], gpus, target, sm, say) is { } problem)
                problems.Add(problem);
        }

        return problems;
    }

    private Diagnostic? Judge(LockedPackage package, GpuSummary gpus, Target target, SmVersion sm, Action<string> say)
    {
        var options = environment.Source.Manifest.Options;
        var severity = options.Accelerator == "required" ? Severity.Error : Severity.Warning;
        if (gpus.RunsOn.Contains(sm.ToString()))
            return null;
        if (gpus.AfterJit.FirstOrDefault(each => each.Sm == sm.ToString()) is not { } jit)
            return InspectDiagnostics.NoCodeFor(
                environment.Source.PlaceOf("options.targets"), package.Name, target, gpus.RunsOn.Concat(gpus.AfterJit.Select(each => each.Sm)), severity);
        if (options.Promise.Driver is { } promised && DriverVersion.TryParse(jit.Driver ?? "", out var needed) && !promised.Reaches(needed))
            return InspectDiagnostics.PtxNeedsDriver(environment.Source.PlaceOf("options.driver"), package.Name, target, needed, promised, severity);
        say($"envc: `{package.Name}` has no machine code for {sm}: the driver compiles up to {ByteSize.Of(jit.PtxSize)} of PTX when it is first used, and keeps that in the environment's cache");
        return null;
    }
}
