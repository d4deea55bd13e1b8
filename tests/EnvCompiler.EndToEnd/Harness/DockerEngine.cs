using System.Diagnostics;
using System.Text;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>Debian's Docker engine with images, socket and mounts of its own, and without networks; it ends with the test, and its containers with it.</summary>
public sealed class DockerEngine : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly StringBuilder log = new();
    private readonly Process process;

    private DockerEngine()
    {
        // In a mount namespace, because it binds its directories and leaves that behind.
        string[] arguments =
        [
            "--mount", "dockerd", "--host", Address, "--data-root", directory.File("data"), "--exec-root", directory.File("run"), "--pidfile", directory.File("pid"),
            "--bridge", "none", "--iptables=false", "--ip6tables=false",
        ];
        process = Process.Start(new ProcessStartInfo("unshare", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
                log.Append(line.Data).Append('\n');
        };
        process.BeginErrorReadLine();
    }

    /// <summary>What <c>DOCKER_HOST</c> is for it.</summary>
    public string Address => $"unix://{directory.File("socket")}";

    /// <summary>Starts one and waits until it answers.</summary>
    public static DockerEngine Start()
    {
        var engine = new DockerEngine();
        Eventually.Holds(() => engine.Try("info").ExitCode == 0 || engine.process.HasExited, engine.Log);
        Assert.False(engine.process.HasExited, engine.Log());
        return engine;
    }

    /// <summary>Runs <c>docker</c>, which must succeed.</summary>
    /// <returns>What it printed.</returns>
    public string Run(params string[] arguments) => Try(arguments).Expect(0).Output;

    /// <summary>Runs <c>docker</c>.</summary>
    public Finished Try(params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOCKER_HOST"] = Address;
        using var docker = Process.Start(start)!;
        return Envc.Finish(docker);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // TERM, so that it ends its containers and containerd.
        Command.Run("kill", process.Id.ToString());
        Assert.True(process.WaitForExit(Eventually.Patience), Log());
        process.Dispose();
        directory.Dispose();
    }

    private string Log()
    {
        lock (log)
            return log.ToString();
    }
}
