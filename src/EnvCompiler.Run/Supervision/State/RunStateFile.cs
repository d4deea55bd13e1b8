using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Supervision.State;

/// <summary>
/// Keeps <see cref="RunState"/> on disk. It is replaced by a rename, so that it is whole when the supervisor is killed, and not
/// synced: after a crash of the host there is nothing left to find.
/// </summary>
/// <param name="run">Run directory.</param>
/// <param name="files">Writes.</param>
internal sealed class RunStateFile(RunLayout run, IFileOperations files)
{
    /// <summary>Writes it.</summary>
    internal void Write(RunState state)
    {
        var temporary = run.ServiceState + ".new";
        files.Unlink(temporary);
        using (var file = files.CreateNew(temporary, FileWriter.Private))
            file.Write(JsonSerializer.SerializeToUtf8Bytes(state, RunStateJson.Default.RunState));
        files.Rename(temporary, run.ServiceState);
    }

    /// <summary>Nothing runs any more.</summary>
    internal void Delete() => files.Unlink(run.ServiceState);

    /// <summary>What a supervisor left; null when it ended well.</summary>
    internal static RunState? Read(RunLayout run)
    {
        try
        {
            return File.Exists(run.ServiceState)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(run.ServiceState), RunStateJson.Default.RunState)
                : null;
        }
        catch (FileNotFoundException)
        {
            // Its supervisor has just ended.
            return null;
        }
        catch (JsonException)
        {
            // Of another version: the marks in the processes' variables find what runs.
            return new RunState { BootId = ProcessTable.BootId };
        }
    }
}
