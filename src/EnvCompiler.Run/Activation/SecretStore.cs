using System.Security.Cryptography;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Activation;

/// <summary><c>.envc/secrets/NAME</c>: mode 0600 in a directory of mode 0700, outside generations.</summary>
/// <param name="layout">The environment.</param>
/// <param name="writer">Writes.</param>
public sealed class SecretStore(EnvironmentLayout layout, FileWriter writer)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The secret's value, generated at its first use where the manifest says so; null when there is none.</summary>
    public Result<string?> Read(ActivationVariable variable)
    {
        var path = Path.Combine(layout.Secrets, variable.Name);
        if (!File.Exists(path))
        {
            if (variable.Generate is null)
                return Result<string?>.Success(null, [ActivationDiagnostics.SecretMissing(variable.Name, path)]);
            if (variable.Generate != "hex32")
                return ActivationDiagnostics.UnknownGenerator(variable.Name, variable.Generate);
            Create(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        // Where the secret is, nobody needs them; who would link one now is content with what is there.
        writer.SweepTemporaries(path);
        if ((File.GetUnixFileMode(path) & Others) != 0)
            return ActivationDiagnostics.SecretUnsafe(variable.Name, path);
        return Result<string?>.Success(File.ReadAllText(path).TrimEnd('\n'));
    }

    // Written beside and linked into place: of two activations the first one's value stays, and no reader sees half of it.
    private void Create(string path, string value)
    {
        writer.EnsureSyncedDirectory(layout.Secrets, FileWriter.PrivateDirectory);
        var temporary = FileWriter.TemporaryFor(path);
        using (var file = writer.Operations.CreateNew(temporary, FileWriter.Private))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(value + "\n"));
            file.Sync();
        }

        try
        {
            if (!writer.Operations.TryLink(temporary, path))
                writer.Operations.Rename(temporary, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // The other activation was first.
        }

        writer.Operations.SyncDirectory(layout.Secrets);
    }
}
