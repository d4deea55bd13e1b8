using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>The repositories whose environments the user has agreed to run: a small file each, <c>envc/trusted/HASH12-NAME</c> of the user's data, with the name in it.</summary>
/// <param name="directory">The directory.</param>
/// <param name="writer">Writes.</param>
internal sealed class TrustedRepositories(string directory, FileWriter writer)
{
    /// <summary>Whether the user has agreed.</summary>
    internal bool Has(string repository) => File.Exists(FileOf(repository)) && File.ReadAllText(FileOf(repository)) == repository;

    /// <summary>Remembers that the user has agreed.</summary>
    internal void Add(string repository)
    {
        writer.EnsureSyncedDirectory(directory);
        writer.SweepTemporaries(FileOf(repository));
        writer.Replace(FileOf(repository), repository, FileWriter.Private);
    }

    private string FileOf(string repository) => RunLayout.Of(directory, repository).Directory;
}
