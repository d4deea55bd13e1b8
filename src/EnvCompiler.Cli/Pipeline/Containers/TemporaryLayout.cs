using EnvCompiler.Host.Files;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Images;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>A layout directory that is gone afterwards: what an archive is made of.</summary>
/// <param name="context">The machine's services.</param>
internal sealed class TemporaryLayout(CliContext context) : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("envc-image-").FullName;

    /// <summary>Its name as a repository.</summary>
    internal RepositoryName Name => new(Registry: null, Path.Combine(directory, "layout"));

    /// <summary>Writes it as an archive: to standard output where the path is <c>-</c>, else by a rename.</summary>
    internal void WriteArchive(string path)
    {
        if (path == "-")
        {
            using var output = Console.OpenStandardOutput();
            ImageArchive.Write(Name.Path, output);
            return;
        }

        var place = Path.GetFullPath(path);
        var temporary = FileWriter.TemporaryFor(place);
        try
        {
            using (var file = context.Files.CreateNew(temporary, FileWriter.Readable))
            {
                using var output = new WritableFileStream(file);
                ImageArchive.Write(Name.Path, output);
                file.Sync();
            }

            context.Files.Rename(temporary, place);
        }
        finally
        {
            context.Files.Unlink(temporary);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DirectoryTree.Delete(context.Files, directory);
}
