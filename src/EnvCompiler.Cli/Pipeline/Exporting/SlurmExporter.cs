using EnvCompiler.Compile.Slurm;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>A generation as scripts of Slurm.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class SlurmExporter(CliContext context, EnvironmentLayout layout)
{
    /// <summary>Writes the scripts that are not there as they should be.</summary>
    /// <param name="place">Absolute directory.</param>
    /// <param name="exported">What is exported.</param>
    /// <param name="isTargetNamed">Jobs run as this target; otherwise as that of the GPUs that they are given.</param>
    /// <returns>Absolute paths of what was written.</returns>
    internal IReadOnlyList<string> Write(string place, ExportedGeneration exported, bool isTargetNamed)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["ENVC_STORE"] = context.Store.Root };
        if (isTargetNamed)
            variables["ENVC_TARGET"] = exported.Target.ToString();
        var scripts = new JobCompiler(new JobRequest
        {
            Name = exported.Name,
            Directory = layout.Directory,
            Generation = exported.Generation.Number,
            Target = exported.Target,
            Graph = exported.Graph,
            Envc = Path.Combine(AppContext.BaseDirectory, "envc"),
            Variables = variables,
        }).Compile();
        var writer = new FileWriter(context.Files);
        writer.EnsureSyncedDirectory(place);
        var written = new List<string>();
        foreach (var (name, text) in scripts)
        {
            var file = Path.Combine(place, name);
            if (File.Exists(file) && File.ReadAllText(file) == text)
                continue;
            writer.Replace(file, text);
            written.Add(file);
        }

        return written;
    }
}
