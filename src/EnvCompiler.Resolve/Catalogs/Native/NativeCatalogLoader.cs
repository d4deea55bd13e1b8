using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>Reads the package files of a native catalog.</summary>
public static class NativeCatalogLoader
{
    private const int MostPackages = 10_000;

    /// <summary>Reads every package; all problems are reported. Where nothing was published yet the catalog is empty, with a warning.</summary>
    /// <param name="name">The catalog's name in the manifest.</param>
    /// <param name="directory">Absolute path of the catalog.</param>
    /// <param name="place">Where the manifest names it.</param>
    /// <param name="location">The directory as the manifest names it.</param>
    public static Result<NativeCatalog> Load(string name, string directory, SourcePlace place, string location)
    {
        try
        {
            var folder = Path.Combine(directory, "packages");
            if (!Directory.Exists(folder))
                return Result<NativeCatalog>.Success(new NativeCatalog(name, directory, new Dictionary<string, NativePackage>()), [NativeDiagnostics.NothingYet(place, location)]);
            var files = Directory.EnumerateFiles(folder, "*.json").Take(MostPackages + 1).Order(StringComparer.Ordinal).ToArray();
            return files.Length <= MostPackages
                ? Read(name, directory, location, files)
                : NativeDiagnostics.Unusable(place, location, $"it has more than {MostPackages} packages");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NativeDiagnostics.Unusable(place, location, e.Message);
        }
    }

    /// <summary>Reads one package file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">Its path for messages.</param>
    public static Result<NativePackage> ReadPackage(string path, string shown) => new FileInfo(path).Length > NativePackageReader.LargestFile
        ? NativeDiagnostics.Damaged(new SourcePlace(shown), $"it is larger than {NativePackageReader.LargestFile >> 20} MiB")
        : NativePackageReader.Read(shown, Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));

    private static Result<NativeCatalog> Read(string name, string directory, string location, string[] files)
    {
        var packages = new Dictionary<string, NativePackage>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        foreach (var file in files)
        {
            var read = ReadPackage(file, Path.Combine(location, "packages", Path.GetFileName(file)));
            problems.AddRange(read.Diagnostics);
            if (read.TryGet(out var package))
                packages.Add(package.Name, package);
        }

        return problems.Count == 0 ? new NativeCatalog(name, directory, packages) : Result<NativeCatalog>.Failure(problems);
    }
}
