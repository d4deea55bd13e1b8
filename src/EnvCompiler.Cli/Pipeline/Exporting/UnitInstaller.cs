using System.Threading;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Compile.Systemd;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>Writes units where a service manager reads them, and tells it.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
/// <param name="isUser">For the user's manager.</param>
internal sealed class UnitInstaller(CliContext context, EnvironmentLayout layout, bool isUser)
{
    private const string SystemPlace = "/etc/systemd/system";

    /// <summary>Where the manager reads units that a person installs.</summary>
    internal string Place { get; init; } = isUser ? Path.Combine(HostPlaces.ConfigurationHome, "systemd/user") : SystemPlace;

    /// <summary>The manager.</summary>
    internal HostServiceManager Manager { get; init; } = new(context.Processes, isUser);

    /// <summary>Replaces the environment's units.</summary>
    /// <param name="units">Texts by names; empty to remove all.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    /// <returns>What has changed, with a warning where the manager could not be told; ENVC0988, and nothing has changed, where it could not stop what is to go.</returns>
    internal async Task<Result<UnitChanges>> InstallAsync(IReadOnlyDictionary<string, string> units, CancellationToken cancellation)
    {
        if (!isUser && HostPlaces.UserId != 0)
            return ExportDiagnostics.NotRootUser(SystemPlace);
        if (!(await EnvironmentLock.AcquireAsync(layout, new FileWriter(context.Files), context.LockWait, context.Time, cancellation)).TryGet(out var held, out var problems))
            return Result<UnitChanges>.Failure(problems);
        using var locked = held;
        var directory = new UnitDirectory(Place, layout.Directory, new FileWriter(context.Files));
        if (!directory.Compare(units).TryGet(out var changes, out problems))
            return Result<UnitChanges>.Failure(problems);
        Register(Place, changes);
        if (changes.IsEmpty)
            return changes;
        if (await Manager.StopAsync(changes.Removed, cancellation) is { } problem)
            return problem;
        directory.Write(units, changes);
        return Result<UnitChanges>.Success(changes, await Manager.ReloadAsync(cancellation) is { } warning ? [warning] : []);
    }

    /// <summary>As the other one, in a directory that no manager reads.</summary>
    internal Result<UnitChanges> Write(string place, IReadOnlyDictionary<string, string> units)
    {
        var directory = new UnitDirectory(place, layout.Directory, new FileWriter(context.Files));
        var compared = directory.Compare(units);
        if (!compared.TryGet(out var changes, out _))
            return compared;
        Register(place, changes);
        directory.Write(units, changes);
        return changes;
    }

    // So that what they name stays from the first of them on, also where no manager reads them yet, or only another user's.
    private void Register(string place, UnitChanges changes)
    {
        if (changes.Written.Count > 0)
            new FileWriter(context.Files).EnsureSyncedDirectory(place);
        if (Directory.Exists(place))
            context.KnownUnits.Register(HostPlaces.RealPath(place));
    }
}
