using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.Limiting;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision;

/// <summary>What the parts of one supervisor share.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Run">Its run directory.</param>
/// <param name="Time">The clock.</param>
/// <param name="Files">Writes.</param>
/// <param name="Logs">The services' logs.</param>
/// <param name="OutputLoop">Reads the services' output.</param>
/// <param name="Watcher">Tells of ended processes.</param>
/// <param name="Members">Finds the processes of instances.</param>
/// <param name="Limiter">Applies their limits.</param>
/// <param name="Commands">How their commands are run.</param>
internal sealed record SupervisorHost(
    EnvironmentLayout Environment,
    RunLayout Run,
    TimeProvider Time,
    IFileOperations Files,
    IServiceLogs Logs,
    DescriptorLoop OutputLoop,
    ProcessWatcher Watcher,
    MemberSearch Members,
    ServiceLimiter Limiter,
    ICommandEntry Commands);
