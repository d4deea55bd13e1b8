using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Backends;
using EnvCompiler.Run.Gpu;

namespace EnvCompiler.Run.Preflight;

/// <summary>
/// Makes the server's port free and looks at the GPUs: an earlier server of the same engine and user is stopped, anything else is left
/// alone and named. GPUs are looked at last, when the memory of a stopped server is free again.
/// </summary>
internal static class PreflightStage
{
    internal static async Task<StageOutcome> RunAsync(StageContext context)
    {
        var owner = OwnerTest.Create(context.Backend, context.Variables);
        if (!owner.TryGet(out var test))
            return Fail(context, BackendExit.Invalid, StageReason.BadOwnerRegex, owner.Diagnostics);
        try
        {
            return await RunAsync(context, test);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(context, BackendExit.Invalid, StageReason.ProcUnavailable, BackendDiagnostics.ProcUnavailable(context.Host.ProcRoot, e.Message));
        }
    }

    private static async Task<StageOutcome> RunAsync(StageContext context, OwnerTest test)
    {
        var locked = TakeLock(context);
        if (locked.Failure is { } failure)
            return failure;
        try
        {
            var port = await FreePortAsync(context, test);
            if (!port.Ok)
                return port;
            var (gpus, problems) = await GpuCheck.RunAsync(context.Variables, context.Host.Gpus, CancellationToken.None);
            var all = new List<Diagnostic>([.. port.Diagnostics, .. problems]);
            if (problems.Any(d => d.Severity == Severity.Error))
                return Fail(context, BackendExit.Gpu, StageReason.GpuHardFail, all) with { Report = port.Report! with { Gpu = gpus } };
            if (locked.Lock is { } held && context.Variables.Switch("HOLD_LOCK"))
            {
                held.KeepAcrossExec();
                context.KeptLocks.Add(held);
                locked.Lock = null;
            }

            return port with { Diagnostics = all, Report = port.Report! with { Gpu = gpus }, Become = Downstream(context) };
        }
        finally
        {
            locked.Lock?.Dispose();
        }
    }

    private static async Task<StageOutcome> FreePortAsync(StageContext context, OwnerTest test)
    {
        // A unix socket has no owner to find in these tables: serve makes way for it by its own policy.
        if (context.ListenPort is not { } port)
            return Report(context, "noop", []);
        var proc = new ProcFileSystem(context.Host.ProcRoot);
        var owners = PortOwners.Find(proc, context.ListenHost, port);
        if (owners.Listeners.Count == 0)
            return Report(context, "noop", []);
        if (await RefuseAsync(context, test, owners, port) is { } refusal)
            return refusal;
        var pids = owners.Processes.Select(process => process.Pid).ToList();
        if (DryRun(context))
            return Report(context, "would_stop", pids);

        var stopper = new ServerStopper(proc, context.Host.Signals, context.Host.Time);
        await stopper.StopAsync(owners.Processes, context.Variables.Seconds("TERM_GRACE"), context.Variables.Switch("KILL_PG"), CancellationToken.None);
        var left = await WaitFreeAsync(context, proc, port);
        if (left.Listeners.Count > 0)
        {
            var who = string.Join(", ", left.Processes.Select(process => $"process {process.Pid} (`{process.Name}`)"));
            return Fail(context, BackendExit.NotFree, StageReason.StillListening, BackendDiagnostics.StillListening(port, who));
        }

        return Report(context, "stopped", pids) with { Diagnostics = [BackendDiagnostics.Stopped(port, string.Join(", ", pids))] };
    }

    private static async Task<StageOutcome?> RefuseAsync(StageContext context, OwnerTest test, PortOwners owners, int port)
    {
        foreach (var process in owners.Processes)
        {
            if (test.Owns(process))
                continue;
            return process.Pid == 1 || process.Name == "systemd"
                ? Fail(context, BackendExit.ForeignOwner, StageReason.SystemdSocket, BackendDiagnostics.PortOwnedBySystemd(port, await SocketUnitsAsync(context, port)))
                : Fail(context, BackendExit.ForeignOwner, StageReason.OtherProcess, BackendDiagnostics.PortOwnedByOther(port, process.Pid, process.Name));
        }

        var allowed = context.Variables.Switch("ALLOW_KILL_OTHER_UID");
        foreach (var listener in owners.Unmapped)
        {
            if (listener.UserId != context.Host.UserId && context.Host.UserId != 0)
                return Fail(context, BackendExit.OtherUser, StageReason.OtherUser, BackendDiagnostics.PortOwnedByOtherUser(port, listener.UserId));
            return Fail(context, BackendExit.Unattributable, StageReason.ListenerUnattributable, BackendDiagnostics.ListenerUnattributable(port))
                with { Report = Empty(context) with { UnmappedInodes = [.. owners.Unmapped.Select(l => l.Inode)] } };
        }

        foreach (var process in owners.Processes)
        {
            if (process.UserId != context.Host.UserId && !allowed)
                return Fail(context, BackendExit.OtherUser, StageReason.OtherUser, BackendDiagnostics.PortOwnedByOtherUser(port, process.UserId));
        }

        return null;
    }

    private static async Task<PortOwners> WaitFreeAsync(StageContext context, ProcFileSystem proc, int port)
    {
        var time = context.Host.Time;
        var limit = context.Variables.Seconds("PORT_FREE_TIMEOUT");
        var poll = context.Variables.Seconds("PORT_FREE_POLL");
        if (poll < TimeSpan.FromMilliseconds(10))
            poll = TimeSpan.FromMilliseconds(10);
        for (var start = time.GetTimestamp(); ;)
        {
            var owners = PortOwners.Find(proc, context.ListenHost, port);
            if (owners.Listeners.Count == 0 || time.GetElapsedTime(start) >= limit)
                return owners;
            await Task.Delay(poll, time);
        }
    }

    private static async Task<string> SocketUnitsAsync(StageContext context, int port)
    {
        var listed = await context.Host.Processes.RunAsync(
            "systemctl", ["list-sockets", "--all", "--no-legend", "--no-pager"], CancellationToken.None);
        if (listed is not { ExitCode: 0 })
            return "";
        var units = listed.Output.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length >= 2 && fields[0].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port}"), StringComparison.Ordinal))
            .Select(fields => $"`{fields[1]}`");
        return string.Join(", ", units);
    }

    private static PreflightLock TakeLock(StageContext context)
    {
        if (DryRun(context) || context.ListenPort is not { } port)
            return new PreflightLock();
        var path = context.Variables.Pipeline("PREFLIGHT_LOCKFILE") is { } chosen ? context.InProject(chosen) : null;
        if (path is null)
        {
            var directory = LockDirectory.Find(context, context.Variables.Pipeline("PREFLIGHT_LOCKDIR"), $"{context.Backend.Name}-preflight");
            if (!directory.TryGet(out var found))
                return new PreflightLock { Failure = Fail(context, BackendExit.Invalid, StageReason.LockDirectory, directory.Diagnostics) };
            path = Path.Combine(found, $"{context.Backend.Name}-preflight.{port}.lock");
        }

        return FileLock.TryAcquire(path, out var held, out var holder)
            ? new PreflightLock { Lock = held }
            : new PreflightLock { Failure = Fail(context, BackendExit.Invalid, StageReason.Locked, BackendDiagnostics.PreflightRunning(path, holder)) };
    }

    private static StageCommand? Downstream(StageContext context) =>
        context.Options.Rest is [var program, ..] && !context.Options.Check && !DryRun(context)
            ? new StageCommand(ProgramPath.Find(program, context.Variables.Text("PATH")) ?? program, context.Options.Rest, context.Variables.All)
            : null;

    private static bool DryRun(StageContext context) =>
        context.Options.DryRun || context.Options.Check || context.Variables.Switch("DRY_RUN");

    private static StageOutcome Report(StageContext context, string action, List<int> pids) =>
        StageOutcome.Done with { Report = Empty(context) with { Action = action, DryRun = DryRun(context), Pids = pids.Count == 0 ? null : pids } };

    private static StageReport Empty(StageContext context) =>
        new() { Status = "ok", Stage = "preflight", Host = context.ListenHost, Port = context.ListenPort };

    private static StageOutcome Fail(StageContext context, int code, string reason, params IReadOnlyList<Diagnostic> diagnostics) =>
        StageOutcome.Failed(code, reason, diagnostics) with { Report = Empty(context) };

    private sealed class PreflightLock
    {
        internal FileLock? Lock { get; set; }

        internal StageOutcome? Failure { get; init; }
    }
}
