using System.Threading;

namespace EnvCompiler.Cli.Doctor;

/// <summary>One thing that <c>envc doctor</c> looks at. Checks run at the same time and change nothing.</summary>
internal interface IDoctorCheck
{
    /// <summary>The name of its result; of its first word where it has several.</summary>
    string Name { get; }

    /// <summary>Looks.</summary>
    /// <param name="host">What is looked at.</param>
    /// <param name="cancellation">The time that a check has is over.</param>
    Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation);
}
