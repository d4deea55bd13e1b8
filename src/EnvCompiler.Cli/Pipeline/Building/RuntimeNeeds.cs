using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Inspecting;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Pipeline.Building;

/// <summary>
/// The packages that a built one needs: those of the root whose libraries its binaries load, at least in the version that they were linked with, and those
/// that the manifest names. Libraries of the host's driver are no package's.
/// </summary>
/// <param name="store">Where the root's packages are unpacked.</param>
/// <param name="locked">The lock.</param>
/// <param name="activation">The environment that it is made in.</param>
internal sealed class RuntimeNeeds(StoreLayout store, Lock locked, PreparedActivation activation)
{
    private readonly LockedGroup group = locked.Targets[activation.Choice.Target.ToString()].Groups[activation.Spec.DefaultGroup!];

    /// <summary>Relations in Debian's syntax, sorted.</summary>
    /// <param name="output">What was built.</param>
    /// <param name="installIds">Named by the manifest.</param>
    internal Result<IReadOnlyList<string>> Of(string output, IReadOnlyList<string> installIds)
    {
        var libraries = new HashSet<string>(StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        foreach (var (path, result) in PathInspector.ReadAll(output))
        {
            problems.AddRange(result.Diagnostics.Where(problem => problem.Severity == Severity.Error));
            own.Add(Path.GetFileName(path));
            if (result.TryGet(out var file))
                libraries.UnionWith(file.NeededLibraries);
        }

        var packages = group.Packages.Select(id => locked.Packages[id]).ToArray();
        var needed = libraries.Except(own).Select(library => Array.Find(packages, package => Has(package, library))).OfType<LockedPackage>()
            .Concat(installIds.Where(group.Install.ContainsKey).Select(id => locked.Packages[group.Install[id]]));
        return problems.Count == 0
            ? needed.Select(Relation).Distinct().Order(StringComparer.Ordinal).ToArray()
            : Result<IReadOnlyList<string>>.Failure(problems);
    }

    private bool Has(LockedPackage package, string library)
    {
        var files = store.ObjectFileSystem(package.Sha256);
        return Path.Exists($"{files}/usr/lib/{Triplet}/{library}") || Path.Exists($"{files}/usr/lib/{library}");
    }

    private string Triplet => activation.Choice.Target.System == "aarch64-linux" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";

    // Without Debian's revision: that changes no interface.
    private static string Relation(LockedPackage package)
    {
        var dash = package.Version.LastIndexOf('-');
        return $"{package.Name} (>= {(dash < 0 || package.Build is not null ? package.Version : package.Version[..dash])})";
    }
}
