using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Exporting;
using EnvCompiler.Compile.Kubernetes;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Commands.Exporting;

/// <summary><c>envc export kubernetes</c>.</summary>
public sealed class ExportKubernetesCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<int?> generation = ExportCommand.Generation();
    private readonly Option<bool> plainHttp = PlainHttpOption.Create();
    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "The environment's name in the names of objects (default: its directory's)" };
    private readonly Option<string?> place = new("--namespace", "-n") { HelpName = "NAME", Description = "Namespace of all objects (default: the manifest's, else the environment's name)" };
    private readonly Option<string> output = new("--output", "-o") { HelpName = "DIR", Description = "Write to this directory, which `kubectl apply -k` takes", Required = true };

    private readonly Option<string[]> targets = new("--target")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "TARGET",
        Description = "A deployment for these targets of the lock, such as `sm_90`; without it, for those of all GPUs, or the processor's where there are none",
    };

    private readonly Option<string[]> images = new("--image")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "[TARGET=]REF",
        Description = "The repository that `envc containerize --push` brought images to, which is asked for their digests; or a target's image by digest: `sm_90=registry.example/team/llm@sha256:…`",
    };

    /// <summary>The command.</summary>
    public ExportKubernetesCommand(CliContext context)
        : base("kubernetes", "A deployment for each target and all that a cluster wants besides: a directory of YAML with a kustomization")
    {
        this.context = context;
        output.OfPath();
        foreach (var option in (Option[])[directory, output, images, targets, generation, name, place, plainHttp, noWait])
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(place) is { } chosen && !KubernetesDefinition.IsNamespace(chosen))
                result.AddError($"`{chosen}` cannot be a namespace: lower-case letters, digits and dashes");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var exporter = new KubernetesExporter(context, layout) { Name = parsed.GetValue(name), Namespace = parsed.GetValue(place) };
        var asked = (parsed.GetValue(targets) ?? []).Select(ExportCommand.ParseTarget).ToList();
        var where = new PinnedImages(context) { Given = ImagesOf(parsed.GetValue(images) ?? []), PlainHttp = parsed.GetValue(plainHttp) };
        if (!(await exporter.CompileAsync(parsed.GetValue(generation), asked, where, cancellation)).TryGet(out var files, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var target = Path.GetFullPath(parsed.GetValue(output)!);
        if (!new KubernetesDirectory(new FileWriter(context.Files)).Write(target, files.Files).TryGet(out var changed, out problems))
            return context.Fail(problems);
        context.UserInterface.Say(changed == 0 ? $"the {files.Files.Count} files in {ShownPath.Of(target)} are up to date" : $"{changed} of {files.Files.Count} files written in {ShownPath.Of(target)}");
        if (files.Files.ContainsKey(KubernetesFiles.PodMonitor))
            context.UserInterface.Say($"`{KubernetesFiles.PodMonitor}` is for the Prometheus operator; a cluster without its kinds refuses that object and takes the others");
        foreach (var (secret, keys) in files.Secrets)
            context.UserInterface.Say($"the pods wait for the secret `{secret}` of the namespace `{files.Namespace}` with {string.Join(", ", keys.Select(key => $"`{key}`"))}");
        return ExitCodes.Done;
    }

    // A reference has an `=` nowhere, and a target's name is before the first one.
    private static Dictionary<string, string> ImagesOf(IEnumerable<string> given)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            images[equals < 0 ? "" : ExportCommand.ParseTarget(text[..equals]).ToString()] = text[(equals + 1)..];
        }

        return images;
    }
}
