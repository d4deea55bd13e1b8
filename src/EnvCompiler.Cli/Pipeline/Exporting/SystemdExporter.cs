using System.Threading;
using EnvCompiler.Compile.Systemd;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>A generation's services as units of this host's systemd.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
/// <param name="isUser">For the user's manager.</param>
internal sealed class SystemdExporter(CliContext context, EnvironmentLayout layout, bool isUser)
{
    /// <summary>The store of a host.</summary>
    internal const string HostStore = "/var/lib/envc";

    // What the units' sandbox has of its own, so that nothing of the host is seen there.
    private static readonly string[] s_private = ["/tmp", "/var/tmp", "/run", "/dev", "/proc", "/sys"];

    /// <summary>Makes the roots of the units, and the units' texts by their names.</summary>
    /// <param name="exported">What is exported.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<SortedDictionary<string, string>>> CompileAsync(ExportedGeneration exported, CancellationToken cancellation)
    {
        if (Refusal(exported) is { } refused)
            return refused;
        if (!Models(exported).TryGet(out var models, out var problems) || !Secrets(exported).TryGet(out var secrets, out problems))
            return Result<SortedDictionary<string, string>>.Failure(problems);
        IReadOnlyList<Diagnostic> warnings = exported.Target.Sm is not null && new DriverSearch("/").Find() == DriverFiles.None ? [.. problems, ExportDiagnostics.NoDriver(exported.Target)] : problems;
        var roots = new Dictionary<string, string>(StringComparer.Ordinal);
        var binds = new Dictionary<string, IReadOnlyList<UnitBind>>(StringComparer.Ordinal);
        var maker = new UnitRoots(context, exported);
        if (!(await maker.EnsureLauncherAsync(cancellation)).TryGet(out var launcher, out problems))
            return Result<SortedDictionary<string, string>>.Failure(problems);
        foreach (var group in exported.Graph.Services.Values.Select(service => service.Group).Distinct(StringComparer.Ordinal))
        {
            if (!(await maker.EnsureAsync(group, launcher, models, cancellation)).TryGet(out var root, out problems))
                return Result<SortedDictionary<string, string>>.Failure(problems);
            (roots[group], binds[group]) = root;
        }

        var units = new UnitCompiler(new UnitRequest
        {
            Name = exported.Name,
            Description = exported.Spec.Description,
            Directory = layout.Directory,
            Generation = exported.Generation.Number,
            Target = exported.Target,
            Graph = exported.Graph,
            Launcher = launcher,
            Roots = roots,
            Binds = binds,
            Secrets = secrets,
            IsUser = isUser,
        }).Compile();
        return units.Keys.FirstOrDefault(name => name.Length > UnitNames.MaxLength) is { } tooLong
            ? ExportDiagnostics.UnitNameTooLong(tooLong, UnitNames.MaxLength)
            : Result<SortedDictionary<string, string>>.Success(units, warnings);
    }

    private Diagnostic? Refusal(ExportedGeneration exported)
    {
        if (exported.Graph.Services.Count == 0)
            return ExportDiagnostics.NoServices(layout.Directory);
        if (!isUser && context.Store.Root != HostStore)
            return ExportDiagnostics.NotHostStore(context.Store.Root, HostStore);
        if (s_private.FirstOrDefault(place => $"{HostPlaces.RealPath(context.Store.Root)}/".StartsWith($"{place}/", StringComparison.Ordinal)) is { } hidden)
            return ExportDiagnostics.HiddenStore(context.Store.Root, hidden);
        return new[] { layout.Directory, context.Store.Root }.FirstOrDefault(path => path.Any(char.IsControl)) is { } path ? ExportDiagnostics.UnwritablePath(path) : null;
    }

    // What the lock has, by its path in the project.
    private Result<IReadOnlyDictionary<string, string>> Models(ExportedGeneration exported)
    {
        var file = Path.Combine(exported.Generation.Directory, "manifest.lock");
        if (!LockFile.Read(ShownPath.Of(file), File.ReadAllBytes(file)).TryGet(out var locked, out var problems))
            return Result<IReadOnlyDictionary<string, string>>.Failure(problems);
        var kept = locked.Targets[exported.Target.ToString()].Models;
        return locked.Models.Where(model => kept?.Contains(model.Key) != false).SelectMany(model => model.Value.Files).DistinctBy(model => model.Path)
            .ToDictionary(model => model.Path, model => Path.Combine(layout.Directory, model.Path), StringComparer.Ordinal);
    }

    // Made at the first use; that is now, because the service manager reads the file.
    private Result<IReadOnlyDictionary<string, string>> Secrets(ExportedGeneration exported)
    {
        var store = new SecretStore(layout, new FileWriter(context.Files));
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var warnings = new List<Diagnostic>();
        foreach (var secret in exported.Spec.Vars.Where(variable => variable.Secret))
        {
            if (!store.Read(secret).TryGet(out var value, out var problems))
                return Result<IReadOnlyDictionary<string, string>>.Failure(problems);
            files[secret.Name] = Path.Combine(layout.Secrets, secret.Name);
            if (value is null)
                warnings.Add(ExportDiagnostics.SecretMissing(secret.Name, files[secret.Name]));
        }

        return Result<IReadOnlyDictionary<string, string>>.Success(files, warnings);
    }
}
