using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Exported jobs on a real Slurm of one node.</summary>
public sealed class SlurmTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Requires("slurmctld", "slurmd", "sbatch", "munged", "python3", "curl", RootUser = true)]
    public void Jobs_serve_until_they_are_cancelled_and_run_commands_arrays_and_older_generations() =>
        Script.Run(store.Path, "bash", RepositoryRoot.File("tests", "slurm", "run")).Expect(0);
}
