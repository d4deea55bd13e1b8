using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Supervision.State;

/// <summary>
/// The shell around a supervisor: it starts it again when it was killed, so that its services get another one that adopts them. More
/// than ten times a minute is no accident: then the services are ended.
/// </summary>
internal static class Keeper
{
    /// <summary>Descriptor of <see cref="KeptActivations"/>, which live as long as the keeper.</summary>
    internal const int ActivationsDescriptor = 4;

    /// <summary>Last argument of the run that only ends the services.</summary>
    internal const string GiveUp = "--give-up";

    /// <summary>
    /// For <c>sh -c</c>: its arguments are the supervisor's command line. A supervisor that ends by itself ends the keeper with it; a signal
    /// is 128 and more.
    /// </summary>
    internal const string Script = """
        trap '' HUP
        begun=0 deaths=0
        while :; do
          "$@"
          code=$?
          [ $code -ge 128 ] || exit $code
          read -r now _ </proc/uptime
          now=${now%%.*}
          [ $((now - begun)) -lt 60 ] || begun=$now deaths=0
          deaths=$((deaths + 1))
          [ $deaths -le 10 ] || exec "$@" --give-up
        done
        """;

    /// <summary>Whether the run-state is of a supervisor that this process is started in place of.</summary>
    internal static bool IsPredecessor(RunState state) =>
        state is { Keeper: { } keeper, Machine: not null } && state.BootId == ProcessTable.BootId && keeper == ProcessIdentity.OfParent();

    /// <summary>Whether a supervisor that does not answer is being started again.</summary>
    internal static bool IsAlive(RunLayout run) =>
        RunStateFile.Read(run) is { Keeper: { } keeper } state && state.BootId == ProcessTable.BootId && keeper.IsRunning;
}
