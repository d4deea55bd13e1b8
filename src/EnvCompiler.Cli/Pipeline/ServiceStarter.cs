using System.Threading;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>Brings activations and services together at the environment's supervisor.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
public sealed class ServiceStarter(CliContext context, EnvironmentLayout layout)
{
    /// <summary>This process joins as an activation and waits until all services are ready. It leaves by ending, whatever it becomes.</summary>
    public async Task<Result<IReadOnlyList<ServiceStatus>>> JoinAndStartAsync(PreparedActivation activation, CancellationToken cancellation)
    {
        if (!(await ConnectOrStartAsync(cancellation)).TryGet(out var client, out var problems))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        using (client)
        {
            var services = await ServicesAsync(activation, cancellation);
            var joined = await client.JoinAsync(Environment.ProcessId, services, cancellation);
            return joined.Ok ? await client.StartAsync(names: null, services, wait: true, detach: false, cancellation) : joined;
        }
    }

    /// <summary>This process joins before the hook has run: a script for after the last activation that still runs has ended then.</summary>
    public async Task<Result<IReadOnlyList<ServiceStatus>>> ReserveAsync(PreparedActivation prepared, CancellationToken cancellation)
    {
        if (!(await ConnectOrStartAsync(cancellation)).TryGet(out var client, out var problems))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        using (client)
            return await client.ReserveAsync(Environment.ProcessId, prepared.Generation.Number, prepared.Choice.Target.ToString(), cancellation);
    }

    /// <summary>A process joins as an activation, for the script that runs after the last one has left.</summary>
    public async Task<Result<IReadOnlyList<ServiceStatus>>> JoinAsync(PreparedActivation activation, int pid, CancellationToken cancellation)
    {
        if (!(await ConnectOrStartAsync(cancellation)).TryGet(out var client, out var problems))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        using (client)
            return await client.JoinAsync(pid, await ServicesAsync(activation, cancellation), cancellation);
    }

    /// <summary><c>services start</c>: for the activation that this shell is in, or detached from any.</summary>
    /// <param name="names">Which services; null means all.</param>
    /// <param name="detach">They run on after the last activation.</param>
    /// <param name="cancellation">Ends the wait, not the services.</param>
    public async Task<Result<IReadOnlyList<ServiceStatus>>> StartAsync(
        IReadOnlyList<string>? names, bool detach, CancellationToken cancellation)
    {
        var activationPid = ActivePid();
        if (!detach && activationPid is null)
            return CommandLineDiagnostics.NotInActivation();
        var preparing = new ActivationPreparer(context, layout).PrepareAsync(cancellation);
        if (!(await preparing).TryGet(out var activation, out var problems)
            || !(await ConnectOrStartAsync(cancellation)).TryGet(out var client, out problems))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        using (client)
        {
            var services = await ServicesAsync(activation, cancellation);
            if (activationPid is { } pid && !(await client.JoinAsync(pid, services, cancellation)).TryGet(out _, out problems))
                return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
            return await client.StartAsync(names, services, wait: true, detach, cancellation);
        }
    }

    /// <summary><c>services restart</c>: with what the manifest says now, for services of a supervisor that runs.</summary>
    /// <param name="names">Which services; null means all.</param>
    /// <param name="warm">The new instance is made ready before the old one ends.</param>
    /// <param name="cancellation">Ends the wait, not the services.</param>
    public Task<Result<IReadOnlyList<ServiceStatus>>> RestartAsync(IReadOnlyList<string>? names, bool warm, CancellationToken cancellation) =>
        WithRunningAsync((client, activation) => client.RestartAsync(names, activation, warm, cancellation), cancellation);

    /// <summary><c>services reload</c>: what runs becomes what the manifest says now.</summary>
    public Task<Result<IReadOnlyList<ServiceStatus>>> ReloadAsync(CancellationToken cancellation) =>
        WithRunningAsync((client, activation) => client.ReloadAsync(activation, cancellation), cancellation);

    private async Task<Result<IReadOnlyList<ServiceStatus>>> WithRunningAsync(
        Func<SupervisorClient, ServiceActivation, Task<Result<IReadOnlyList<ServiceStatus>>>> ask, CancellationToken cancellation)
    {
        if (!(await RunningServices.ConnectAsync(layout, cancellation)).TryGet(out var client, out var problems))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        if (client is null)
            return CommandLineDiagnostics.NothingRuns();
        using (client)
        {
            return (await new ActivationPreparer(context, layout).PrepareAsync(cancellation)).TryGet(out var activation, out problems)
                ? await ask(client, await ServicesAsync(activation, cancellation))
                : Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        }
    }

    private Task<Result<SupervisorClient>> ConnectOrStartAsync(CancellationToken cancellation) =>
        SupervisorClient.ConnectOrStartAsync(
            new SupervisorStart(Path.Combine(AppContext.BaseDirectory, "envc-run"), layout, HostPlaces.RunBase), cancellation);

    private async Task<ServiceActivation> ServicesAsync(PreparedActivation activation, CancellationToken cancellation) => new()
    {
        Generation = activation.Generation.Number,
        Target = activation.Choice.Target.ToString(),
        TargetDirectory = activation.TargetDirectory,
        Targets = ServiceTargets.Of(activation),
        Variables = activation.Variables,
        Gpus = await ServiceGpus.ForAsync(
            activation.Generation.ReadServices(activation.Choice.Target), activation.Choice.Target, context.Gpus,
            Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"), cancellation),
        Defaulted = activation.Defaulted,
        Secrets = activation.Secrets,
        OnDeactivate = activation.OnDeactivate,
        Group = activation.Spec.DefaultGroup,
    };

    // The nearest process above this one that is an activation: what `envc activate` became, or a shell that evaluated its script.
    private int? ActivePid()
    {
        var records = new ActivationRecords(RunningServices.Layout(layout));
        for (var pid = Environment.ProcessId; ProcessTable.Find(pid) is { Parent: > 0 and var parent }; pid = parent)
        {
            if (records.Find(parent) is not null)
                return parent;
        }

        return null;
    }
}
