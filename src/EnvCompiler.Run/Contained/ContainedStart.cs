using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Changes;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Steps;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Contained;

/// <summary>From a contained environment and the caller's variables to what its services are started with: as activation does on a host, without files of its own.</summary>
/// <param name="environment">What is contained.</param>
/// <param name="directory">Absolute directory of its files.</param>
/// <param name="caller">This process's variables.</param>
internal sealed class ContainedStart(ContainedEnvironment environment, string directory, IReadOnlyDictionary<string, string> caller)
{
    private readonly List<string> defaulted = [];
    private readonly List<string> secrets = [];
    private readonly List<Diagnostic> warnings = [];
    private Dictionary<string, string> variables = new(caller, StringComparer.Ordinal);

    /// <summary>What is started was given no GPU: none is looked for.</summary>
    internal bool IsWithoutGpus { get; init; }

    /// <summary>The project's directory.</summary>
    internal string Project { get; } = ProjectOf(caller);

    /// <summary>The directory that a caller's variables name, or the usual one.</summary>
    internal static string ProjectOf(IReadOnlyDictionary<string, string> caller) => Named(caller, "ENVC_ENV_PROJECT", ContainedLayout.Project);

    /// <summary>Sets the variables, runs the hook.</summary>
    /// <param name="gpus">Looks at the GPUs, where the target or a condition asks for them.</param>
    /// <param name="vulkan">Looks at Vulkan devices.</param>
    /// <param name="host">What the hook's steps are done with.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    /// <returns>With warnings; or why nothing can be started.</returns>
    internal async Task<Result<ServiceActivation>> PrepareAsync(IGpuProbe gpus, IVulkanProbe vulkan, IStepHost host, CancellationToken cancellation)
    {
        if (!Target.TryParse(environment.Target, out var target))
            return ContainedDiagnostics.Unreadable(directory, $"`{environment.Target}` is no target");
        if (!IsWithoutGpus && await CheckDevicesAsync(target, gpus, vulkan, cancellation) is { } wrong)
            return wrong;
        SetOwn(target);
        var problems = new List<Diagnostic>();
        foreach (var variable in environment.Variables)
        {
            if (await SetAsync(variable, host, cancellation) is { } problem)
                problems.Add(problem);
        }

        if (problems.Count == 0 && environment.OnActivate is { } hook && await RunHookAsync(hook, host, cancellation) is { } failed)
            problems.Add(failed);
        if (problems.Count > 0)
            return Result<ServiceActivation>.Failure([.. warnings, .. problems]);
        var activation = new ServiceActivation
        {
            Generation = environment.Generation,
            Target = environment.Target,
            TargetDirectory = directory,
            Variables = variables,
            Defaulted = defaulted,
            Secrets = secrets,
            OnDeactivate = environment.OnDeactivate?.Text,
            Gpus = await ServiceGpus.ForAsync(environment.Services, target, gpus, caller.GetValueOrDefault("CUDA_VISIBLE_DEVICES"), cancellation),
        };
        return Result<ServiceActivation>.Success(activation, warnings);
    }

    // What was built for one kind of GPU does not run, or not well, on another one: an image is given to the wrong node more easily than a host changes its GPUs.
    private async Task<Diagnostic?> CheckDevicesAsync(Target target, IGpuProbe gpus, IVulkanProbe vulkan, CancellationToken cancellation)
    {
        if (environment.Targets is not { } table || target.Sm is null)
            return null;
        var inventory = await gpus.InventoryAsync(cancellation);
        var chosen = new TargetChooser(table, target.System, Project).Choose(inventory, vulkan.Look, Processor.Level());
        if (!chosen.TryGet(out var choice, out var problems))
            return ContainedDiagnostics.OtherDevices(environment, [.. problems.SelectMany(problem => problem.Details.DefaultIfEmpty(problem.Message))]);
        var isSame = choice.Target == target || table.Rows[choice.Target.ToString()].SameAs?.Contains(environment.Target) == true;
        if (!isSame)
            return ContainedDiagnostics.OtherTarget(environment, choice);
        warnings.AddRange(chosen.Diagnostics);
        return null;
    }

    private void SetOwn(Target target)
    {
        foreach (var name in ServiceManager.OwnVariables)
            variables.Remove(name);
        var cache = Named(caller, "ENVC_ENV_CACHE", ContainedLayout.Cache);
        foreach (var prefix in (ReadOnlySpan<string>)["ENVC_ENV", "FLOX_ENV"])
        {
            variables[prefix] = ContainedLayout.Prefix;
            variables[$"{prefix}_CACHE"] = cache;
            variables[$"{prefix}_PROJECT"] = Project;
            variables[$"{prefix}_DESCRIPTION"] = environment.Description ?? "";
            variables[$"{prefix}_DIRS"] = ContainedLayout.Prefix;
        }

        variables["ENVC_GENERATION"] = environment.Generation.ToString(CultureInfo.InvariantCulture);
        variables["ENVC_TARGET"] = environment.Target;
        variables.TryAdd("PATH", ContainedLayout.Path);
        // No user of an image has a home: programs that ask for one write where everybody may.
        variables.TryAdd("HOME", "/tmp");
        if (target.Sm is null)
            return;
        variables.TryAdd("CUDA_CACHE_PATH", $"{cache}/cuda");
        variables.TryAdd("CUDA_CACHE_MAXSIZE", EnvironmentLayout.CudaCacheSize);
    }

    private async Task<Diagnostic?> SetAsync(ContainedVariable variable, IStepHost host, CancellationToken cancellation)
    {
        var definition = variable.Definition;
        if (definition.Secret)
            return SetSecret(definition);
        if (definition.Value is null && variables.ContainsKey(definition.Name))
            return null;
        var text = definition.Value ?? definition.Default ?? "";
        if (!definition.NeedsShell)
        {
            variables[definition.Name] = VariableExpansion.Expand(text, variables);
        }
        else if (variable.Steps is { } steps)
        {
            var outcome = new StepRunner(host, variables, Project).RunAndStay(steps);
            if (outcome.Status != 0)
                return ActivationDiagnostics.VariableFailed(definition.Name, outcome.Status);
            variables[definition.Name] = outcome.Variables[ContainedVariable.ValueName];
        }
        else
        {
            var (exitCode, output) = await BashText.ExpandAsync([ContainedEntry.Bash], text, variables, cancellation);
            if (exitCode != 0)
                return ActivationDiagnostics.VariableFailed(definition.Name, exitCode);
            variables[definition.Name] = output;
        }

        if (definition.Value is null)
            defaulted.Add(definition.Name);
        return null;
    }

    private Diagnostic? SetSecret(ActivationVariable secret)
    {
        if (!variables.ContainsKey(secret.Name))
        {
            var places = new[] { caller.GetValueOrDefault("CREDENTIALS_DIRECTORY"), ContainedLayout.Secrets }.OfType<string>().Select(place => Path.Combine(place, secret.Name)).ToList();
            var found = places.Find(File.Exists);
            if (found is null)
            {
                // A secret that envc would make on a host guards something: without it that would be open.
                if (secret.Generate is not null)
                    return ContainedDiagnostics.SecretMissing(secret.Name, places, Severity.Error);
                warnings.Add(ContainedDiagnostics.SecretMissing(secret.Name, places, Severity.Warning));
                return null;
            }

            try
            {
                variables[secret.Name] = File.ReadAllText(found).TrimEnd('\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return ContainedDiagnostics.SecretUnreadable(secret.Name, found, e.Message);
            }
        }

        secrets.Add(secret.Name);
        return null;
    }

    private async Task<Diagnostic?> RunHookAsync(ContainedCommand hook, IStepHost host, CancellationToken cancellation)
    {
        if (hook.Steps is { } steps)
        {
            var outcome = new StepRunner(host, variables, Project).RunAndStay(steps);
            if (outcome.Status != 0)
                return ActivationDiagnostics.HookFailed(outcome.Status);
            if (outcome.EndedEarly)
                return ActivationDiagnostics.HookEndedEarly();
            variables = new Dictionary<string, string>(outcome.Variables, StringComparer.Ordinal);
            return null;
        }

        var runner = new HookRunner([ContainedEntry.Bash], Project, Path.Combine(directory, "hook"));
        if (!(await runner.RunAsync(variables, cancellation)).TryGet(out var changes, out var problems))
            return problems[0];
        variables = VariableChanges.Apply(changes, variables);
        return null;
    }

    private static string Named(IReadOnlyDictionary<string, string> variables, string name, string otherwise) =>
        variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : otherwise;
}
