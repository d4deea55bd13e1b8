using System.Runtime.CompilerServices;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Run.Activation;

/// <summary>The generation that <c>current</c> named when it was opened; it stays the same one while others switch.</summary>
/// <param name="Layout">The environment.</param>
/// <param name="Number">Its number.</param>
public sealed record LiveGeneration(EnvironmentLayout Layout, int Number)
{
    /// <summary>Absolute directory.</summary>
    public string Directory => Layout.Generation(Number);

    /// <summary>The live generation, or null before the first build. One system call.</summary>
    public static LiveGeneration? TryOpen(EnvironmentLayout layout) =>
        new FileInfo(layout.Current).LinkTarget is { } target && int.TryParse(Path.GetFileName(target), out var number)
            ? new LiveGeneration(layout, number)
            : null;

    /// <summary>
    /// Whether the generation is what this envc makes of the environment's manifest and lock: their bytes are compared once, nothing is parsed or hashed.
    /// </summary>
    /// <param name="envcVersion">This envc.</param>
    public bool IsFresh(string envcVersion) =>
        SameFile.Content(Layout.Manifest, Path.Combine(Directory, "manifest.toml"))
        && SameFile.Content(Layout.Lock, Path.Combine(Directory, "manifest.lock"))
        && Targets() is { Count: > 0 } targets && targets.All(target => IsOf(envcVersion, target));

    // What is damaged is made anew, as what another envc compiled.
    private bool IsOf(string envcVersion, Target target)
    {
        try
        {
            return ReadActivation(target).EnvcVersion == envcVersion;
        }
        catch (Exception e) when (e is DamagedFileException or FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether the store has the roots of targets that it is compiled for. One that was pulled may have those of no target yet.</summary>
    public bool HasRoots(IReadOnlyList<Target> targets, StoreLayout store)
    {
        foreach (var target in targets)
        {
            // Generations of earlier versions of envc have no such file.
            var file = Path.Combine(Layout.TargetOf(Number, target), GenerationRoots.File);
            var ids = File.Exists(file) ? GenerationRoots.Ids(SmallFile.ReadText(file)) : [.. ReadActivation(target).Roots.Values];
            foreach (var id in ids)
            {
                if (!System.IO.Directory.Exists(store.RootFileSystem(id)))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether it was compiled from a lock of these bytes.</summary>
    public bool HasLock(ReadOnlySpan<byte> lockBytes)
    {
        var file = Path.Combine(Directory, "manifest.lock");
        return File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(lockBytes);
    }

    /// <summary>Targets it is compiled for, sorted.</summary>
    public IReadOnlyList<Target> Targets()
    {
        var targets = new List<Target>();
        foreach (var system in System.IO.Directory.EnumerateDirectories(Path.Combine(Directory, "targets")))
        {
            foreach (var accelerator in System.IO.Directory.EnumerateDirectories(system))
                targets.Add(new Target(Path.GetFileName(system), Path.GetFileName(accelerator)));
        }

        targets.Sort(static (a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
        return targets;
    }

    /// <summary>Whether it is compiled for a target.</summary>
    public bool Has(Target target) => System.IO.Directory.Exists(Layout.TargetOf(Number, target));

    /// <summary><c>targets.json</c>: what its lock has for each target, compiled or not; null where the lock knows no accelerator.</summary>
    public TargetTable? ReadTable()
    {
        var path = Path.Combine(Directory, "targets.json");
        return File.Exists(path) ? ReadTable(path) : null;
    }

    // Apart, because the JSON reader is loaded where a method that names it begins.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TargetTable ReadTable(string path) =>
        GenerationRecords.Read(Path.GetDirectoryName(path)!, Path.GetFileName(path), EnvcJson.Default.TargetTable);

    /// <summary>A target's <c>activation.json</c>.</summary>
    public ActivationSpec ReadActivation(Target target) =>
        GenerationRecords.ReadActivation(Layout.TargetOf(Number, target));

    /// <summary>A target's <c>services.json</c>.</summary>
    public ServiceGraph ReadServices(Target target) => GenerationRecords.ReadServices(Layout.TargetOf(Number, target));
}
