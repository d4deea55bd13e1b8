namespace EnvCompiler.Run.Steps;

/// <summary>What steps do to the machine.</summary>
public interface IStepHost
{
    /// <summary>Runs a program to its end, with this process's descriptors.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">argv, its first element included.</param>
    /// <param name="variables">All its variables.</param>
    /// <param name="directory">Absolute working directory.</param>
    /// <returns>Its status as a shell has it: 128 and the signal's number where one ended it.</returns>
    int Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string directory);

    /// <summary>Becomes a program. It returns only where that cannot be executed.</summary>
    /// <returns>The status: 126.</returns>
    int Become(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string directory);

    /// <summary>Writes to standard output.</summary>
    void Write(string text);

    /// <summary>Writes a line to standard error.</summary>
    void Complain(string line);
}
