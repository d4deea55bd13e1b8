using System.Threading;

namespace EnvCompiler.Host.Processes;

/// <summary>Runs helper programs (<c>gpgv</c>, <c>ldconfig</c>, <c>getent</c>) to their end.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a program and collects what it says.</summary>
    /// <param name="program">Name on PATH, or a path.</param>
    /// <param name="arguments">One element an argument; no shell is involved.</param>
    /// <param name="cancellation">Kills the program.</param>
    /// <returns>Null when there is no such program.</returns>
    Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation);

    /// <summary>As above, for a program that reads its standard input.</summary>
    /// <param name="program">Name on PATH, or a path.</param>
    /// <param name="arguments">One element an argument; no shell is involved.</param>
    /// <param name="input">All that it can read.</param>
    /// <param name="cancellation">Kills the program.</param>
    /// <returns>Null when there is no such program.</returns>
    Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellation) =>
        throw new NotSupportedException($"this runner gives `{program}` no input");

    /// <summary>As above, for more than fits into memory.</summary>
    /// <param name="program">Name on PATH, or a path.</param>
    /// <param name="arguments">One element an argument; no shell is involved.</param>
    /// <param name="writeInput">Writes all that it can read; where the program reads no more, its exception is none of the call, and any other is.</param>
    /// <param name="cancellation">Kills the program.</param>
    /// <returns>Null when there is no such program.</returns>
    Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, Action<Stream> writeInput, CancellationToken cancellation) =>
        throw new NotSupportedException($"this runner gives `{program}` no input");
}
