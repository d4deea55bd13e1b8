using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Backends;
using EnvCompiler.Run.Backends.Resolving;
using EnvCompiler.Run.Backends.Serving;

namespace EnvCompiler.Run.Supervision.Explaining;

/// <summary>What an engine's pipeline would make of a service's variables: the file that it would serve, its command line, and why it would not start.</summary>
/// <param name="backend">The engine.</param>
/// <param name="layers">The service's variables; the file that is found is added.</param>
/// <param name="project">The environment's directory.</param>
/// <param name="userId">The caller.</param>
internal sealed class BackendExplainer(BackendDefinition backend, ServiceLayers layers, string project, uint userId)
{
    /// <summary>Adds all that to an explanation.</summary>
    internal ExplainedService Complete(ExplainedService explained)
    {
        var problems = Stage().Variables.ProblemsOfPipeline().ToList();
        if (problems.Count == 0)
            problems.AddRange(FindModel());
        var stage = Stage();
        if (problems.Count == 0)
            problems.AddRange(stage.Variables.ProblemsOfServer());
        return explained with
        {
            Backend = backend.Name,
            CommandLine = CommandLinePrinter.Redact(ServerCommandLine.Build(backend, stage.Variables, stage.IsUnixSocket, [])),
            Variables = [.. layers.Explain().Select(variable => WithArguments(variable, stage))],
            Problems = [.. problems.Select(problem => problem.Message)],
        };
    }

    // As the stage resolve-model does, which then reads and hashes the file.
    private IReadOnlyList<Diagnostic> FindModel()
    {
        if (backend.Model is not { } model)
            return [];
        var stage = Stage();
        if (!ModelIdentity.Of(stage).TryGet(out var identity, out var problems) || !LocalModel.Find(stage, identity).TryGet(out var path, out problems))
            return problems;
        layers.AddResolved(model.ResolvedVariable, path);
        return [];
    }

    private ExplainedVariable WithArguments(ExplainedVariable variable, StageContext stage) =>
        backend.Variables.FirstOrDefault(each => each.Name == variable.Name) is not { } definition ? variable : variable with
        {
            Arguments = CommandLinePrinter.Redact(ServerCommandLine.ArgumentsOf(definition, stage.Variables, stage.IsUnixSocket)),
            ExportedAs = definition.ExportAs,
        };

    private StageContext Stage()
    {
        var variables = layers.Final();
        return new StageContext(
            backend,
            new StageVariables(backend, variables),
            new StageOptions { DryRun = true },
            new StageHost { Variables = variables, Output = TextWriter.Null, Error = TextWriter.Null, Directory = project, UserId = userId });
    }
}
