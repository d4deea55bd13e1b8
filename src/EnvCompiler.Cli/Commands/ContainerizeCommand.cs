using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline.Containers;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Ship;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc containerize</c>: an OCI image for each target of the live generation.</summary>
public sealed class ContainerizeCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> plainHttp = PlainHttpOption.Create();
    private readonly Option<string?> output = new("--output", "-o") { HelpName = "DIR|FILE|-", Description = "An OCI layout directory; with `.tar` an OCI archive, with `-` one on standard output" };
    private readonly Option<string?> push = new("--push") { HelpName = "REF", Description = "Bring the images to a repository, `registry.example.com/team/name`" };
    private readonly Option<string?> load = new("--load")
    {
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = string.Join('|', ContainerEngines.Names),
        Description = "Give the images to this container engine (default: the first that is here)",
    };

    private readonly Option<bool> withoutModels = new("--without-models") { Description = "Leave models out; they are mounted below `/srv` then" };
    private readonly Option<int?> layers = CheckedOption.Number("--layers", 10, ImageLayers.LargestBudget, "Layers at most, 10 to 120 (default: 40); small packages share some");
    private readonly Option<string?> compression = new("--compression")
    {
        HelpName = "gzip|zstd[:LEVEL]",
        Description = "How layers are compressed (default: gzip); zstd is the lock's own, level 1 to 19 (default: 3)",
    };

    private readonly Option<bool> json = new("--json") { Description = "Print what was built as JSON" };

    private readonly Option<string[]> targets = new("--target")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "TARGET",
        Description = "Images for these targets of the lock, such as `sm_90`; without it, for all of them",
    };

    /// <summary>The command.</summary>
    public ContainerizeCommand(CliContext context)
        : base("containerize", "Builds, and makes an OCI image without shell and package manager for each target")
    {
        this.context = context;
        foreach (var option in (Option[])[directory, output, push, load, targets, withoutModels, layers, compression, plainHttp, json, noWait])
            Add(option);
        output.OfPath();
        load.AcceptOnlyFromAmong([.. ContainerEngines.Names]);
        Validators.Add(result =>
        {
            if (result.GetValue(compression) is { } wanted && !LayerFormat.TryParse(wanted, out _))
                result.AddError($"`--compression` is `gzip`, `zstd` or `zstd:LEVEL` with a level from 1 to {LayerFormat.HighestLevel}");
            if (result.GetValue(output) == "-" && result.GetValue(json))
                result.AddError("`-o -` and `--json` both write to standard output");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        if (!ReferenceArgument.Read(parsed.GetValue(push)).TryGet(out var reference, out var problems)
            || !EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out problems))
            return context.Fail(problems);
        if (reference?.Target is not null)
            return context.Fail([ShipDiagnostics.PushWithTag(reference)]);
        // What would only be found when all is built is looked at first.
        var output = parsed.GetValue(this.output) is { } path ? new ImageOutput(path) : null;
        if (output?.Problem() is { } unusable)
            return context.Fail([unusable]);
        string? engine = null;
        if (parsed.GetResult(load) is not null && !ContainerEngines.Find(parsed.GetValue(load)).TryGet(out engine, out problems))
            return context.Fail(problems);
        var request = new ContainerizeRequest
        {
            Targets = [.. (parsed.GetValue(targets) ?? []).Select(ParseTarget).Distinct()],
            Options = new ImageOptions(parsed.GetValue(withoutModels), parsed.GetValue(layers) ?? ImageLayers.DefaultBudget, FormatOf(parsed.GetValue(compression))),
            Output = output,
            Repository = reference?.Repository,
            PlainHttp = parsed.GetValue(plainHttp),
            Engine = engine,
        };
        if (!(await new Containerizer(context, layout).RunAsync(request, cancellation)).TryGet(out var report, out problems))
            return context.Fail(problems);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.ContainerizeReport));
        else
            Say(report);
        return ExitCodes.Done;
    }

    private static LayerFormat FormatOf(string? text) => text is not null && LayerFormat.TryParse(text, out var format) ? format : LayerFormat.Gzip;

    // The accelerator alone means this host's system.
    private static Target ParseTarget(string text) => Target.TryParse(text, out var target) ? target : new Target(HostContext.Current().System, text);

    private void Say(ContainerizeReport report)
    {
        foreach (var image in report.Images)
        {
            var shared = image.SharedLayers == 0 ? "" : $", {image.SharedLayers} of them ({ByteSize.Of(image.SharedBytes)}) as above";
            context.UserInterface.Say($"{image.Tag}: {image.Layers.Count} layers, {ByteSize.Of(image.Size)}{shared}: {image.Digest}");
            foreach (var note in image.Notes)
                context.UserInterface.Say($"  {note}");
        }

        if (report.Index is { } index)
            context.UserInterface.Say($"{report.Generation}: {report.SentBlobs} new blobs, {ByteSize.Of(report.SentBytes ?? 0)}: {index}");
    }
}
