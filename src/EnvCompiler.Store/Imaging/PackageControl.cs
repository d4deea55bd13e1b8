using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Imaging;

/// <summary>What an image asks of a package's control archive.</summary>
internal sealed record PackageControl
{
    /// <summary>The <c>control</c> file.</summary>
    public required string Control { get; init; }

    /// <summary>The <c>md5sums</c> file, where it has one.</summary>
    public string? Md5Sums { get; init; }

    /// <summary><c>Package</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Names that <c>Provides</c> gives it besides its own.</summary>
    public required IReadOnlyList<string> Provides { get; init; }

    /// <summary><c>Pre-Depends</c> and <c>Depends</c>: for each element its alternatives' names.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Depends { get; init; }

    /// <summary>Reads a package's <c>.deb</c> in the store; ENVC0326 where it is damaged.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public static Result<PackageControl> TryRead(StoreLayout store, LockedPackage package)
    {
        try
        {
            return Read(store.Artifact(package.Sha256));
        }
        catch (InvalidDataException e)
        {
            return StoreDiagnostics.DamagedPackage(package, e.Message);
        }
    }

    private static PackageControl Read(string artifact)
    {
        using var stream = new FileStream(artifact, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var ar = new ArReader(new BufferedStream(stream, 64 * 1024));
        var archive = DebArchive.ReadControl(ar);
        var text = archive.Control;
        string[] relations = [ControlFile.Field(text, "Pre-Depends") ?? "", ControlFile.Field(text, "Depends") ?? ""];
        return new PackageControl
        {
            Control = text,
            Md5Sums = archive.Md5Sums,
            Name = ControlFile.Field(text, "Package") ?? throw new InvalidDataException("its control file has no `Package`"),
            Provides = ControlFile.PackageNames(ControlFile.Field(text, "Provides")),
            Depends = [.. relations.SelectMany(field => field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(ControlFile.PackageNames)],
        };
    }
}
