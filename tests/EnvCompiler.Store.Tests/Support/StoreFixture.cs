using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.TestKit;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Store.Tests.Support;

/// <summary>A store in a temporary directory, a mirror, and a lock of the packages that a test makes.</summary>
internal sealed class StoreFixture : IDisposable
{
    public static readonly Target Target = new("x86_64-linux", "cpu");

    private readonly SortedDictionary<string, LockedPackage> packages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PackageRequest> requests = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> install = new(StringComparer.Ordinal);

    public StoreFixture() => Store = new StoreLayout(Directory.File("store"));

    public TemporaryDirectory Directory { get; } = new();

    public StoreLayout Store { get; init; }

    public FakeMirror Mirror { get; } = new();

    /// <summary><c>options.alternatives</c>.</summary>
    public SortedDictionary<string, string>? Alternatives { get; set; }

    public Lock Lock => new()
    {
        Request = new LockRequest { Catalogs = [], Install = requests, Models = [], Targets = [Target.ToString()], Alternatives = Alternatives, Base = false },
        Targets =
        {
            [Target.ToString()] = new LockedTarget
            {
                Groups = { ["toplevel"] = new LockedGroup { Install = install, Packages = [.. packages.Keys] } },
            },
        },
        Packages = packages,
    };

    /// <summary>Adds a package to the lock and to the mirror.</summary>
    public LockedPackage Add(DebBuilder deb, int? priority = null)
    {
        var bytes = deb.Build();
        var package = deb.Locked(bytes);
        Mirror.Serve(FakeMirror.Base, package.Path, bytes);
        return Add(package, priority);
    }

    /// <summary>Adds a package to the lock alone.</summary>
    public LockedPackage Add(LockedPackage package, int? priority = null)
    {
        packages.Add(package.Id, package);
        if (priority is { } value)
        {
            install.Add(package.Name, package.Id);
            requests.Add(package.Name, new PackageRequest { PkgPath = package.Name, Priority = value });
        }

        return package;
    }

    public Task<Result<IReadOnlyDictionary<string, RealisedRoot>>> RealiseAsync(
        IFileOperations? files = null, IReadOnlyList<Uri>? sources = null, IProgress<StoreProgress>? progress = null) =>
        new StoreBuilder(Store, files ?? new PosixFileOperations(), Mirror, new ProcessRunner(), TimeProvider.System)
            .RealiseAsync(Lock, Target, sources ?? [FakeMirror.Base], progress, CancellationToken.None);

    /// <summary>The root, which must come without errors.</summary>
    public async Task<RealisedRoot> RootAsync()
    {
        var result = await RealiseAsync();
        Assert.True(result.Ok, string.Join("\n", result.Diagnostics));
        return result.Value["toplevel"];
    }

    /// <summary>Nothing may be left in the workspace, and nothing half-made under a final name.</summary>
    public void AssertClean()
    {
        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(Store.Temporary));
        foreach (var prefix in System.IO.Directory.EnumerateDirectories(Store.Objects))
        {
            foreach (var made in System.IO.Directory.EnumerateDirectories(prefix))
                Assert.True(File.Exists(Path.Combine(made, "object.json")), made);
        }

        foreach (var root in System.IO.Directory.EnumerateDirectories(Store.Roots))
            Assert.True(File.Exists(Path.Combine(root, "root.json")), root);
    }

    public void Dispose()
    {
        Mirror.Dispose();
        Directory.Dispose();
    }
}
