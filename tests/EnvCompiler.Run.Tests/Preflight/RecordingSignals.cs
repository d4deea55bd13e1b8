using EnvCompiler.Run.Preflight;

namespace EnvCompiler.Run.Tests.Preflight;

/// <summary>Keeps what was sent, and lets a test say what happens then.</summary>
internal sealed class RecordingSignals : ISignalSender
{
    internal List<(int Pid, int Signal)> Sent { get; } = [];

    internal List<(int Group, int Signal)> Groups { get; } = [];

    internal Action<int, int>? OnSignal { get; init; }

    public bool Send(ProcProcess process, int signal, Func<ProcProcess, bool> isSame)
    {
        if (!isSame(process))
            return false;
        Sent.Add((process.Pid, signal));
        OnSignal?.Invoke(process.Pid, signal);
        return true;
    }

    public void SendGroup(int group, int signal) => Groups.Add((group, signal));
}
