using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Supervision;

/// <summary>How to start an environment's supervisor when none runs.</summary>
/// <param name="LauncherPath">Absolute path of <c>envc-run</c>.</param>
/// <param name="Environment">The environment; its real path.</param>
/// <param name="RunBase">Base of run directories (<c>HostPlaces.RunBase</c>).</param>
public sealed record SupervisorStart(string LauncherPath, EnvironmentLayout Environment, string RunBase)
{
    /// <summary>The environment's run directory.</summary>
    public RunLayout Run => RunLayout.Of(RunBase, Environment.Directory);
}
