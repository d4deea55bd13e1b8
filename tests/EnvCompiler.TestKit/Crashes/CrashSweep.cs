using System.Globalization;
using EnvCompiler.Host.Files;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace EnvCompiler.TestKit.Crashes;

/// <summary>
/// Lets a writer fail and crash at every one of its operations. After each, the old state or the new one must be there, and the next run must end in the new one and leave
/// no temporary file. How many points were tried is told, and kept for the summary of the whole test run.
/// </summary>
/// <param name="writer">The writer.</param>
/// <param name="output">Told the number of points.</param>
public sealed class CrashSweep(WriterUnderTest writer, ITestOutputHelper output)
{
    // What was found good once is good again: crashes at different operations often leave the same.
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImagePlace> places = new(StringComparer.Ordinal);
    private int points;

    /// <summary>Every operation, every fault, every loss.</summary>
    public async Task RunAsync()
    {
        using var place = TemporaryDirectory.InMemory();
        var before = await PrepareAsync(place.Path);
        foreach (var fault in (Fault[])[Fault.DiskFull, Fault.InputOutput, Fault.AccessDenied])
            await EachOperationAsync(place.Path, before, fault, first: 0, ignoredSync: null, CheckFailureAsync);
        await EachOperationAsync(place.Path, before, Fault.Crash, first: 0, ignoredSync: null, CheckCrashAsync);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{writer.Name}: {points} points tried, {seen.Count} different states after a crash"));
        CrashSummary.Add(writer.Name, points);
    }

    /// <summary>Without any one of its syncs a crash must make a difference; else that one is not needed.</summary>
    /// <param name="continued">The same with something after it, for which syncs may be needed that make no difference here.</param>
    /// <param name="butLast">How many syncs at the end another test is about.</param>
    public async Task NeedsEverySyncAsync(WriterUnderTest? continued = null, int butLast = 0)
    {
        var needless = await NeedlessSyncsAsync();
        needless.RemoveAll(sync => sync.Number >= sync.Count - butLast);
        if (continued is not null && needless.Count > 0)
        {
            var needlessThere = await new CrashSweep(continued, output).NeedlessSyncsAsync();
            needless.RemoveAll(sync => !needlessThere.Exists(there => there.Number == sync.Number));
        }

        Assert.True(needless.Count == 0, $"{writer.Name} would be as safe without {string.Join(", ", needless.Select(sync => sync.What))}");
    }

    private async Task<List<(int Number, int Count, string What)>> NeedlessSyncsAsync()
    {
        using var place = TemporaryDirectory.InMemory();
        var before = await PrepareAsync(place.Path);
        Become(place.Path, before);
        var whole = new CrashingFileSystem(place.Path, before, Fault.None, at: 0);
        Assert.True(await writer.WriteAsync(place.Path, whole));
        await EachOperationAsync(place.Path, before, Fault.Crash, first: 0, ignoredSync: null, CheckCrashAsync);
        var needless = new List<(int Number, int Count, string What)>();
        for (var sync = 0; sync < whole.Syncs.Count; sync++)
        {
            try
            {
                await EachOperationAsync(place.Path, before, Fault.Crash, whole.Syncs[sync] + 1, sync, CheckCrashAsync);
                needless.Add((sync, whole.Syncs.Count, whole.Operations[whole.Syncs[sync]]));
            }
            catch (XunitException)
            {
                // A crash made a difference.
            }
        }

        return needless;
    }

    private void Become(string directory, DirectoryImage image)
    {
        if (!places.TryGetValue(directory, out var place))
            places.Add(directory, place = new ImagePlace(directory));
        place.Become(image);
    }

    private async Task<DirectoryImage> PrepareAsync(string directory)
    {
        await writer.PrepareAsync(directory);
        return DirectoryImage.Read(directory);
    }

    private async Task EachOperationAsync(
        string directory, DirectoryImage before, Fault fault, int first, int? ignoredSync, Func<string, CrashingFileSystem, bool, Task> checkAsync)
    {
        for (var k = first; ; k++)
        {
            Become(directory, before);
            var files = new CrashingFileSystem(directory, before, fault, k) { IgnoredSync = ignoredSync };
            var where = $"{writer.Name}, {fault} at operation {k}";
            try
            {
                var done = await WriteAsync(directory, files);
                if (files.Struck || fault == Fault.Crash)
                    await checkAsync(directory, files, done);
            }
            catch (Exception e)
            {
                throw new XunitException($"{where} ({files.Operations.ElementAtOrDefault(k) ?? "after the last one"}): {e.Message}", e);
            }

            if (files.Operations.Count <= k)
                return;
        }
    }

    // An exception other than of I/O is a bug, and goes through.
    private async Task<bool> WriteAsync(string directory, CrashingFileSystem files)
    {
        try
        {
            return await writer.WriteAsync(directory, files);
        }
        catch (Exception e) when (e is MachineStoppedException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (Exception) when (files.IsStopped)
        {
            // A stopped machine shows no exception to anybody, whatever it is wrapped in.
            return false;
        }
    }

    private async Task CheckFailureAsync(string directory, CrashingFileSystem files, bool done)
    {
        points++;
        AssertState(done ? WriterState.New : null, writer.Look(directory), "afterwards");
        await AssertNextRunAsync(directory, DirectoryImage.Read(directory));
    }

    private async Task CheckCrashAsync(string directory, CrashingFileSystem files, bool done)
    {
        Assert.True(done || files.Struck, "it reports a failure where none was");
        foreach (var loss in Loss.All(writer.Drawn))
        {
            points++;
            var left = files.Survivors(loss);
            var fingerprint = $"{left.Fingerprint()} {done}";
            if (seen.Contains(fingerprint))
                continue;
            try
            {
                Become(directory, left);
                AssertState(done && writer.IsDurable ? WriterState.New : null, writer.Look(directory), "after the crash");
                Become(directory, left);
                await AssertNextRunAsync(directory, left);
                seen.Add(fingerprint);
            }
            catch (Exception e)
            {
                throw new XunitException($"{loss.Name}: {e.Message}\n{string.Join('\n', files.Operations)}", e);
            }
        }
    }

    private async Task AssertNextRunAsync(string directory, DirectoryImage before)
    {
        var files = new CrashingFileSystem(directory, before, Fault.None, at: 0);
        Assert.True(await writer.WriteAsync(directory, files), "the next run fails");
        AssertState(WriterState.New, writer.Look(directory), "after the next run");
        if (!writer.SweepsTemporaries)
            return;
        var below = Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(directory, path));
        Assert.DoesNotContain(below, path => writer.IsTemporary(path));
    }

    private static void AssertState(WriterState? expected, WriterState found, string when) =>
        Assert.True(expected is null || found == expected, $"{when} it is the {found} state");
}
