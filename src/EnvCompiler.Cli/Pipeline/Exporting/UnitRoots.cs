using System.Threading;
using EnvCompiler.Compile.Systemd;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation.Drivers;
using EnvCompiler.Store.Imaging;
using EnvCompiler.Store.Units;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>What the units of one group have as <c>/</c>, and what lies in it.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="exported">What is exported.</param>
internal sealed class UnitRoots(CliContext context, ExportedGeneration exported)
{
    // Of the host, where it has them: its administrator names servers there.
    private static readonly string[] HostFiles = ["/etc/resolv.conf", "/etc/hosts", "/etc/localtime"];

    /// <summary>The launcher's directory, which all groups share.</summary>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<string>> EnsureLauncherAsync(CancellationToken cancellation)
    {
        var roots = exported.Spec.Roots.OrderBy(pair => pair.Key != exported.Spec.DefaultGroup).Select(pair => context.Store.RootFileSystem(pair.Value));
        return LauncherFiles.Of(Path.Combine(AppContext.BaseDirectory, "envc-run"), [.. roots]).TryGet(out var launcher, out var problems)
            ? await new EntryDirectories(context.Store, context.Files, context.Time).EnsureLauncherAsync(launcher, cancellation)
            : Result<string>.Failure(problems);
    }

    /// <summary>Makes the root of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="launcher">Of <see cref="EnsureLauncherAsync"/>.</param>
    /// <param name="models">Absolute files by path relative to the project's directory.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<(string Directory, IReadOnlyList<UnitBind> Binds)>> EnsureAsync(
        string group, string launcher, IReadOnlyDictionary<string, string> models, CancellationToken cancellation)
    {
        var root = context.Store.RootFileSystem(exported.Spec.Roots[group]);
        var binds = new List<UnitBind> { new($"{root}/usr", "/usr") };
        var directories = new List<string>();
        if (Directory.Exists($"{root}/opt") && Directory.EnumerateFileSystemEntries($"{root}/opt").Any())
        {
            binds.Add(new UnitBind($"{root}/opt", "/opt"));
            directories.Add("/opt");
        }

        var files = exported.Contained.Files.ToDictionary(file => $"{ContainedLayout.Environment}/{file.Key}", file => file.Value, StringComparer.Ordinal);
        AddMountPoint(files, binds, HostFiles.Select(file => (file, file)), isOptional: true);
        AddMountPoint(files, binds, models.Select(model => (model.Value, $"{ContainedLayout.Project}/{model.Key}")), isOptional: false);
        var links = BackendCatalog.Names.SelectMany(name => BackendCatalog.Find(name)!.Scripts)
            .ToDictionary(script => $"{ContainedLayout.Bin}/{script}", _ => ContainedLayout.Launcher, StringComparer.Ordinal);
        if (exported.Target.Accelerator != Model.Targets.Accelerators.Cpu)
            AddDriver(DriverMounts.Of(new DriverSearch("/").Find(), root), files, links, binds);
        var entries = UnitRootFiles.Of(new UnitRootRequest { RootFileSystem = root, Launcher = launcher, Files = files, Links = links, Directories = directories });
        var made = await new EntryDirectories(context.Store, context.Files, context.Time).EnsureUnitRootAsync(entries, cancellation);
        return made.TryGet(out var directory, out var problems) ? (directory, binds) : Result<(string, IReadOnlyList<UnitBind>)>.Failure(problems);
    }

    private static void AddMountPoint(Dictionary<string, byte[]> files, List<UnitBind> binds, IEnumerable<(string Source, string Place)> mounts, bool isOptional)
    {
        foreach (var (source, place) in mounts)
        {
            files[place] = [];
            binds.Add(new UnitBind(source, place, isOptional));
        }
    }

    private static void AddDriver(DriverMounts driver, Dictionary<string, byte[]> files, Dictionary<string, string> links, List<UnitBind> binds)
    {
        AddMountPoint(files, binds, driver.Binds.Select(bind => (bind.Value, bind.Key)), isOptional: false);
        foreach (var (place, content) in driver.Files)
            files[place] = content;
        foreach (var (place, target) in driver.Links)
            links[place] = target;
    }
}
