using System.Threading;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>Registries that generations are pushed to and pulled from. A manifest cannot name one yet.</summary>
internal sealed class RegistryCheck : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "registries";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<CheckResult>>([CheckResult.Skipped(Name, "no registry is configured")]);
}
