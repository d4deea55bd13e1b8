using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>The store: who may write it, what killed builds have left, and a sample of what is in it.</summary>
internal sealed class StoreCheck : IDoctorCheck
{
    // Evenly over the store; each artifact that is this small is hashed.
    private const int SampleSize = 32;
    private const long LargestHashed = 4_000_000;
    private const UnixFileMode AnyWrite = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <inheritdoc/>
    public string Name => "store";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var store = host.Context.Store;
        return Task.FromResult<IReadOnlyList<CheckResult>>(!Directory.Exists(store.Root)
            ? [CheckResult.Skipped(Name, $"`{store.Root}` is not there yet: the first build makes it")]
            : [Access(host, store), LeftOver(store), Sample(store)]);
    }

    private CheckResult Access(DoctorHost host, StoreLayout store)
    {
        var owner = FileOwner.Of(store.Root);
        if (!owner.IsDirectory)
            return CheckResult.Failed(Name, $"`{store.Root}` is no directory", "set ENVC_STORE to one");
        if (host.Context.IsInsideRoot)
            return CheckResult.Ok(Name, $"`{store.Root}` is read-only inside a root");
        if (!host.MayWrite(store.Root))
            return CheckResult.Warning(Name, $"`{store.Root}` belongs to uid {owner.UserId} and cannot be written by uid {host.Context.UserId}: what is built can be activated, nothing new can be built", "set ENVC_STORE to a directory of your own");
        var isShared = (owner.Mode & UnixFileMode.SetGroup) != 0 && (owner.Mode & UnixFileMode.GroupWrite) != 0;
        return (owner.Mode & UnixFileMode.OtherWrite) != 0 && (owner.Mode & UnixFileMode.StickyBit) == 0
            ? CheckResult.Failed(Name, $"everybody can write to `{store.Root}`, and so change what your environments run", $"chmod o-w {store.Root}")
            : CheckResult.Ok(Name, $"`{store.Root}` can be written{(isShared ? ", by its whole group" : "")}");
    }

    private CheckResult LeftOver(StoreLayout store)
    {
        var name = $"{Name} work";
        if (!Directory.Exists(store.Temporary))
            return CheckResult.Ok(name, "nothing is left of killed builds");
        var left = Directory.EnumerateDirectories(store.Temporary).Count(directory => !IsHeld(Path.Combine(directory, "lock")));
        return left == 0
            ? CheckResult.Ok(name, "nothing is left of killed builds")
            : CheckResult.Warning(name, $"{left} work directories of killed builds are in `{store.Temporary}`", "envc build (whoever builds next removes them)");
    }

    private CheckResult Sample(StoreLayout store)
    {
        var name = $"{Name} content";
        var artifacts = Spread(Children(store.Artifacts));
        var objects = Spread(Children(store.Objects));
        var problem = artifacts.Select(ProblemOfArtifact).Concat(objects.Select(ProblemOfObject)).FirstOrDefault(found => found is not null);
        return problem is null
            ? CheckResult.Ok(name, $"{artifacts.Count} artifacts and {objects.Count} objects, taken as a sample, are as they should be")
            : CheckResult.Failed(name, problem.Value.Problem, $"rm -r {problem.Value.Path}; envc build");
    }

    private static (string Path, string Problem)? ProblemOfArtifact(string path)
    {
        var file = new FileInfo(path);
        if ((file.UnixFileMode & AnyWrite) != 0)
            return (path, $"the artifact `{path}` can be written");
        if (file.Length > LargestHashed)
            return null;
        using var content = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(content)) == file.Name ? null : (path, $"the artifact `{path}` is not what its name says");
    }

    private static (string Path, string Problem)? ProblemOfObject(string path)
    {
        if (!File.Exists(Path.Combine(path, "object.json")) || !Directory.Exists(Path.Combine(path, "fs")))
            return (path, $"the object `{path}` is not whole");
        var writable = new DirectoryInfo(Path.Combine(path, "fs")).EnumerateFiles("*", SearchOption.AllDirectories).Take(SampleSize)
            .FirstOrDefault(file => file.LinkTarget is null && (file.UnixFileMode & AnyWrite) != 0);
        return writable is null ? null : (path, $"the stored file `{writable.FullName}` can be written");
    }

    // ab/abcd…
    private static List<string> Children(string directory) =>
        !Directory.Exists(directory) ? [] : [.. Directory.EnumerateDirectories(directory).SelectMany(Directory.EnumerateFileSystemEntries).Order(StringComparer.Ordinal)];

    private static List<string> Spread(List<string> all) =>
        all.Count <= SampleSize ? all : [.. Enumerable.Range(0, SampleSize).Select(index => all[(int)((long)index * all.Count / SampleSize)])];

    // Of a build that runs; one that may not be looked at is another user's, who knows.
    private static bool IsHeld(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            if (!FileLock.TryAcquire(path, out var held, out _))
                return true;
            held.Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }
}
