using System.Globalization;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Run.Activation.Starts;

/// <summary>
/// Who uses an environment: a file per process below <c>activations/</c> of the run directory, which names the process for ever by pid, start
/// time and boot. Nobody watches: whoever wants to know looks whether the process is still there, so a kill leaves nothing that counts.
/// A sourced script writes the same line by itself (<c>templates/generation/functions.sh</c>); an empty file is an activation that has left.
/// </summary>
/// <param name="run">The run directory; it has been prepared (<see cref="Supervision.RunDirectory"/>).</param>
public sealed class ActivationRecords(RunLayout run)
{
    private const string InPlaceWord = "in-place";

    /// <summary>Activations whose process runs, by pid.</summary>
    public IReadOnlyList<RunningActivation> Running()
    {
        var running = Read(ProcessTable.BootId, sweeper: null);
        running.Sort(static (a, b) => a.Pid.CompareTo(b.Pid));
        return running;
    }

    /// <summary>The activation of a process, or null.</summary>
    public RunningActivation? Find(int pid) => Read(run.Activation(pid), ProcessTable.BootId);

    /// <summary>Makes the place where records are written, by sourced scripts too.</summary>
    internal static void Prepare(RunLayout run, IFileOperations files) => files.CreateDirectory(run.Activations, FileWriter.PrivateDirectory);

    /// <summary>Writes a process's record, and removes those whose processes have ended.</summary>
    internal void Add(int pid, int generation, Target target, bool inPlace, IFileOperations files)
    {
        if (ProcessTable.Find(pid) is not { } process)
            return;
        var boot = ProcessTable.BootId;
        Prepare(run, files);
        Read(boot, files);
        var path = run.Activation(pid);
        files.Unlink(path);
        using var file = files.CreateNew(path, FileWriter.Private);
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{process.StartTime} {boot} {generation} {target} {(inPlace ? InPlaceWord : "")}\n");
        file.Write(System.Text.Encoding.ASCII.GetBytes(line));
    }

    private List<RunningActivation> Read(string boot, IFileOperations? sweeper)
    {
        var running = new List<RunningActivation>();
        if (!Directory.Exists(run.Activations))
            return running;
        foreach (var path in Directory.GetFiles(run.Activations))
        {
            if (Read(path, boot) is { } activation)
                running.Add(activation);
            else if (!IsBeingWritten(path))
                sweeper?.Unlink(path);
        }

        return running;
    }

    private static RunningActivation? Read(string path, string boot)
    {
        if (!int.TryParse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture, out var pid))
            return null;
        try
        {
            return File.ReadAllText(path).TrimEnd('\n').Split(' ') is [var start, var recordedBoot, var generation, var target, var kind]
                && recordedBoot == boot
                && ProcessTable.Find(pid) is { } process
                && start == process.StartTime.ToString(CultureInfo.InvariantCulture)
                    ? new RunningActivation(
                        pid, int.Parse(generation, CultureInfo.InvariantCulture), target, new DateTimeOffset(File.GetLastWriteTimeUtc(path)), kind == InPlaceWord)
                    : null;
        }
        catch (IOException)
        {
            // Swept by somebody else between listing and reading.
            return null;
        }
    }

    // A record is empty for the moment between its creation and its one write.
    private static bool IsBeingWritten(string path) =>
        new FileInfo(path) is { Exists: true, Length: 0 } file && DateTime.UtcNow - file.LastWriteTimeUtc < TimeSpan.FromSeconds(1);
}
