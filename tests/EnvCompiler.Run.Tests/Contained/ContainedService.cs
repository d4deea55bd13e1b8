using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using EnvCompiler.Compile.Contained;
using EnvCompiler.Model.Generations;
using EnvCompiler.Run.Tests.Supervision;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Contained;

/// <summary>The real <c>envc-run foreground</c> over services that run on the host. Disposing kills it.</summary>
internal sealed class ContainedService : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private Process? process;

    internal ContainedService(params (string Name, ServiceSpec Spec)[] services)
        : this(new ActivationSpec { EnvcVersion = "1" }, null, services)
    {
    }

    internal ContainedService(ActivationSpec spec, string? hook, params (string Name, ServiceSpec Spec)[] services)
    {
        var graph = new ServiceGraph();
        foreach (var (name, service) in services)
            graph.Services.Add(name, service);
        Files = new ContainedEnvironmentCompiler("demo", 3, "x86_64-linux/cpu").Compile(spec, graph, null, (hook, null));
        foreach (var (path, content) in Files.Files)
            directory.Write($"environment/{path}", Encoding.UTF8.GetString(content));
        Directory.CreateDirectory(Project);
        Directory.CreateDirectory(directory.File("run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Variables["ENVC_ENV_PROJECT"] = Project;
        Variables["RUNTIME_DIRECTORY"] = directory.File("run");
        Variables["PATH"] = "/usr/bin:/bin";
    }

    internal ContainedFiles Files { get; }

    internal string Project => directory.File("project");

    internal Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    internal string Output => Locked(output);

    internal string Errors => Locked(error);

    internal int Pid => process!.Id;

    internal string PathOf(string name) => Path.Combine(Project, name);

    internal void Start(params string[] arguments)
    {
        process = Process.Start(Of(["foreground", "--environment", directory.File("environment"), .. arguments]))!;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits for its end.</summary>
    internal int End()
    {
        Assert.True(process!.WaitForExit(Eventually.Patience), $"it does not end\n{Output}\n{Errors}");
        process.WaitForExit();
        return process.ExitCode;
    }

    internal void Signal(string name) => Process.Start("/bin/kill", [$"-{name}", Pid.ToString()]).WaitForExit();

    /// <summary>Asks it from beside.</summary>
    internal (int ExitCode, string Error) Probe(params string[] arguments)
    {
        using var probe = Process.Start(Of(["probe", .. arguments]))!;
        var said = probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return (probe.ExitCode, said);
    }

    internal void UntilOutput(string text) => Eventually.Holds(() => Output.Contains(text, StringComparison.Ordinal), () => Errors);

    /// <summary>A socket for sd_notify that it is told of.</summary>
    internal Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        Variables["NOTIFY_SOCKET"] = directory.File("notify");
        socket.Bind(new UnixDomainSocketEndPoint(directory.File("notify")));
        return socket;
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
            process.Kill(entireProcessTree: true);
        process?.Dispose();
        directory.Dispose();
    }

    private ProcessStartInfo Of(string[] arguments)
    {
        // What is started in the background of a shell, as tests may be, ignores INT and QUIT, and so would whatever it starts.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal", SupervisedEnvironment.LauncherPath, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
                text.Append(line).Append('\n');
        }
    }

    private static string Locked(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
