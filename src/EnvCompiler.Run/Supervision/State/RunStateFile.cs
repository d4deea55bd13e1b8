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
    private readonly SortedDictionary<int, RunStateEntry> instances = [];

    internal void Add(string service, int instance, int pid)
    {
        if (ProcessTable.Find(pid) is not { } entry)
            return;
        instances[instance] = new RunStateEntry(service, instance, pid, entry.StartTime);
        Write();
    }

    internal void Remove(int instance)
    {
        if (instances.Remove(instance))
            Write();
    }

    /// <summary>Written before the first service is started.</summary>
    internal void Write()
    {
        var state = new RunState { BootId = ProcessTable.BootId, Instances = [.. instances.Values] };
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
        if (!File.Exists(run.ServiceState))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(run.ServiceState), RunStateJson.Default.RunState);
        }
        catch (JsonException)
        {
            // Of another version: the marks in the processes' variables find what runs.
            return new RunState { BootId = ProcessTable.BootId };
        }
    }
}
