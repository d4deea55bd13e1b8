using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Threading;
using EnvCompiler.Compile;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation;

/// <summary>
/// A compiled environment with a root that enters by the real bwrap. The root's <c>usr</c> is this machine's own, so that no package is
/// needed; its <c>etc</c> and <c>var</c> are the root's.
/// </summary>
internal sealed class BuiltEnvironment : IDisposable
{
    internal static readonly Target Cpu = new(HostContext.Current().System, "cpu");
    internal static readonly string RootId = new('a', 64);
    private readonly TemporaryDirectory directory = new();

    /// <param name="change">The manifest, from an empty one.</param>
    /// <param name="place">Directory of the project; one of its own when null.</param>
    /// <param name="store">Directory of the store; one of its own when null.</param>
    internal BuiltEnvironment(Func<Manifest, Manifest>? change = null, string? place = null, string? store = null)
    {
        var project = place ?? directory.File("project dir'");
        Directory.CreateDirectory(project);
        Layout = new EnvironmentLayout(HostPlaces.RealPath(project));
        var storeDirectory = store ?? directory.File("store dir");
        Directory.CreateDirectory(storeDirectory);
        Store = new StoreLayout(HostPlaces.RealPath(storeDirectory));
        MakeRoot(Store.RootFileSystem(RootId));
        Host = HostContext.Current() with { Store = Store, RunBase = directory.File("run") };
        Publish(change);
    }

    internal EnvironmentLayout Layout { get; }

    internal StoreLayout Store { get; }

    internal HostContext Host { get; private set; }

    /// <summary>Takes this directory for the host's <c>/</c>.</summary>
    internal BuiltEnvironment OnHost(string hostRoot)
    {
        Host = Host with { HostRoot = hostRoot };
        return this;
    }

    /// <summary>A file of an object in the store.</summary>
    internal string StoredFile => Path.Combine(Store.RootFileSystem(RootId), "etc", "stored");

    internal LiveGeneration Live => LiveGeneration.TryOpen(Layout)!;

    internal string Enter => Path.Combine(Layout.TargetOf(Live.Number, Cpu), "enter");

    internal static IReadOnlyDictionary<string, string> Caller { get; } = new Dictionary<string, string>
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = Path.GetTempPath(),
        ["TERM"] = "dumb",
    };

    /// <summary>The envc of this build.</summary>
    internal static string Envc { get; } = RepositoryRoot.File(
        "src", "EnvCompiler.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, "net10.0", "linux-x64", "envc");

    /// <summary>Variables of a person who has that envc on PATH.</summary>
    internal Dictionary<string, string> Person => new(Caller)
    {
        ["PATH"] = $"{Path.GetDirectoryName(Envc)}:{Caller["PATH"]}",
        ["ENVC_STORE"] = Store.Root,
        ["LANG"] = "C.UTF-8",
    };

    internal void Publish(Func<Manifest, Manifest>? change)
    {
        var manifest = new Manifest { Version = 1, Install = new OrderedDictionary<string, PackageRequest> { ["tool"] = new() { PkgPath = "tool" } } };
        var source = new ManifestSource("manifest.toml", change?.Invoke(manifest) ?? manifest, new Dictionary<string, SourcePlace>());
        var package = "debian/tool/1/amd64";
        var locked = new Model.Locks.Lock
        {
            Request = new LockRequest
            {
                Catalogs = [], Install = new(source.Manifest.Install.ToDictionary()), Models = [], Targets = [Cpu.ToString()], Base = true,
            },
            Targets = new()
            {
                [Cpu.ToString()] = new LockedTarget
                {
                    Groups = new() { ["toplevel"] = new LockedGroup { Install = new() { ["tool"] = package }, Packages = [package] } },
                },
            },
        };
        var root = new RealisedRoot(
            RootId, Store.RootFileSystem(RootId), new Dictionary<string, IReadOnlyList<string>> { [package] = ["/usr/bin/printf", "/usr/bin/true"] });
        var roots = new Dictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>
        {
            [Cpu] = new Dictionary<string, RealisedRoot> { ["toplevel"] = root },
        };
        File.WriteAllText(Layout.Manifest, "version = 1\n");
        File.WriteAllText(Layout.Lock, "{}\n");
        var files = new GenerationCompiler("0.1.0").Compile(source, File.ReadAllBytes(Layout.Manifest), locked, File.ReadAllBytes(Layout.Lock), roots, new Dictionary<string, Condition>());
        using var held = EnvironmentLock.AcquireAsync(Layout, new FileWriter(new PosixFileOperations()), new LockWait(Waits: true), TimeProvider.System, CancellationToken.None)
            .GetAwaiter().GetResult().Value;
        new GenerationPublisher(TimeProvider.System).Publish(held, files.Value, new PublishOrigin("a", "b", ["envc"]));
    }

    internal Task<Result<PreparedActivation>> PrepareAsync(params (string Name, string Value)[] more)
    {
        var caller = new Dictionary<string, string>(Caller);
        foreach (var (name, value) in more)
            caller[name] = value;
        return ActivateAsync(caller, ActivationUser.Self);
    }

    /// <summary>Activates for a process with exactly these variables.</summary>
    internal async Task<Result<PreparedActivation>> ActivateAsync(IReadOnlyDictionary<string, string> caller, ActivationUser user) =>
        (await Planner.PrepareHostAsync(Live, Choice, caller, CancellationToken.None)).TryGet(out var prepared, out var problems)
            ? await Planner.ActivateAsync(prepared, user, CancellationToken.None)
            : Result<PreparedActivation>.Failure(problems);

    internal static TargetChoice Choice { get; } = new(Cpu, "the tests are for it");

    /// <summary>What envc said about waits.</summary>
    internal ConcurrentQueue<string> Told { get; } = [];

    internal ActivationPlanner Planner => new(Host, new FileWriter(new PosixFileOperations()), new ProcessRunner(), TimeProvider.System, Told.Enqueue);

    /// <summary>Runs <c>enter toplevel</c> with a command, as <c>activate -- CMD</c> does.</summary>
    internal async Task<ProcessOutput> EnterAsync(params string[] command)
    {
        var prepared = (await PrepareAsync()).Value;
        return await RunAsync(prepared.EnterPath, ["toplevel", .. command], prepared.Variables);
    }

    /// <summary>As <see cref="EnterAsync(string[])"/>, by a way that <c>ENVC_ENTER</c> names.</summary>
    internal async Task<ProcessOutput> EnterAsync(string way, IReadOnlyList<string> command)
    {
        var prepared = (await PrepareAsync(("ENVC_ENTER", way))).Value;
        return await RunAsync(prepared.EnterPath, ["toplevel", .. command], prepared.Variables);
    }

    /// <summary>Runs a program with exactly these variables.</summary>
    internal async Task<ProcessOutput> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? Layout.Directory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables ?? Caller)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProcessOutput(process.ExitCode, await output, await error);
    }

    public void Dispose() => directory.Dispose();

    private static void MakeRoot(string root)
    {
        if (Directory.Exists(root))
            return;
        Directory.CreateDirectory(Path.Combine(root, "etc", "alternatives"));
        Directory.CreateDirectory(Path.Combine(root, "var", "lib", "thing"));
        File.CreateSymbolicLink(Path.Combine(root, "var", "run"), "/run");
        File.WriteAllText(Path.Combine(root, "var", "lib", "thing", "state"), "initial");
        File.CreateSymbolicLink(Path.Combine(root, "usr"), "/usr");
        foreach (var name in (string[])["bin", "sbin", "lib", "lib64"])
            File.CreateSymbolicLink(Path.Combine(root, name), $"usr/{name}");
        File.CreateSymbolicLink(Path.Combine(root, "etc", "os-release"), "../usr/lib/os-release");
        File.WriteAllText(Path.Combine(root, "etc", "passwd"), "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\n");
        File.WriteAllText(Path.Combine(root, "etc", "group"), "root:x:0:\ndaemon:x:1:\n");
        File.WriteAllText(Path.Combine(root, "etc", "stored"), "stored");
        File.SetUnixFileMode(Path.Combine(root, "etc", "stored"), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
