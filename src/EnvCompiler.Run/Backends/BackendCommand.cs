using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Backends.Resolving;
using EnvCompiler.Run.Backends.Serving;
using EnvCompiler.Run.Preflight;

namespace EnvCompiler.Run.Backends;

/// <summary>
/// The scripts of all backends (<c>llamacpp-preflight</c>, <c>llamacpp-resolve-model</c>, <c>llamacpp-serve</c>, and
/// <c>llamacpp-pipeline</c>, which is the three in one process) as general code over <see cref="BackendDefinition"/>.
/// </summary>
public static class BackendCommand
{
    /// <summary>Whether a name begins as a backend's scripts do (<c>llamacpp-</c>); cheap, its data is not read.</summary>
    public static bool Knows(string script) =>
        script.IndexOf('-') is var dash and > 0 && BackendCatalog.Names.Contains(script[..dash], StringComparer.Ordinal);

    /// <summary>Runs a script; serve becomes the server and does not return.</summary>
    /// <returns>One of <see cref="BackendExit"/>.</returns>
    public static Task<int> RunAsync(string script, IReadOnlyList<string> arguments) => RunAsync(script, arguments, StageHost.Real());

    /// <summary>As <see cref="RunAsync(string, IReadOnlyList{string})"/>, on a given host.</summary>
    public static async Task<int> RunAsync(string script, IReadOnlyList<string> arguments, StageHost host)
    {
        if (BackendCatalog.FindScript(script) is not var (backend, stage))
        {
            host.Error.WriteLine(BackendDiagnostics.UnknownScript(script, BackendCatalog.Names.SelectMany(name => BackendCatalog.Find(name)!.Scripts)));
            return BackendExit.Invalid;
        }

        var options = StageOptions.Parse(arguments, out var unknown);
        if (options.Help)
        {
            StageHelp.Write(host.Output, backend, stage);
            return BackendExit.Ok;
        }

        var context = new StageContext(backend, new StageVariables(backend, host.Variables), options, host);
        if (unknown is not null)
            return Finish(context, stage, StageOutcome.Failed(BackendExit.Invalid, StageReason.Usage, BackendDiagnostics.UnknownArgument(script, unknown)));
        if (script != backend.PipelineScript)
            return Finish(context, stage, await RunStageAsync(context, stage));

        foreach (var next in backend.Stages)
        {
            // What stands after `--` is for the server.
            var staged = next == "serve" ? context : context with { Options = options with { Rest = [] } };
            var code = Finish(staged, next, await RunStageAsync(staged, next));
            if (code != BackendExit.Ok)
                return code;
        }

        return BackendExit.Ok;
    }

    private static async Task<StageOutcome> RunStageAsync(StageContext context, string stage)
    {
        if (context.Variables.ProblemsOfPipeline().ToList() is { Count: > 0 } problems)
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.InvalidVariable, problems);
        return stage switch
        {
            "preflight" => await PreflightStage.RunAsync(context),
            "resolve-model" => await ResolveModelStage.RunAsync(context),
            "serve" => ServeStage.Run(context),
            _ => throw new InvalidOperationException($"{context.Backend.Name} has the unknown stage {stage}"),
        };
    }

    private static int Finish(StageContext context, string stage, StageOutcome outcome)
    {
        foreach (var diagnostic in outcome.Diagnostics)
            context.Host.Error.WriteLine($"{context.Backend.Name}-{stage}: {diagnostic}");
        var code = context.Options.CompatibleExitCodes ? BackendExit.Compatible(outcome.ExitCode, stage, outcome.Reason) : outcome.ExitCode;
        if (WantsJson(context, stage))
        {
            var report = (outcome.Report ?? new StageReport { Status = "ok", Stage = stage }) with
            {
                Status = outcome.Ok ? "ok" : "error",
                Code = outcome.Ok ? null : code,
                Reason = outcome.Reason,
                Message = outcome.Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error)?.Message,
            };
            context.Host.Output.WriteLine(StageReportJson.Line(report));
            context.Host.Output.Flush();
        }

        return outcome.Ok && outcome.Become is { } command ? Become(context, stage, command, code) : code;
    }

    private static int Become(StageContext context, string stage, StageCommand command, int code)
    {
        try
        {
            context.Host.Error.Flush();
            context.Host.Exec(command.Path, command.Arguments, command.Variables);
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Host.Error.WriteLine($"{context.Backend.Name}-{stage}: {BackendDiagnostics.CannotExecute(command.Path, e.Message)}");
            return BackendExit.Invalid;
        }
    }

    private static bool WantsJson(StageContext context, string stage) =>
        context.Options.Json || (stage == "preflight" && context.Variables.Switch("PREFLIGHT_JSON"));
}
