using System.Threading;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>What the environment's supervisor knows, or what the live generation says when none runs.</summary>
internal static class RunningServices
{
    /// <summary>The environment's run directory.</summary>
    public static RunLayout Layout(EnvironmentLayout environment) => RunLayout.Of(HostPlaces.RunBase, environment.Directory);

    /// <summary>Whether a supervisor may run: without its directory there was none since the host started.</summary>
    public static bool MayRun(EnvironmentLayout environment) => Directory.Exists(Layout(environment).Directory);

    public static Task<Result<SupervisorClient?>> ConnectAsync(EnvironmentLayout environment, CancellationToken cancellation) =>
        SupervisorClient.ConnectAsync(Layout(environment), cancellation);

    /// <summary>States of the services that a supervisor runs now; none where there is no supervisor.</summary>
    public static async Task<Result<IReadOnlyList<ServiceStatus>>> LiveAsync(EnvironmentLayout environment, CancellationToken cancellation)
    {
        if (!(await ConnectAsync(environment, cancellation)).TryGet(out var client, out var problems))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        using (client)
            return client is null ? Result<IReadOnlyList<ServiceStatus>>.Success([]) : await client.StatusAsync(cancellation);
    }

    /// <summary>Generations that a service or an activation of this host uses.</summary>
    public static async Task<Result<IReadOnlySet<int>>> GenerationsInUseAsync(EnvironmentLayout environment, CancellationToken cancellation) =>
        (await LiveAsync(environment, cancellation)).TryGet(out var services, out var problems)
            ? new HashSet<int>(
                services.Where(service => service.Pid is not null).Select(service => service.Generation)
                    .Concat(new ActivationRecords(Layout(environment)).Running().Select(activation => activation.Generation)))
            : Result<IReadOnlySet<int>>.Failure(problems);

    /// <summary>After a change of the environment: says that services run as they were, and how they take it over.</summary>
    public static async Task SayUntouchedAsync(CliContext context, EnvironmentLayout environment, CancellationToken cancellation)
    {
        // That nothing can be told of them is not worth a word here: the change is done.
        if ((await LiveAsync(environment, cancellation)).TryGet(out var services, out _) && services.Any(service => service.Pid is not null))
            context.UserInterface.Say("services run on as they were; `envc services reload` restarts those whose definition has changed");
    }

    /// <summary>States of the services that are named, or of all.</summary>
    public static async Task<Result<IReadOnlyList<ServiceStatus>>> StatusAsync(
        EnvironmentLayout environment, IReadOnlyList<string>? names, CancellationToken cancellation)
    {
        if (!Known(environment, names).TryGet(out var known, out var problems)
            || !(await ConnectAsync(environment, cancellation)).TryGet(out var client, out problems))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        IReadOnlyList<ServiceStatus> running = [];
        using (client)
        {
            if (client is not null && !(await client.StatusAsync(cancellation)).TryGet(out running!, out problems))
                return Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
        }

        var live = LiveGeneration.TryOpen(environment)!;
        return Result<IReadOnlyList<ServiceStatus>>.Success(
            [.. known.Select(name => running.FirstOrDefault(service => service.Name == name) ?? new ServiceStatus
            {
                Name = name,
                State = ServiceState.Stopped,
                Target = live.Targets()[0].ToString(),
                Generation = live.Number,
                Log = environment.ServiceLog(name),
            })]);
    }

    /// <summary>Names of the live generation's services; those that are asked for must be among them.</summary>
    public static Result<IReadOnlyList<string>> Known(EnvironmentLayout environment, IReadOnlyList<string>? names)
    {
        if (LiveGeneration.TryOpen(environment) is not { } live || live.Targets() is not [var target, ..])
            return CommandLineDiagnostics.NotBuilt(environment.Directory);
        IReadOnlyList<string> all = [.. live.ReadServices(target).Services.Keys];
        var unknown = names?.Where(name => !all.Contains(name, StringComparer.Ordinal)).ToList() ?? [];
        return unknown.Count > 0
            ? Result<IReadOnlyList<string>>.Failure([.. unknown.Select(name => SupervisorDiagnostics.UnknownService(name, all))])
            : Result<IReadOnlyList<string>>.Success(names ?? all);
    }
}
