using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Compile.Kubernetes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>A generation to objects of Kubernetes. No root is composed: pods have their files from images.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class KubernetesExporter(CliContext context, EnvironmentLayout layout)
{
    /// <summary>What the objects call the environment; null for its directory's name.</summary>
    internal string? Name { get; init; }

    /// <summary>The namespace; null for what the manifest says.</summary>
    internal string? Namespace { get; init; }

    /// <summary>Compiles.</summary>
    /// <param name="number">A generation as it is; null for the live one, made anew where that is needed.</param>
    /// <param name="asked">Targets; none for those of all GPUs in the lock, or the processor's where it has none.</param>
    /// <param name="images">Where the images are.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<KubernetesFiles>> CompileAsync(
        int? number, IReadOnlyList<Target> asked, PinnedImages images, CancellationToken cancellation)
    {
        if (!(await OpenAsync(number, asked, cancellation)).TryGet(out var opened, out var problems))
            return Result<KubernetesFiles>.Failure(problems);
        var (content, targets) = opened;
        var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(layout.Generation(content.Number), "generation.json"))));
        var table = TargetTable.Of(content.Manifest, content.Lock);
        var compiled = new Dictionary<Target, KubernetesTarget>();
        var missing = new List<Diagnostic>();
        foreach (var target in targets)
        {
            if (!(await images.FindAsync(target, targets.Count == 1, content.Number, digest, cancellation)).TryGet(out var image, out problems))
                missing.AddRange(problems);
            else
                compiled[target] = new KubernetesTarget(content.Targets[target.ToString()], table?.Rows.GetValueOrDefault(target.ToString()), image);
        }

        return missing.Count > 0 ? Result<KubernetesFiles>.Failure(missing) : KubernetesCompiler.Compile(new KubernetesEnvironment
        {
            Name = Name ?? Path.GetFileName(layout.Directory.TrimEnd('/')),
            Generation = content.Number,
            Digest = digest,
            Manifest = Namespace is null ? content.Manifest : content.Manifest with { Kubernetes = content.Manifest.Kubernetes with { Namespace = Namespace } },
            Targets = compiled,
        });
    }

    private async Task<Result<(GenerationContent Content, IReadOnlyList<Target> Targets)>> OpenAsync(int? number, IReadOnlyList<Target> asked, CancellationToken cancellation)
    {
        var pipeline = new EnvironmentPipeline(context, layout);
        IReadOnlyList<Target> wanted = asked;
        if (number is null)
        {
            if (!(await pipeline.LockAsync(checkOnly: false, cancellation)).TryGet(out var environment, out var problems))
                return Result<(GenerationContent, IReadOnlyList<Target>)>.Failure(problems);
            wanted = asked.Count > 0 ? asked : DefaultsOf(environment.Lock.Targets.Keys);
            if (!(await pipeline.BuildAsync(wanted, cancellation)).TryGet(out var built, out problems))
                return Result<(GenerationContent, IReadOnlyList<Target>)>.Failure(problems);
            context.UserInterface.Report(problems);
            number = built.Number;
        }

        if (!new GenerationReader(layout).Read(number.Value).TryGet(out var content, out var unreadable))
            return Result<(GenerationContent, IReadOnlyList<Target>)>.Failure(unreadable);
        wanted = wanted.Count > 0 ? wanted : DefaultsOf(content.Targets.Keys);
        var present = new LiveGeneration(layout, number.Value).Targets();
        var absent = wanted.Where(target => !content.Targets.ContainsKey(target.ToString())).ToList();
        return absent.Count == 0
            ? (content, wanted)
            : Result<(GenerationContent, IReadOnlyList<Target>)>.Failure([.. absent.Select(target => EnvCompiler.Run.Activation.Targets.TargetDiagnostics.NotBuilt(number.Value, target, present))]);
    }

    // Nobody hands out the GPUs of `vulkan`.
    private static List<Target> DefaultsOf(IEnumerable<string> names)
    {
        var targets = names.Select(name => Target.TryParse(name, out var target) ? target : null).OfType<Target>().Where(target => target.Accelerator != Accelerators.Vulkan).ToList();
        return targets.Exists(target => target.Sm is not null) ? targets.FindAll(target => target.Sm is not null) : targets;
    }
}
