using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>Where <c>containerize -o</c> brings images: a layout's directory, an archive's file, or standard output.</summary>
/// <param name="Path">As a person wrote it.</param>
internal sealed record ImageOutput(string Path)
{
    private const string ArchiveEnding = ".tar";

    /// <summary>It is standard output.</summary>
    internal bool IsStandardOutput => Path == "-";

    /// <summary>It is an archive, of a file or standard output.</summary>
    internal bool IsArchive => IsStandardOutput || (System.IO.Path.GetExtension(Path) == ArchiveEnding && !Directory.Exists(Path));

    /// <summary>What can be seen to stand in the way before anything is built, or null.</summary>
    internal Diagnostic? Problem()
    {
        var directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        if (IsArchive && !IsStandardOutput && !Directory.Exists(directory))
            return CommandLineDiagnostics.NoDirectoryForArchive(directory);
        return !IsArchive && File.Exists(Path) ? CommandLineDiagnostics.LayoutIsFile(Path) : null;
    }
}
