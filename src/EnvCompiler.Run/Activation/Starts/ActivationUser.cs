namespace EnvCompiler.Run.Activation.Starts;

/// <summary>Who activates.</summary>
/// <param name="Pid">The process that uses the environment until it ends.</param>
/// <param name="InPlace">A person's shell, which may leave before that.</param>
public sealed record ActivationUser(int Pid, bool InPlace = false)
{
    /// <summary>While it runs, the start lives.</summary>
    internal bool IsCounted { get; init; } = true;

    /// <summary>This process, or the program that it becomes.</summary>
    public static ActivationUser Self => new(Environment.ProcessId);
}
