using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Activation.Starts;

/// <summary>
/// The run directory as a host fact: sourced scripts cannot compute its name, and envc is spared the hash, which loads a library at every start.
/// </summary>
internal static class RunDirectoryRecord
{
    internal static RunLayout Ensure(HostFactsLayout facts, string runBase, string project, FileWriter writer)
    {
        if (File.Exists(facts.Run) && File.ReadAllLines(facts.Run) is [var recordedBase, var recordedProject, var directory]
            && recordedBase == runBase && recordedProject == project)
            return new RunLayout(directory);
        var run = RunLayout.Of(runBase, project);
        writer.Replace(facts.Run, $"{runBase}\n{project}\n{run.Directory}\n");
        return run;
    }
}
