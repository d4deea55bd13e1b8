namespace EnvCompiler.Compile.Generations;

/// <summary>Writes the files of a generation: beside its place, made durable, then renamed into it.</summary>
internal static class GenerationWriter
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ReadAndExecute = ReadOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    internal const string TemporaryPrefix = ".tmp-";

    /// <summary>Makes a generation of a number that is free.</summary>
    internal static void Write(EnvironmentLock held, GenerationFiles files, int number)
    {
        var (layout, operations) = (held.Layout, held.Writer.Operations);
        var temporary = Path.Combine(layout.Generations, $"{TemporaryPrefix}{Environment.ProcessId}-{number}");
        WriteFiles(held, files, temporary);
        operations.SyncFileSystem(temporary);
        operations.Rename(temporary, layout.Generation(number));
        operations.SyncDirectory(layout.Generations);
    }

    /// <summary>Writes its files into a directory; nothing is synced.</summary>
    internal static void WriteFiles(EnvironmentLock held, GenerationFiles files, string directory)
    {
        foreach (var (path, file) in files.Files)
        {
            var target = Path.Combine(directory, path);
            held.Writer.EnsureDirectory(Path.GetDirectoryName(target)!);
            using var written = held.Writer.Operations.CreateNew(target, file.Executable ? ReadAndExecute : ReadOnly);
            written.Write(file.Content);
        }
    }
}
