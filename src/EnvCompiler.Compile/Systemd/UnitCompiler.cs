using System.Globalization;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Systemd;

/// <summary>The services of a target to units of systemd (docs/design/systemd.md). Pure: the same request gives the same bytes.</summary>
/// <param name="request">The request.</param>
public sealed class UnitCompiler(UnitRequest request)
{
    // For the hook, the launcher and the look at GPUs, none of which has a deadline of its own.
    private static readonly TimeSpan BeforeProbes = TimeSpan.FromSeconds(60);

    // For the launcher, after the service itself had its time.
    private static readonly TimeSpan AfterService = TimeSpan.FromSeconds(5);

    private readonly UnitNames names = new(request.Name);
    private readonly IReadOnlyDictionary<string, string> gpus = UnitGpus.Of(request.Graph);

    /// <summary>Compiles.</summary>
    /// <returns>Texts by the units' names; services whose condition cannot hold on the target have none.</returns>
    public SortedDictionary<string, string> Compile()
    {
        var units = new SortedDictionary<string, string>(StringComparer.Ordinal) { [names.Target] = Target() };
        foreach (var (name, service) in Services())
            units.Add(names.Service(name), Service(name, service));
        return units;
    }

    private IEnumerable<KeyValuePair<string, ServiceSpec>> Services() =>
        request.Graph.Services.Where(service => service.Value.When is null || request.Graph.Facts is null || ConditionEvaluator.MayHold(service.Value.When, request.Graph.Facts));

    private string Target()
    {
        var unit = new UnitText().Section("Unit")
            .SetLine("Description", $"{request.Name} (envc): {request.Description ?? "all its services"}")
            .SetIf("Wants", string.Join(' ', Services().Select(service => names.Service(service.Key))))
            .Section("Install")
            .Set("WantedBy", Wanting);
        return WriteOwn(unit).ToString();
    }

    private string Service(string name, ServiceSpec service)
    {
        var unit = new UnitText().Section("Unit").SetLine("Description", $"{name} of {request.Name} (envc)");
        WriteOrder(unit, service);
        WriteStartLimit(unit, service.Restart);
        unit.Section("Service");
        WriteStart(unit, name, service);
        WriteRestart(unit, name, service);
        WriteLimits(unit, service.Limits);
        WriteRoot(unit, name, service);
        UnitSandbox.Write(unit, request.Target, request.IsUser);
        unit.Section("Install").Set("WantedBy", Wanting);
        return WriteOwn(unit).ToString();
    }

    private string Wanting => request.IsUser ? "default.target" : "multi-user.target";

    private UnitText WriteOwn(UnitText unit) => unit.Section(UnitOwner.Section)
        .Set(UnitOwner.Setting, UnitOwner.Of(request.Directory))
        .Set("Generation", request.Generation.ToString(CultureInfo.InvariantCulture))
        .Set("Target", request.Target.ToString());

    // What waits for `started` is not ordered: systemd knows no state between the start and READY=1, and a service may need the other one to become ready.
    private void WriteOrder(UnitText unit, ServiceSpec service)
    {
        var needed = (service.DependsOn ?? []).Where(other => request.Graph.Services.ContainsKey(other.Key)).ToList();
        unit.Set("PartOf", names.Target)
            .SetIf("Requires", string.Join(' ', needed.Where(other => !other.Value.Restart).Select(other => names.Service(other.Key))))
            .SetIf("BindsTo", string.Join(' ', needed.Where(other => other.Value.Restart).Select(other => names.Service(other.Key))))
            .SetIf("After", string.Join(' ', needed.Where(IsOrdered).Select(other => names.Service(other.Key)).Prepend(request.IsUser ? "" : "network.target")).Trim())
            .Set("RequiresMountsFor", UnitText.Path(request.Directory) + " " + string.Join(' ', request.Roots.Values.Distinct(StringComparer.Ordinal).Select(UnitText.Path)));
    }

    private bool IsOrdered(KeyValuePair<string, ServiceDependency> dependency) =>
        dependency.Value.Condition != DependencyCondition.Started || request.Graph.Services[dependency.Key] is { Ready: null, Startup: null };

    private static void WriteStartLimit(UnitText unit, Restart? restart)
    {
        if (restart?.Max is { } max)
            unit.Set("StartLimitIntervalSec", UnitText.Time(restart.ResetAfter)).Set("StartLimitBurst", (max + 1).ToString(CultureInfo.InvariantCulture));
        else
            unit.Set("StartLimitIntervalSec", "0");
    }

    private void WriteStart(UnitText unit, string name, ServiceSpec service)
    {
        var isJob = DependentsOf(name).Any(dependency => dependency.Condition == DependencyCondition.Completed);
        if (isJob)
            unit.Set("Type", "oneshot").Set("RemainAfterExit", "yes");
        else
            unit.Set("Type", "notify");
        if (request.Target.Sm is not null && !request.IsUser)
        {
            // The driver makes this device at the first use by the root user, which nobody in the unit is.
            unit.Set("RootDirectoryStartOnly", "yes").Set("ExecStartPre", "-+/usr/bin/nvidia-modprobe -c0 -u");
        }

        unit.Set("ExecStart", $"{UnitText.Word($"{request.Launcher}/{Path.GetFileName(ContainedLayout.Launcher)}")} foreground --no-restart --alone {UnitText.Argument(name)}")
            .Set("TimeoutStartSec", isJob ? "infinity" : UnitText.Time(TimeToReady(service)))
            .Set("KillMode", "mixed")
            .Set("TimeoutStopSec", UnitText.Time(service.Shutdown.Timeout + AfterService));
        if (service.Live is { } live && !isJob)
        {
            unit.Set("WatchdogSec", UnitText.Time((live.Period + live.Timeout) * (live.Failures + 1)))
                .Set("WatchdogSignal", "SIGTERM");
        }
    }

    private IEnumerable<ServiceDependency> DependentsOf(string name) =>
        request.Graph.Services.Values.Select(other => other.DependsOn?.GetValueOrDefault(name)).OfType<ServiceDependency>();

    private static TimeSpan TimeToReady(ServiceSpec service) =>
        BeforeProbes + (service.Startup?.Deadline ?? TimeSpan.Zero) + (service.Ready?.Deadline ?? TimeSpan.Zero)
        + (service.Warmup ?? []).Aggregate(TimeSpan.Zero, (sum, request) => sum + request.Timeout);

    private void WriteRestart(UnitText unit, string name, ServiceSpec service)
    {
        if (service.Restart is not { Policy: not RestartPolicy.Never } restart)
            return;
        unit.Set("Restart", restart.Policy == RestartPolicy.Always ? "always" : "on-failure")
            .Set("RestartSec", UnitText.Time(restart.Delay));
        // Otherwise those that need it are restarted too, or not started at all where its first start fails.
        if (!DependentsOf(name).Any(dependency => dependency.Restart))
            unit.Set("RestartMode", "direct");
        if (restart.MaxDelay <= restart.Delay || restart.Delay == TimeSpan.Zero)
            return;
        var doublings = (int)Math.Ceiling(Math.Log2(restart.MaxDelay / restart.Delay));
        unit.Set("RestartSteps", doublings.ToString(CultureInfo.InvariantCulture))
            .Set("RestartMaxDelaySec", UnitText.Time(restart.MaxDelay));
    }

    private static void WriteLimits(UnitText unit, Limits? limits)
    {
        unit.SetIf("MemoryMax", limits?.Memory?.ToString(CultureInfo.InvariantCulture))
            .SetIf("CPUQuota", limits?.Cpus is { } cpus ? $"{Math.Ceiling(cpus * 100).ToString(CultureInfo.InvariantCulture)}%" : null)
            .SetIf("LimitNOFILE", limits?.Files?.ToString(CultureInfo.InvariantCulture))
            .SetIf("OOMScoreAdjust", limits?.OomScoreAdjust?.ToString(CultureInfo.InvariantCulture));
        // An engine without one of its workers neither works nor ends.
        unit.Set("OOMPolicy", "kill");
    }

    private void WriteRoot(UnitText unit, string name, ServiceSpec service)
    {
        unit.Set("RootDirectory", UnitText.Line(request.Roots[service.Group]))
            .Set("MountAPIVFS", "yes")
            .Set("WorkingDirectory", ContainedLayout.Project);
        foreach (var bind in request.Binds[service.Group])
            unit.Set("BindReadOnlyPaths", $"{(bind.IsOptional ? "-" : "")}{UnitText.Path(bind.Source)}:{UnitText.Path(bind.Place)}");
        if (!request.IsUser)
            unit.Set("DynamicUser", "yes").Set("User", names.User);
        unit.Set("RuntimeDirectory", names.RuntimeDirectory(name))
            .Set("CacheDirectory", names.User)
            .Set("Environment", $"ENVC_ENV_CACHE=%C/{names.User} HOME=%C/{names.User}");
        if (gpus.TryGetValue(name, out var devices))
            unit.Set("Environment", UnitText.Word($"CUDA_VISIBLE_DEVICES={devices}"));
        foreach (var (secret, file) in request.Secrets)
            unit.SetLine("LoadCredential", $"{secret}:{file}");
    }
}
