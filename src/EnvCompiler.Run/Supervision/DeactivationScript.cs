using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision;

/// <summary>Runs <c>hook.on-deactivate</c> in its root, for a minute at most; what it says goes to <c>on-deactivate.log</c>. On the supervisor's thread.</summary>
/// <param name="host">The supervisor's parts.</param>
/// <param name="post">Brings a call back to the supervisor's thread.</param>
/// <param name="onEnd">Called when it has ended, or could not be started.</param>
internal sealed class DeactivationScript(SupervisorHost host, Action<Action> post, Action onEnd)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>Starts it.</summary>
    internal void Run(ServiceActivation activation)
    {
        var log = host.Logs.OfDeactivation();
        var redactor = SecretRedactor.Of(activation, activation.Variables);
        var variables = new Dictionary<string, string>(activation.Variables, StringComparer.Ordinal)
        {
            [HookRunner.Marker] = host.Environment.Directory,
        };
        var request = host.Commands.Deactivation(activation, variables, host.Environment.Directory);
        try
        {
            Watch(LoggedProcess.Start(request, host.OutputLoop, log, redactor, watch: null), log);
        }
        catch (IOException e)
        {
            log.Note(e.Message);
            log.Dispose();
            onEnd();
        }
    }

    private void Watch(LoggedProcess script, IServiceLog log)
    {
        var isRunning = true;
        var limit = host.Time.CreateTimer(_ => post(KillIfRunning), null, Within, Timeout.InfiniteTimeSpan);
        host.Watcher.Watch(script.Handle!, status =>
        {
            isRunning = false;
            limit.Dispose();
            script.Dispose();
            log.Note($"ended with {status}");
            log.Dispose();
            onEnd();
        });

        void KillIfRunning()
        {
            if (isRunning)
                script.Handle!.Signal(SignalNames.Kill);
        }
    }
}
