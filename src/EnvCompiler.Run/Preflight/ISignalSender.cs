namespace EnvCompiler.Run.Preflight;

/// <summary>Sends signals to processes that are surely the ones meant.</summary>
public interface ISignalSender
{
    /// <summary>Signals one process.</summary>
    /// <param name="process">The process as it was seen.</param>
    /// <param name="signal">Signal number.</param>
    /// <param name="isSame">Asked after the process is held fast: whether it still is the one that was seen.</param>
    /// <returns>False when it has ended or is another one by now.</returns>
    bool Send(ProcProcess process, int signal, Func<ProcProcess, bool> isSame);

    /// <summary>Signals a process group.</summary>
    /// <param name="group">Its leader's pid.</param>
    /// <param name="signal">Signal number.</param>
    void SendGroup(int group, int signal);
}
