using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Control;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Probing;
using EnvCompiler.Run.Supervision.State;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// Talks to an environment's supervisor. Names that are null mean all services. A supervisor that is just ending is waited for and a new
/// one is started where <see cref="ConnectOrStartAsync"/> made the client.
/// </summary>
public sealed class SupervisorClient : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(60);
    // A killed process holds its locks until its last thread has gone.
    private static readonly TimeSpan DieWithin = TimeSpan.FromSeconds(1);
    private const int MostTries = 10;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(10);

    private readonly RunLayout run;
    private readonly SupervisorStart? start;
    private ControlConnection connection;

    private SupervisorClient(RunLayout run, SupervisorStart? start, ControlConnection connection) =>
        (this.run, this.start, this.connection) = (run, start, connection);

    /// <summary>Connects to a running supervisor, or to one that is just being started again; null when there is none.</summary>
    public static async Task<Result<SupervisorClient?>> ConnectAsync(RunLayout run, CancellationToken cancellation)
    {
        if (!Directory.Exists(run.Directory))
            return Result<SupervisorClient?>.Success(null);
        if (RunDirectory.CheckAll(run) is { } problem)
            return problem;
        var connection = await ReconnectAsync(run, cancellation);
        return Result<SupervisorClient?>.Success(connection is null ? null : new SupervisorClient(run, start: null, connection));
    }

    /// <summary>
    /// Ends services whose supervisor was killed, where none runs now: for <c>services stop</c>. A new supervisor does the same at its start.
    /// </summary>
    /// <returns>How many processes were ended.</returns>
    public static async Task<Result<int>> EndLeftoversAsync(RunLayout run, CancellationToken cancellation)
    {
        if (!File.Exists(run.ServiceState))
            return 0;
        if (RunDirectory.CheckAll(run) is { } problem)
            return problem;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(DieWithin);
        try
        {
            using var held = await FileLock.AcquireAsync(run.SupervisorLock, onWait: null, TimeProvider.System, limited.Token);
            return await Leftovers.EndAsync(run, new PosixFileOperations(), TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A supervisor lives: it looks after them.
            return 0;
        }
    }

    /// <summary>Connects to the environment's supervisor and starts one when none runs.</summary>
    public static async Task<Result<SupervisorClient>> ConnectOrStartAsync(SupervisorStart start, CancellationToken cancellation)
    {
        if (RunDirectory.Prepare(start.Run, new PosixFileOperations()) is { } problem)
            return problem;
        var connection = await ConnectOrStartSocketAsync(start, cancellation);
        return connection.TryGet(out var made) ? new SupervisorClient(start.Run, start, made) : Result<SupervisorClient>.Failure(connection.Diagnostics);
    }

    /// <summary>Makes a process an activation: it leaves by ending. Nothing is started by this.</summary>
    /// <param name="pid">The process; it is running.</param>
    /// <param name="activation">What services are started with from now on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<IReadOnlyList<ServiceStatus>>> JoinAsync(int pid, ServiceActivation activation, CancellationToken cancellation) =>
        StatusesAsync(
            new SupervisorRequest { Operation = SupervisorOperation.Join, Pid = pid, Activation = activation }, AnswerWithin, cancellation);

    /// <summary>
    /// As <see cref="JoinAsync"/> before the hook has run: no script for after the last activation runs from now on, and one that
    /// still runs has ended when this is answered.
    /// </summary>
    /// <param name="pid">The process; it is running.</param>
    /// <param name="generation">Generation number.</param>
    /// <param name="target"><c>SYSTEM/ACCELERATOR</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<IReadOnlyList<ServiceStatus>>> ReserveAsync(int pid, int generation, string target, CancellationToken cancellation) =>
        StatusesAsync(
            new SupervisorRequest { Operation = SupervisorOperation.Join, Pid = pid, Start = ServiceActivation.StartOf(generation, target) },
            EndWithin + AnswerWithin, cancellation);

    /// <summary>Starts services that do not run.</summary>
    /// <param name="names">Which.</param>
    /// <param name="activation">What to start them with; null: what the last activation or start brought.</param>
    /// <param name="wait">Until they are ready; one that fails is then a diagnostic with the end of its log.</param>
    /// <param name="detach">They run on after the last activation has left, until they are stopped.</param>
    /// <param name="cancellation">Ends the wait, not the services.</param>
    public async Task<Result<IReadOnlyList<ServiceStatus>>> StartAsync(
        IReadOnlyList<string>? names, ServiceActivation? activation, bool wait, bool detach, CancellationToken cancellation)
    {
        var request = new SupervisorRequest
        {
            Operation = SupervisorOperation.Start, Names = names, Activation = activation, Wait = wait, Detach = detach,
        };
        return CheckReady(await StatusesAsync(request, wait ? Timeout.InfiniteTimeSpan : AnswerWithin, cancellation), names, wait);
    }

    /// <summary>Stops services and waits until nothing of them is left.</summary>
    public Task<Result<IReadOnlyList<ServiceStatus>>> StopAsync(IReadOnlyList<string>? names, CancellationToken cancellation) =>
        StatusesAsync(
            new SupervisorRequest { Operation = SupervisorOperation.Stop, Names = names, Wait = true }, Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>Stops services that run, starts all that are named, and waits until they are ready.</summary>
    /// <param name="names">Which.</param>
    /// <param name="activation">What to start them with; null: what the last activation or start brought.</param>
    /// <param name="warm">The other way round: the new instance is made ready on another port, then the old one ends.</param>
    /// <param name="cancellation">Ends the wait, not the services.</param>
    public async Task<Result<IReadOnlyList<ServiceStatus>>> RestartAsync(
        IReadOnlyList<string>? names, ServiceActivation? activation, bool warm, CancellationToken cancellation)
    {
        var request = new SupervisorRequest
        {
            Operation = SupervisorOperation.Restart, Names = names, Activation = activation, Warm = warm, Wait = true,
        };
        return CheckReady(await StatusesAsync(request, Timeout.InfiniteTimeSpan, cancellation), names, wait: true);
    }

    /// <summary>Restarts what is declared otherwise in an activation, ends what is not declared in it any more, and waits until all is as it is to be.</summary>
    public async Task<Result<IReadOnlyList<ServiceStatus>>> ReloadAsync(ServiceActivation activation, CancellationToken cancellation)
    {
        var request = new SupervisorRequest { Operation = SupervisorOperation.Reload, Activation = activation, Wait = true };
        return await StatusesAsync(request, Timeout.InfiniteTimeSpan, cancellation);
    }

    /// <summary>All services, by name.</summary>
    public Task<Result<IReadOnlyList<ServiceStatus>>> StatusAsync(CancellationToken cancellation) =>
        StatusesAsync(new SupervisorRequest { Operation = SupervisorOperation.Status }, AnswerWithin, cancellation);

    /// <summary>The supervisor's metrics.</summary>
    public async Task<Result<SupervisorMetrics>> MetricsAsync(CancellationToken cancellation)
    {
        var answered = await CallAsync(new SupervisorRequest { Operation = SupervisorOperation.Metrics }, AnswerWithin, cancellation);
        if (!answered.TryGet(out var response))
            return Result<SupervisorMetrics>.Failure(answered.Diagnostics);
        return response.Refused is { } refused
            ? refused == Refusal.Ending ? SupervisorDiagnostics.StillEnding() : SupervisorDiagnostics.OtherProtocol()
            : new SupervisorMetrics(response.Metrics ?? "", response.Detail);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private async Task<Result<IReadOnlyList<ServiceStatus>>> StatusesAsync(
        SupervisorRequest request, TimeSpan limit, CancellationToken cancellation)
    {
        var answered = await CallAsync(request, limit, cancellation);
        if (!answered.TryGet(out var response))
            return Result<IReadOnlyList<ServiceStatus>>.Failure(answered.Diagnostics);
        return response.Refused switch
        {
            null => Result<IReadOnlyList<ServiceStatus>>.Success(response.Services),
            Refusal.Ending => SupervisorDiagnostics.StillEnding(),
            Refusal.Protocol => SupervisorDiagnostics.OtherProtocol(),
            Refusal.NoPort => SupervisorDiagnostics.NoPort(response.Detail!),
            Refusal.NotReplaced => SupervisorDiagnostics.NotReplaced(response.Detail!),
            Refusal.UnknownName =>
                SupervisorDiagnostics.UnknownService(response.Detail!, response.Services.Select(service => service.Name)),
            _ => SupervisorDiagnostics.Refused(response.Detail ?? "no reason given"),
        };
    }

    private async Task<Result<SupervisorResponse>> CallAsync(SupervisorRequest request, TimeSpan limit, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var response = await CallOnceAsync(request, limit, cancellation);
            if (response is not null && (start is null || response.Refused != Refusal.Ending))
                return response;
            connection.Dispose();
            if (start is null)
            {
                // It was killed; the next one, if there is one, takes the same request.
                if (tries == MostTries || !Keeper.IsAlive(run) || await ReconnectAsync(run, cancellation) is not { } next)
                    return SupervisorDiagnostics.NoAnswer(run.Socket);
                connection = next;
                continue;
            }

            var renewed = await ConnectOrStartSocketAsync(start, cancellation);
            if (!renewed.TryGet(out var made))
                return Result<SupervisorResponse>.Failure(renewed.Diagnostics);
            connection = made;
        }
    }

    /// <summary>Null when the supervisor has gone or says nothing.</summary>
    private async Task<SupervisorResponse?> CallOnceAsync(SupervisorRequest request, TimeSpan limit, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        try
        {
            await connection.WriteAsync(request, SupervisorJson.Default.SupervisorRequest, limited.Token);
            return await connection.ReadAsync(SupervisorJson.Default.SupervisorResponse, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private static async Task<Result<ControlConnection>> ConnectOrStartSocketAsync(SupervisorStart start, CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < EndWithin)
        {
            if (await TryConnectAsync(start.Run.Socket, cancellation) is { } connection)
            {
                if (await IsServingAsync(connection, cancellation))
                    return connection;
                connection.Dispose();
            }
            else if (Keeper.IsAlive(start.Run))
            {
                // It starts the supervisor again by itself; another one would take the services from it.
            }
            else if (await SupervisorSpawner.StartAsync(start, cancellation) is { } problem)
            {
                return problem;
            }
            else if (await TryConnectAsync(start.Run.Socket, cancellation) is { } fresh)
            {
                return fresh;
            }

            await Task.Delay(RetryPeriod, cancellation);
        }

        return SupervisorDiagnostics.StillEnding();
    }

    private static async Task<ControlConnection?> ReconnectAsync(RunLayout run, CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await TryConnectAsync(run.Socket, cancellation) is { } connection)
                return connection;
            if (!Keeper.IsAlive(run) || TimeProvider.System.GetElapsedTime(begun) > EndWithin)
                return null;
            await Task.Delay(RetryPeriod, cancellation);
        }
    }

    // A supervisor that is ending says so; one that was killed still has a socket for a moment.
    private static async Task<bool> IsServingAsync(ControlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await connection.WriteAsync(
                new SupervisorRequest { Operation = SupervisorOperation.Status }, SupervisorJson.Default.SupervisorRequest, cancellation);
            return await connection.ReadAsync(SupervisorJson.Default.SupervisorResponse, cancellation) is { Refused: not Refusal.Ending };
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<ControlConnection?> TryConnectAsync(string path, CancellationToken cancellation)
    {
        // The runtime's first exception costs 15 ms, and most commands run where no supervisor does.
        if (!File.Exists(path))
            return null;
        try
        {
            return new ControlConnection(await ServiceSockets.ConnectAsync(path, cancellation));
        }
        catch (SocketException)
        {
            // No socket, or nobody listens on it any more.
            return null;
        }
    }

    private static Result<IReadOnlyList<ServiceStatus>> CheckReady(
        Result<IReadOnlyList<ServiceStatus>> result, IReadOnlyList<string>? names, bool wait)
    {
        if (!wait || !result.TryGet(out var services))
            return result;
        List<Diagnostic> problems = [];
        foreach (var service in services)
        {
            if (names?.Contains(service.Name, StringComparer.Ordinal) == false)
                continue;
            if (service.State is not (ServiceState.Ready or ServiceState.Completed or ServiceState.Skipped))
                problems.Add(Problem(service));
        }

        return problems.Count == 0 ? result : Result<IReadOnlyList<ServiceStatus>>.Failure(problems);
    }

    private static Diagnostic Problem(ServiceStatus service) => service.Reason switch
    {
        _ when service.State == ServiceState.Waiting => SupervisorDiagnostics.DependencyMissing(service),
        EndReason.NotReadyInTime => SupervisorDiagnostics.NotReadyInTime(service),
        EndReason.GpuUnused => SupervisorDiagnostics.GpuUnused(service),
        EndReason.DependencyFailed or EndReason.DependencyStopped => SupervisorDiagnostics.DependencyMissing(service),
        { } reason when EndReasons.IsOwn(reason) => SupervisorDiagnostics.Failed(service),
        _ => SupervisorDiagnostics.NotStarted(service),
    };
}
