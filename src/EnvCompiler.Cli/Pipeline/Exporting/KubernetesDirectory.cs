using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>The directory of exported objects. Its YAML is envc's alone: what an earlier export left there goes, and a directory with other YAML is not touched.</summary>
/// <param name="writer">Writes.</param>
internal sealed class KubernetesDirectory(FileWriter writer)
{
    private const string Kustomization = "kustomization.yaml";

    private static readonly byte[] Mark = Encoding.UTF8.GetBytes("# Made by `envc export kubernetes`, which replaces it: change it by a kustomization above this one.\n");

    /// <summary>Writes what is not there like this already: objects, the kustomization that lists them, and last what it lists no more goes.</summary>
    /// <returns>How many files were written or removed; or that the directory is not envc's.</returns>
    internal Result<int> Write(string directory, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(directory);
        var present = Directory.GetFiles(directory, "*.yaml");
        if (present.Any(path => !File.ReadAllBytes(path).AsSpan().StartsWith(Mark)))
            return ExportDiagnostics.OtherDirectory(directory);
        var changed = 0;
        foreach (var (name, text) in files.OrderBy(file => file.Key == Kustomization))
            changed += WriteOne(Path.Combine(directory, name), [.. Mark, .. Encoding.UTF8.GetBytes(text)]) ? 1 : 0;
        foreach (var stale in present.Where(path => !files.ContainsKey(Path.GetFileName(path))))
        {
            writer.Operations.Unlink(stale);
            changed++;
        }

        return changed;
    }

    private bool WriteOne(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            return false;
        writer.Replace(path, content);
        return true;
    }
}
