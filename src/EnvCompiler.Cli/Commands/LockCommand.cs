using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc lock</c>: manifest to lock.</summary>
public sealed class LockCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> check = new("--check") { Description = "Fail when the lock does not fit the manifest; write nothing" };

    /// <summary>The command.</summary>
    public LockCommand(CliContext context)
        : base("lock", "Resolves the manifest into manifest.lock; does nothing when the lock fits")
    {
        this.context = context;
        Add(directory);
        Add(check);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var locked = await new EnvironmentPipeline(context, layout).LockAsync(parsed.GetValue(check), cancellation);
        if (!locked.TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        context.UserInterface.Say($"locked {environment.Lock.Packages.Count} packages for {string.Join(", ", environment.Lock.Targets.Keys)}");
        return ExitCodes.Done;
    }
}
