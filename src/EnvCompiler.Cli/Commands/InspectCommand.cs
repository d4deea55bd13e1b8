using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Inspecting;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc inspect PATH|PACKAGE</c>: which GPUs and processors binaries are for, by the binaries themselves.</summary>
public sealed class InspectCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string> subject = new("PATH|PACKAGE") { Description = "A file, a directory, or a package or install id of the lock" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element a file, directory or build of the package" };

    /// <summary>The command.</summary>
    public InspectCommand(CliContext context)
        : base("inspect", "Tells which GPUs and processors binaries are for, by what is in them")
    {
        this.context = context;
        Add(directory);
        Add(subject);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var wanted = parsed.GetValue(subject)!;
        var inspected = IsPath(wanted) ? InspectPath(wanted) : await InspectPackageAsync(wanted, parsed.GetValue(directory), cancellation);
        if (!inspected.TryGet(out var reports, out var problems))
            return context.Fail(problems);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. reports], CliJson.Default.InspectionReportArray));
        else
            Write(reports);

        // A file that cannot be read leaves the others' reports as they are, and the code tells.
        return context.Fail(problems);
    }

    private static bool IsPath(string wanted) => wanted.Contains('/', StringComparison.Ordinal) || Path.Exists(wanted);

    private static Result<IReadOnlyList<InspectionReport>> InspectPath(string path)
    {
        if (!Path.Exists(path))
            return CommandLineDiagnostics.NoSuchPath(path);
        return PathInspector.Inspect(path, path).TryGet(out var report, out var problems)
            ? Result<IReadOnlyList<InspectionReport>>.Success([report], problems)
            : Result<IReadOnlyList<InspectionReport>>.Failure(problems);
    }

    private async Task<Result<IReadOnlyList<InspectionReport>>> InspectPackageAsync(string name, string? chosen, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(chosen).TryGet(out var layout, out var problems)
            || !(await new EnvironmentPipeline(context, layout).LockAsync(checkOnly: true, cancellation)).TryGet(out var environment, out problems))
            return Result<IReadOnlyList<InspectionReport>>.Failure(problems);
        context.UserInterface.Report(problems);
        return await new PackageInspection(context, environment, layout).InspectAsync(name, cancellation);
    }

    private void Write(IReadOnlyList<InspectionReport> reports)
    {
        for (var i = 0; i < reports.Count; i++)
        {
            if (i > 0)
                context.UserInterface.Output.WriteLine();
            InspectionView.Write(context.UserInterface.Output, reports[i]);
        }
    }
}
