using System.Threading;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Supervision.Devices;

namespace EnvCompiler.Run.Supervision.Explaining;

/// <summary>Tells how a service would be started here, by whoever asks. Nothing is started, written or hashed for it.</summary>
/// <param name="host">The host and user.</param>
/// <param name="gpus">Asked where no target is recorded, and where the service's condition is about GPUs.</param>
/// <param name="vulkan">Asked where no target is recorded.</param>
/// <param name="callerVariables">The variables that envc was started with.</param>
public sealed class ServiceExplainer(HostContext host, IGpuProbe gpus, IVulkanProbe vulkan, IReadOnlyDictionary<string, string> callerVariables)
{
    /// <summary>Explains one service.</summary>
    /// <param name="generation">The live generation.</param>
    /// <param name="name">The service.</param>
    /// <param name="cancellation">Ends the probe of GPUs.</param>
    /// <returns>Null when this host's target has no such service, with warnings about the target; a failure when the generation is not built for it.</returns>
    public async Task<Result<ExplainedService?>> ExplainAsync(LiveGeneration generation, string name, CancellationToken cancellation)
    {
        var selecting = new TargetSelector(host, gpus, vulkan).SelectAsync(generation.ReadTable(), generation.Layout, callerVariables, cancellation);
        if (!(await selecting).TryGet(out var choice, out var problems))
            return Result<ExplainedService?>.Failure(problems);
        if (!generation.Has(choice.Target))
            return TargetDiagnostics.NotBuilt(generation.Number, choice.Target, generation.Targets());
        var graph = generation.ReadServices(choice.Target);
        if (!graph.Services.TryGetValue(name, out var service))
            return Result<ExplainedService?>.Success(null, problems);
        if (service.Gpus is { Count: not 0 } && choice.Others.Count > 0)
        {
            choice = await ChooseByGpusAsync(generation, choice, graph, name, cancellation);
            graph = generation.ReadServices(choice.Target);
            service = graph.Services[name];
        }

        var prepared = Prepare(generation, choice);
        var backend = service.Backend is null ? null : BackendCatalog.Find(service.Backend);
        var source = ReadManifest(generation);
        var layers = new ServiceLayers(prepared, service, backend, OwnVariables(source, name, service, backend));
        var explained = new ExplainedService
        {
            Service = name,
            Generation = generation.Number,
            Target = choice.Target.ToString(),
            TargetReason = choice.Reason,
            Group = service.Group,
            Include = source?.IncludeOf("services", name),
            When = service.When?.ToString(),
            NotStarted = await RefusalAsync(graph, service, cancellation),
            Command = service.Command,
            Startup = service.Startup,
            Ready = service.Ready,
            Live = service.Live,
            Warmup = service.Warmup,
            Gpus = service.Gpus,
            MissingSecrets = layers.MissingSecrets,
            HasHook = prepared.Spec.OnActivate,
        };
        explained = backend is null
            ? explained with { Variables = [.. layers.Explain()] }
            : new BackendExplainer(backend, layers, generation.Layout.Directory, host.UserId).Complete(explained);
        explained = explained with { Variables = [.. explained.Variables.Select(variable => WithInclude(variable, source))] };
        return Result<ExplainedService?>.Success(
            service.Endpoint is { } endpoint
                ? explained with { Endpoint = ServiceAddress.Of(endpoint, layers.Final(), generation.Layout.Directory).ToString() }
                : explained,
            problems);
    }

    // Where its GPUs are of several kinds: as if nothing ran yet.
    private async Task<TargetChoice> ChooseByGpusAsync(
        LiveGeneration generation, TargetChoice choice, ServiceGraph graph, string name, CancellationToken cancellation)
    {
        choice = choice with { Others = [.. choice.Others.Where(generation.Has)] };
        var prepared = Prepare(generation, choice);
        var visible = callerVariables.GetValueOrDefault(GpuAssigner.Variable);
        var activation = new ServiceActivation
        {
            Generation = generation.Number,
            Target = choice.Target.ToString(),
            TargetDirectory = prepared.TargetDirectory,
            Variables = callerVariables,
            Targets = ServiceTargets.Of(prepared),
            Gpus = await ServiceGpus.ForAsync(graph, choice.Target, gpus, visible, cancellation),
        };
        if (!ServicePlans.Read(activation).TryGet(out var declared, out _))
            return choice;
        var plan = declared.Plans.First(each => each.Name == name);
        var given = GpuAssigner.Assign(plan, declared.Plans, []);
        return given.Target is { } target && target != activation.Target && Target.TryParse(target, out var other)
            ? choice with { Target = other, Reason = $"it is given {string.Join(", ", given.Devices!)}" }
            : choice;
    }

    // What activation would work on; nothing is made for it.
    private PreparedActivation Prepare(LiveGeneration generation, TargetChoice choice) => new()
    {
        Generation = generation,
        Choice = choice,
        Spec = generation.ReadActivation(choice.Target),
        Host = host,
        Facts = new HostFactsLayout(generation.Layout.HostFacts(host.HostName, host.UserId)),
        Run = RunLayout.Of(host.RunBase, generation.Layout.Directory),
        Variables = callerVariables,
        Defaulted = [],
        Secrets = [],
    };

    private async Task<string?> RefusalAsync(ServiceGraph graph, ServiceSpec service, CancellationToken cancellation)
    {
        if (service.When is not { } when || graph.Facts is not { } target)
            return null;
        var asked = ConditionEvaluator.AsksForGpus(when) ? await ServiceGpus.ForAsync(graph, target: null, gpus, visible: null, cancellation) : null;
        return ConditionEvaluator.Refusal(when, ServiceGpus.Complete(target, asked));
    }

    private static ExplainedVariable WithInclude(ExplainedVariable variable, ManifestSource? source) =>
        variable.Source is VariableSource.Vars or VariableSource.VarsDefault or VariableSource.Secret && source?.IncludeOf("vars", variable.Name) is { } include
            ? variable with { Include = include }
            : variable;

    private static ManifestSource? ReadManifest(LiveGeneration generation)
    {
        var (manifest, lockFile) = (Path.Combine(generation.Directory, "manifest.toml"), Path.Combine(generation.Directory, "manifest.lock"));
        return ManifestFile.Read(manifest, lockFile).TryGet(out var source, out _) ? source : null;
    }

    // The compiled service does not tell its `vars` from what its model sets.
    private static IEnumerable<string> OwnVariables(ManifestSource? source, string name, ServiceSpec service, BackendDefinition? backend)
    {
        if (source?.Manifest.Services.TryGetValue(name, out var declared) == true)
            return declared.Vars.Keys;
        return backend?.Model is { } model
            ? service.Vars.Keys.Except([model.NameVariable, model.PathVariable, model.Sha256Variable])
            : service.Vars.Keys;
    }
}
