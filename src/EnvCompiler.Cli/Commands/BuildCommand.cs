using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Building;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc build</c>: manifest to live generation. <c>envc build NAME</c>: a package of <c>[build]</c>.</summary>
public sealed class BuildCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Argument<string[]> names = new("NAME") { Arity = ArgumentArity.ZeroOrMore, Description = "Packages of `[build]` to make in the environment; without one the environment itself is built" };

    private readonly Option<string[]> targets = new("--target")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "TARGET",
        Description = "Build for these targets of the lock, such as `x86_64-linux/sm_90`; without it, for this host's",
    };

    /// <summary>The command.</summary>
    public BuildCommand(CliContext context)
        : base("build", "Makes the roots of the lock and the next generation, locks first where that is needed; with names, makes packages of `[build]`")
    {
        this.context = context;
        Add(directory);
        Add(noWait);
        Add(targets);
        Add(names);
        Validators.Add(result =>
        {
            if (result.GetValue(names) is { Length: > 0 } && result.GetResult(targets) is not null)
                result.AddError("packages are made in this host's root, so `--target` cannot go with their names");
            // Where names may follow, the parser takes an option that it does not know for one.
            foreach (var option in (result.GetValue(names) ?? []).Where(name => name.StartsWith('-')))
                result.AddError($"`{option}` is no option of this command");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if (parsed.GetValue(names) is { Length: > 0 } wanted)
            return await BuildPackagesAsync(layout, wanted, cancellation);
        if (!(await new EnvironmentPipeline(context, layout).BuildAsync([.. (parsed.GetValue(targets) ?? []).Select(ParseTarget)], cancellation)).TryGet(out var generation, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        context.UserInterface.Say(generation.IsNew ? $"generation {generation.Number} is live" : $"generation {generation.Number} is live already");
        if (generation.IsNew)
            await RunningServices.SayUntouchedAsync(context, layout, cancellation);
        return ExitCodes.Done;
    }

    // The accelerator alone means this host's system.
    private static Target ParseTarget(string text) => Target.TryParse(text, out var target) ? target : new Target(HostContext.Current().System, text);

    private async Task<int> BuildPackagesAsync(EnvironmentLayout layout, string[] wanted, CancellationToken cancellation)
    {
        if (!ManifestFile.Read(layout.Manifest, layout.Lock, ShownPath.Of).TryGet(out var source, out var problems))
            return context.Fail(problems);
        var builder = new PackageBuilder(context, layout);
        foreach (var name in wanted)
        {
            if (!(await builder.BuildAsync(source, name, cancellation)).TryGet(out var package, out problems))
                return context.Fail(problems);
            context.UserInterface.Say($"built {package.Name} {package.Version} for {package.Architecture}: {ShownPath.Of(package.Path)} ({ByteSize.Of(package.Size)})");
        }

        return ExitCodes.Done;
    }
}
