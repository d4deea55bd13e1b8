using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Resolve.Explaining;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc explain NAME</c>: why a package is in the lock, and why in this version.</summary>
public sealed class ExplainCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string> name = new("NAME") { Description = "A package of the lock, or an install id" };
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element a target and group" };

    /// <summary>The command.</summary>
    public ExplainCommand(CliContext context)
        : base("explain", "Tells why a package is in the lock, and why in this version and no other")
    {
        this.context = context;
        Add(directory);
        Add(name);
        Add(offline);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.Offline = parsed.GetValue(offline);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await new EnvironmentPipeline(context, layout).OpenLockAsync(cancellation)).TryGet(out var explainer, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var wanted = parsed.GetValue(name)!;
        var explained = explainer.Explain(wanted);
        if (explained.Count == 0)
            return context.Fail([CommandLineDiagnostics.NotLocked(wanted, explainer.Names)]);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. explained], CliJson.Default.ExplainedPackageArray));
        else
            Write(context.UserInterface.Output, explained);
        return ExitCodes.Done;
    }

    private static void Write(TextWriter output, IReadOnlyList<ExplainedPackage> explained)
    {
        foreach (var package in explained)
        {
            output.WriteLine($"{package.Package} {package.Version} of {package.Suite}, in the group {package.Group} for {package.Target}");
            if (package.Steps.Count == 0)
                output.WriteLine("  the catalogs do not have this version any more, so what needed it is not known");
            for (var step = 0; step < package.Steps.Count; step++)
                output.WriteLine($"{new string(' ', 2 * (step + 1))}{package.Steps[step]}");
            foreach (var other in package.Rejected)
                output.WriteLine($"  not {other.Version} of {other.Suite}: {other.Because}");
        }
    }
}
