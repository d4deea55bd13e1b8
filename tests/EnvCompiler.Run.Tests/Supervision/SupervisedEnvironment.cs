using System.Diagnostics;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Supervision;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary>
/// An environment whose services run on the host (its <c>enter</c> only drops the group), a real supervisor of it, and processes that play
/// activations. Disposing ends them all and fails the test when a service's process is left.
/// </summary>
internal sealed class SupervisedEnvironment : IAsyncDisposable
{

    private readonly TemporaryDirectory directory = new();
    private readonly List<Process> activations = [];

    internal SupervisedEnvironment(params (string Name, ServiceSpec Spec)[] services)
    {
        Directory.CreateDirectory(Layout.Directory);
        directory.Write("target/enter", "#!/bin/sh\nshift\nexec \"$@\"\n");
        File.SetUnixFileMode(directory.File("target", "enter"), (UnixFileMode)0b111_101_101);
        Declare(services);
        Start = new SupervisorStart(LauncherPath, Layout, directory.File("run"));
    }

    /// <summary>The launcher as this build made it.</summary>
    internal static string LauncherPath { get; } = RepositoryRoot.File(
        "src", "EnvCompiler.Launcher", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, "net10.0", "linux-x64", "envc-run");

    internal EnvironmentLayout Layout => new(directory.File("project"));

    internal SupervisorStart Start { get; private set; }

    /// <summary>The tool as this build made it.</summary>
    internal static string EnvcPath { get; } = Path.Combine(Path.GetDirectoryName(LauncherPath)!.Replace("EnvCompiler.Launcher", "EnvCompiler.Cli", StringComparison.Ordinal), "envc");

    internal RunLayout Run => Start.Run;

    internal ServiceActivation Activation { get; set; } = null!;

    /// <summary>A service that answers on a port, after a while if so wished.</summary>
    internal static ServiceSpec WebService(int port, double delay = 0) => new()
    {
        Group = "toplevel",
        Command = $"sleep {delay}; exec /usr/bin/python3 -m http.server --bind 127.0.0.1 $PORT",
        Vars = { ["PORT"] = port.ToString() },
        Endpoint = new ServiceEndpoint("HOST_OF_SERVICE", "PORT", "127.0.0.1", 1, "KEY"),
        Ready = new Probe { Http = "/", Deadline = TimeSpan.FromSeconds(30) },
    };

    internal static ServiceSpec Bash(string command) => new() { Group = "toplevel", Command = command };

    internal string PathOf(string name) => Path.Combine(Layout.Directory, name);

    /// <summary>Declares services for one more target.</summary>
    internal ServiceTarget AddTarget(string accelerator, params (string Name, ServiceSpec Spec)[] services)
    {
        Write(accelerator, new Target("x86_64-linux", accelerator), services);
        File.Copy(directory.File("target", "enter"), directory.File(accelerator, "enter"));
        return new ServiceTarget
        {
            Target = $"x86_64-linux/{accelerator}",
            TargetDirectory = directory.File(accelerator),
            EnvironmentDirectory = $"/env/{accelerator}",
            Accelerators = [accelerator],
        };
    }

    private void Write(string place, Target target, (string Name, ServiceSpec Spec)[] services)
    {
        var graph = new ServiceGraph { Facts = ConditionFacts.Of(target, HostPromise.None) };
        foreach (var (name, spec) in services)
            graph.Services.Add(name, spec);
        directory.Write($"{place}/services.json", JsonSerializer.Serialize(graph, EnvcJson.Default.ServiceGraph));
        directory.Write($"{place}/activation.json", """{ "envc-version": "0" }""");
    }

    internal void Declare(params (string Name, ServiceSpec Spec)[] services)
    {
        Write("target", new Target("x86_64-linux", "cpu"), services);
        Activation = new ServiceActivation
        {
            Generation = 1,
            Target = "x86_64-linux/cpu",
            TargetDirectory = directory.File("target"),
            Variables = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = "/" },
        };
    }

    /// <summary>Makes it what the tool takes for a built environment: its services are those of the live generation.</summary>
    internal void MakeLive()
    {
        directory.Write("project/manifest.toml", "version = 1\n");
        var target = Path.Combine(Layout.Generation(1), "targets", "x86_64-linux");
        Directory.CreateDirectory(target);
        File.CreateSymbolicLink(Path.Combine(target, "cpu"), directory.File("target"));
        File.CreateSymbolicLink(Layout.Current, "generations/1");
        Start = Start with { RunBase = HostPlaces.RunBase };
    }

    /// <summary>A process that stands for an activation's shell.</summary>
    internal Process NewActivation()
    {
        var process = Process.Start("sleep", "1000");
        activations.Add(process);
        return process;
    }

    /// <summary>A client of the supervisor, which is started if need be, with a new activation that has joined.</summary>
    internal async Task<(SupervisorClient Client, Process Activation)> JoinAsync()
    {
        var client = (await SupervisorClient.ConnectOrStartAsync(Start, CancellationToken.None)).Value;
        var activation = NewActivation();
        Assert.True((await client.JoinAsync(activation.Id, Activation, CancellationToken.None)).Ok);
        return (client, activation);
    }

    internal string Log(string service) => File.Exists(Layout.ServiceLog(service)) ? File.ReadAllText(Layout.ServiceLog(service)) : "";

    /// <summary>Who holds the supervisor's lock.</summary>
    internal int SupervisorPid
    {
        get
        {
            Assert.False(FileLock.TryAcquire(Run.SupervisorLock, out _, out var holder));
            return int.Parse(holder.Split(' ')[0]);
        }
    }

    /// <summary>Who holds the supervisor's lock or held it last, without a try to take it.</summary>
    internal int? LastSupervisorPid => int.TryParse(FileLock.ReadHolder(Run.SupervisorLock).Split(' ')[0], out var pid) ? pid : null;

    /// <summary>The shell that starts the supervisor again.</summary>
    internal int KeeperPid => ProcessTable.Find(SupervisorPid)!.Parent;

    /// <summary>Kills the supervisor; its keeper lives.</summary>
    internal void KillSupervisor() => ProcessHandle.TryOpen(SupervisorPid)!.Signal(SignalNames.Kill);

    /// <summary>Kills the keeper and then the supervisor, so that nobody starts it again.</summary>
    internal void KillForGood()
    {
        var supervisor = ProcessHandle.TryOpen(SupervisorPid)!;
        ProcessHandle.TryOpen(KeeperPid)!.Signal(SignalNames.Kill);
        supervisor.Signal(SignalNames.Kill);
    }

    internal Task WaitForSupervisorEndAsync() => WaitUntilAsync(
        () => !File.Exists(Run.Socket) && !File.Exists(Run.ServiceState), "the supervisor has ended", AllLogs);

    internal static async Task WaitUntilAsync(Func<bool> condition, string what, Func<string>? story = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Eventually.Patience, $"waited in vain until {what}\n{story?.Invoke()}");
            await Task.Delay(10);
        }
    }

    private string AllLogs() =>
        string.Concat(Directory.EnumerateFiles(Layout.Log, "*.log", SearchOption.AllDirectories).Select(path => $"{path}:\n{File.ReadAllText(path)}"));

    /// <summary>Pids of running processes that a service of this environment made.</summary>
    internal IReadOnlyList<int> ServiceProcesses() =>
        [.. ProcessTable.Read().Select(entry => entry.Pid)
            .Where(pid => ProcessTable.Variable(pid, "ENVC_SERVICE_INSTANCE")?.StartsWith(Run.Directory, StringComparison.Ordinal) == true)];

    public async ValueTask DisposeAsync()
    {
        foreach (var activation in activations)
        {
            activation.Kill();
            await activation.WaitForExitAsync();
            activation.Dispose();
        }

        await WaitForSupervisorEndAsync();
        Assert.Empty(ServiceProcesses());
        directory.Dispose();
    }
}
