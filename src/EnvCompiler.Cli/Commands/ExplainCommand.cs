using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Resolve.Explaining;
using EnvCompiler.Run.Supervision.Explaining;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc explain NAME</c>: why a package is in the lock, and why in this version; how a service would be started, and the source of each value.</summary>
public sealed class ExplainCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string> name = new("NAME") { Description = "A package of the lock, an install id, or a service" };
    private readonly Option<bool> offline = OfflineOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element a target and group of a package, and one for a service" };

    /// <summary>The command.</summary>
    public ExplainCommand(CliContext context)
        : base("explain", "Tells why a package is in the lock, and why in this version and no other; how a service would be started, and the source of each value")
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
        var wanted = parsed.GetValue(name)!;
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var services = new ServiceExplanation(context, layout);
        if (!(await services.FindAsync(wanted, cancellation)).TryGet(out var service, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        if (!(await ExplainPackageAsync(layout, wanted, services.Names, mustBe: service is null, cancellation)).TryGet(out var packages, out problems) && service is null)
            return context.Fail(problems);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(Json(packages ?? [], service), CliJson.Default.JsonArray));
        else
            Write(context.UserInterface.Output, packages ?? [], service);

        // What is known of a service is told whatever the lock and the catalogs say, and the code tells.
        return context.Fail(problems);
    }

    // The catalogs are asked for a name that is locked, so a service needs no network.
    private async Task<Result<IReadOnlyList<ExplainedPackage>>> ExplainPackageAsync(
        EnvironmentLayout layout, string wanted, IReadOnlyList<string> services, bool mustBe, CancellationToken cancellation)
    {
        var pipeline = new EnvironmentPipeline(context, layout);
        if (!(await pipeline.LockAsync(checkOnly: true, cancellation)).TryGet(out var environment, out var problems))
            return Result<IReadOnlyList<ExplainedPackage>>.Failure(problems);
        IReadOnlyList<string> known = [.. environment.Lock.Packages.Values.Select(package => package.Name).Concat(environment.Lock.Request.Install.Keys).Distinct()];
        if (!known.Contains(wanted, StringComparer.Ordinal))
        {
            return !mustBe ? Result<IReadOnlyList<ExplainedPackage>>.Success([])
                : environment.Source.Manifest.Services.ContainsKey(wanted) ? CommandLineDiagnostics.NotCompiled(wanted)
                : CommandLineDiagnostics.NotLocked(wanted, [.. known, .. services]);
        }

        return (await pipeline.OpenLockAsync(environment, cancellation)).TryGet(out var explainer, out problems)
            ? Result<IReadOnlyList<ExplainedPackage>>.Success(explainer.Explain(wanted), problems)
            : Result<IReadOnlyList<ExplainedPackage>>.Failure(problems);
    }

    private static JsonArray Json(IReadOnlyList<ExplainedPackage> packages, ExplainedService? service) =>
    [
        .. packages.Select(package => JsonSerializer.SerializeToNode(package, CliJson.Default.ExplainedPackage)),
        .. service is null ? [] : (IEnumerable<JsonNode?>)[JsonSerializer.SerializeToNode(service, CliJson.Default.ExplainedService)],
    ];

    private static void Write(TextWriter output, IReadOnlyList<ExplainedPackage> packages, ExplainedService? service)
    {
        PackageExplanationView.Write(output, packages);
        if (packages.Count > 0 && service is not null)
            output.WriteLine();
        if (service is not null)
            ServiceExplanationView.Write(output, service);
    }
}
