using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution.Layouts;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>Where an archive of images goes.</summary>
/// <param name="context">The machine's services.</param>
internal sealed class ArchiveFile(CliContext context)
{
    /// <summary>Writes it: to standard output as it goes, to a file by a rename.</summary>
    /// <returns>What is wrong; null when all of it is there.</returns>
    internal Diagnostic? Write(ArchiveRepository archive, ImageOutput destination, CancellationToken cancellation)
    {
        if (destination.IsStandardOutput)
        {
            using var output = StandardStream.OpenOutput();
            return archive.Write(output, cancellation);
        }

        var place = Path.GetFullPath(destination.Path);
        var temporary = FileWriter.TemporaryFor(place);
        try
        {
            using (var file = context.Files.CreateNew(temporary, FileWriter.Readable))
            {
                using var output = new WritableFileStream(file);
                if (archive.Write(output, cancellation) is { } problem)
                    return problem;
                file.Sync();
            }

            context.Files.Rename(temporary, place);
            return null;
        }
        finally
        {
            context.Files.Unlink(temporary);
        }
    }
}
