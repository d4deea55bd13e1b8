using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>
/// An image as a container: copied by skopeo, unpacked by umoci, run by runc as the image says, with a read-only root, no capabilities and the default seccomp profile of containers
/// (<see cref="DefaultSeccomp"/>). The network is the host's.
/// </summary>
public sealed class ImageBundle : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly StringBuilder said = new();
    private readonly string id = $"envc-test-{Guid.NewGuid():N}";

    /// <summary>Copies and unpacks.</summary>
    /// <param name="image">The image as skopeo names it: <c>docker://HOST/NAME:TAG</c>, <c>oci:DIRECTORY:TAG</c>.</param>
    public ImageBundle(string image)
    {
        Command.Run("skopeo", "--insecure-policy", "copy", "--quiet", "--src-tls-verify=false", image, $"oci:{directory.File("layout")}:image");
        Command.Run("umoci", "unpack", "--image", $"{directory.File("layout")}:image", Bundle);
        Harden();
    }

    /// <summary>The unpacked root.</summary>
    public string Root => Path.Combine(Bundle, "rootfs");

    private string Bundle => directory.File("bundle");

    private string ConfigPath => Path.Combine(Bundle, "config.json");

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Starts its entry point.</summary>
    public Process Start()
    {
        var start = new ProcessStartInfo("runc", ["--root", directory.File("state"), "run", "--bundle", Bundle, id])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("not started");
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Sends its first process a signal.</summary>
    public void Signal(string name) => Command.Run("runc", "--root", directory.File("state"), "kill", id, name);

    /// <summary>Its processes as this host sees them.</summary>
    public async Task<IReadOnlyList<int>> ProcessesAsync()
    {
        var said = await new ProcessRunner().RunAsync("runc", ["--root", directory.File("state"), "ps", "--format", "json", id], CancellationToken.None);
        return [.. JsonNode.Parse(said!.Output)!.AsArray().Select(pid => (int)pid!)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var process = Process.Start("runc", ["--root", directory.File("state"), "delete", "--force", id]);
        process.WaitForExit();
        directory.Dispose();
    }

    private void Append(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }

    private void Harden()
    {
        var config = JsonNode.Parse(File.ReadAllText(ConfigPath))!;
        config["process"]!["terminal"] = false;
        config["process"]!["noNewPrivileges"] = true;
        config["process"]!["capabilities"] = new JsonObject();
        config["root"]!["readonly"] = true;
        config["linux"]!["seccomp"] = DefaultSeccomp.WithoutCapabilities();
        var namespaces = config["linux"]!["namespaces"]!.AsArray();
        namespaces.Remove(namespaces.First(each => (string?)each!["type"] == "network"));
        var mounts = config["mounts"]!.AsArray();
        foreach (var mount in mounts.Where(mount => (string?)mount!["destination"] is "/sys" or "/sys/fs/cgroup").ToArray())
            mounts.Remove(mount);
        foreach (var place in (string[])["/tmp", "/run", "/var/cache/envc"])
        {
            mounts.Add(new JsonObject
            {
                ["destination"] = place, ["type"] = "tmpfs", ["source"] = "tmpfs", ["options"] = new JsonArray("nosuid", "nodev", "mode=1777"),
            });
        }

        File.WriteAllText(ConfigPath, config.ToJsonString());
    }
}
