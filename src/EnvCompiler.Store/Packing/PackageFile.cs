using System.Security.Cryptography;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Packing;

/// <summary>A Debian package on the disk, by its control file.</summary>
public sealed record PackageFile
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <summary><c>Package</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>Version</c>.</summary>
    public required string Version { get; init; }

    /// <summary><c>Architecture</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Elements of <c>Pre-Depends</c> and <c>Depends</c>.</summary>
    public required IReadOnlyList<string> Depends { get; init; }

    /// <summary>First line of <c>Description</c>; null where there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Reads a package's control file and hashes it.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="shown">Its path for messages.</param>
    public static Result<PackageFile> Read(string path, string shown)
    {
        try
        {
            if (!System.IO.Path.Exists(path) || !FileOwner.Of(path).IsRegularFile)
                return StoreDiagnostics.NotAPackage(shown, System.IO.Path.Exists(path) ? "it is not a regular file" : "it is not there");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var (size, sha256) = (stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
            stream.Position = 0;
            using var ar = new ArReader(new BufferedStream(stream, 128 * 1024));
            return Of(path, DebArchive.ReadControl(ar).Control, size, sha256);
        }
        catch (InvalidDataException e)
        {
            return StoreDiagnostics.NotAPackage(shown, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return StoreDiagnostics.NotAPackage(shown, e.Message);
        }
    }

    private static PackageFile Of(string path, string control, long size, string sha256)
    {
        string Required(string field) => ControlFile.Field(control, field) ?? throw new InvalidDataException($"its control file has no `{field}`");
        string[] relations = [ControlFile.Field(control, "Pre-Depends") ?? "", ControlFile.Field(control, "Depends") ?? ""];
        return new PackageFile
        {
            Path = path,
            Name = Required("Package"),
            Version = Required("Version"),
            Architecture = Required("Architecture"),
            Depends = [.. relations.SelectMany(field => field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
            Description = ControlFile.FirstLine(control, "Description"),
            Size = size,
            Sha256 = sha256,
        };
    }
}
