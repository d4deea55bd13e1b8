using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Run.Supervision;

/// <summary>The targets that the services of an activation can run as.</summary>
public static class ServiceTargets
{
    /// <summary>Its own and those of its other GPUs; none where its GPUs are of one kind.</summary>
    public static IReadOnlyList<ServiceTarget> Of(PreparedActivation activation)
    {
        if (activation.Choice.Others.Count == 0)
            return [];
        var rows = activation.Generation.ReadTable()!.Rows;
        return [.. activation.Choice.Others.Prepend(activation.Choice.Target).Select(target => Of(activation, target, rows[target.ToString()]))];
    }

    private static ServiceTarget Of(PreparedActivation activation, Target target, TargetRow row) => new()
    {
        Target = target.ToString(),
        TargetDirectory = activation.Generation.Layout.TargetOf(activation.Generation.Number, target),
        EnvironmentDirectory = activation.Facts.Env(activation.Generation.Number, target),
        Accelerators = [target.Accelerator, .. (row.SameAs ?? []).Select(name => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..])],
    };
}
