using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc pull [REF]</c>.</summary>
public sealed class PullCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = new("--dir", "-d") { HelpName = "DIR", Description = "Directory of the environment, made where it is missing (default: the current directory)" };
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> plainHttp = PlainHttpOption.Create();
    private readonly Option<bool> force = new("--force") { Description = "Where this environment has gone on otherwise, take the repository's generations; its own are kept in `.envc/replaced`" };
    private readonly Option<bool> copy = new("--copy") { Description = "Only manifest and lock, as an environment of its own" };
    private readonly Argument<string?> reference = new("REF")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "`registry.example.com/team/name[:N]`, or `oci:DIR[:N]` (default: where the environment was pushed to or pulled from)",
    };

    /// <summary>The command.</summary>
    public PullCommand(CliContext context)
        : base("pull", "Brings the generations of a registry or an OCI layout directory here, and makes one live")
    {
        this.context = context;
        Add(reference);
        foreach (var option in (Option[])[directory, copy, force, plainHttp, noWait])
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(copy) && result.GetValue(reference) is null)
                result.AddError("`--copy` needs a reference");
            if (result.GetValue(copy) && result.GetValue(force))
                result.AddError("`--copy` and `--force` exclude each other");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        if (!ReferenceArgument.Read(parsed.GetValue(reference)).TryGet(out var source, out var problems))
            return context.Fail(problems);
        var place = parsed.GetValue(directory) ?? ".";
        var puller = new EnvironmentPuller(context);
        var pulling = parsed.GetValue(copy)
            ? puller.CopyAsync(source!, place, parsed.GetValue(plainHttp), cancellation)
            : puller.PullAsync(source, place, new PullOptions(parsed.GetValue(force), parsed.GetValue(plainHttp)), cancellation);
        if (!(await pulling).TryGet(out var pulled, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        if (parsed.GetValue(copy))
        {
            context.UserInterface.Say($"manifest and lock of generation {pulled.Live} are in {ShownPath.Of(pulled.Directory)}");
            return ExitCodes.Done;
        }

        var news = pulled.Generations.Count == 0 ? "nothing new" : $"pulled {NumberList.Of("generation", pulled.Generations)}";
        context.UserInterface.Say($"{news} from {pulled.Repository}; generation {pulled.Live} is live");
        if (pulled.Kept is { } kept)
            context.UserInterface.Say($"what was here instead is kept in {ShownPath.Of(kept)}: generations, history, manifest and lock");
        if (pulled.Generations.Count > 0)
            await RunningServices.SayUntouchedAsync(context, new EnvironmentLayout(pulled.Directory), cancellation);
        return ExitCodes.Done;
    }
}
