using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation.Namespace;

namespace EnvCompiler.Run.Activation.Ways;

/// <summary>
/// What proot needs in the place of a namespace, in <c>proot/GROUP-ROOTID/</c> of the host facts: proot has no read-only binds, and a write
/// through one would go through the hard link into the store. So the root is a private copy, and the store's places show nothing else.
/// </summary>
/// <param name="writer">Writes.</param>
/// <param name="processes">Runs <c>cp</c>.</param>
internal sealed class ProotRoots(FileWriter writer, IProcessRunner processes)
{
    /// <summary>Copies the roots that are not copied yet and writes the options of those that have none.</summary>
    /// <param name="facts">The host facts.</param>
    /// <param name="store">The store.</param>
    /// <param name="storePlaces">Every place that shows it.</param>
    /// <param name="roots">Root id by group.</param>
    /// <param name="plan">The plan of a group's root.</param>
    /// <param name="cancellation">Ends the copying.</param>
    /// <returns>Why it cannot be done, or null.</returns>
    internal async Task<string?> PrepareAsync(
        HostFactsLayout facts, StoreLayout store, IReadOnlyList<string> storePlaces, IReadOnlyDictionary<string, string> roots,
        Func<string, string, Task<NamespacePlan>> plan, CancellationToken cancellation)
    {
        var copies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (group, rootId) in roots)
        {
            var copy = Path.Combine(facts.Proot(group, rootId), "fs");
            copies.TryAdd(rootId, copy);
            if (!Directory.Exists(copy) && await CopyAsync(store.RootFileSystem(rootId), copy, cancellation) is { } problem)
                return problem;
        }

        foreach (var (group, rootId) in roots)
        {
            var directory = facts.Proot(group, rootId);
            var options = Path.Combine(directory, "options");
            if (File.Exists(options))
                continue;
            var rendering = new ProotRendering(writer, directory, store, storePlaces, copies);
            if (rendering.Render(await plan(group, rootId), out var unbindable) is not { } bytes)
                return $"proot cannot bind `{unbindable}`: the path has a colon";
            writer.Replace(options, bytes);
        }

        return null;
    }

    /// <summary>Whether every root has what proot needs.</summary>
    internal static bool ArePrepared(HostFactsLayout facts, IReadOnlyDictionary<string, string> roots)
    {
        foreach (var (group, rootId) in roots)
        {
            if (!File.Exists(Path.Combine(facts.Proot(group, rootId), "options")))
                return false;
        }

        return true;
    }

    /// <summary>Lets the options be made anew; the copies stay.</summary>
    internal static void Forget(HostFactsLayout facts, IFileOperations files)
    {
        var all = new DirectoryInfo(Path.GetDirectoryName(facts.Proot("", ""))!);
        if (!all.Exists)
            return;
        foreach (var root in all.EnumerateDirectories())
            files.Unlink(Path.Combine(root.FullName, "options"));
    }

    private async Task<string?> CopyAsync(string source, string copy, CancellationToken cancellation)
    {
        var temporary = $"{copy}.tmp-{Environment.ProcessId}";
        writer.EnsureDirectory(Path.GetDirectoryName(copy)!);
        DirectoryTree.Delete(writer.Operations, temporary);
        var said = await processes.RunAsync("cp", ["-a", source, temporary], cancellation);
        if (said is not { ExitCode: 0 })
            return $"the root cannot be copied: {said?.Error.Split('\n')[0] ?? "the host has no cp"}";
        writer.Operations.SyncFileSystem(temporary);
        writer.Operations.Rename(temporary, copy);
        return null;
    }
}
