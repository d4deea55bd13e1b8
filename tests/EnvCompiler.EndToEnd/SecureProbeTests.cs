using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Probes by HTTPS of the trimmed launcher, in a root that has nothing but it and a CA bundle.</summary>
[Collection(FormsStore.Name)]
public sealed class SecureProbeTests(SharedStore store) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TlsServer server = new();

    [Requires("bwrap", "tar")]
    public void It_is_answered_by_whom_the_bundle_trusts_and_by_nobody_else()
    {
        var root = Unpack();
        Assert.Contains("llm: instance 1 is ready", Run(root, server.Authority), StringComparison.Ordinal);
        using var other = new TlsServer();
        Assert.Matches($"`{server.Address}` did not answer: The remote certificate is invalid", Run(root, other.Authority));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        server.Dispose();
        directory.Dispose();
    }

    // The launcher's and the environment's layers of an image whose service is a host's program, run by the launcher's libraries.
    private string Unpack()
    {
        using var quickstart = new Quickstart();
        var service = quickstart.Manifest.IndexOf("[services.llm]", StringComparison.Ordinal);
        quickstart.Manifest = quickstart.Manifest[..service] + $$"""
            [services.llm]
            command = "/.envc/ld.so --library-path /.envc/lib /host/sleep 1000"
            ready = { http = "{{server.Address}}", deadline = "15s" }

            """;
        var layout = directory.File("image");
        var report = JsonNode.Parse(store.Envc().Run("containerize", "--json", "-o", layout, "-d", quickstart.Project).Expect(0).Output)!;
        var root = Directory.CreateDirectory(directory.File("root")).FullName;
        foreach (var layer in report["images"]![0]!["layers"]!.AsArray().Where(layer => (string?)layer!["title"] is "envc-run" or "environment"))
            Command.Run("tar", "-xzf", Path.Combine(layout, "blobs", ((string)layer!["digest"]!).Replace(':', '/')), "-C", root);
        return root;
    }

    // Until it is ready or has ended.
    private string Run(string root, string trusted)
    {
        var start = new ProcessStartInfo(
            "bwrap",
            [
                "--unshare-pid", "--die-with-parent", "--clearenv", "--setenv", "HOME", "/tmp", "--ro-bind", root + "/.envc", "/.envc", "--ro-bind", "/usr/bin/sleep", "/host/sleep",
                "--ro-bind", directory.Write("trusted.crt", trusted), "/etc/ssl/certs/ca-certificates.crt", "--ro-bind", "/etc/hosts", "/etc/hosts",
                "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run", "--dir", "/srv", "/.envc/envc-run", "foreground",
            ])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var said = new StringBuilder();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Eventually.Holds(() => process.HasExited || Said().Contains("is ready", StringComparison.Ordinal), Said);
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return Said();

        void Append(string? line)
        {
            lock (said)
                said.AppendLine(line);
        }

        string Said()
        {
            lock (said)
                return said.ToString();
        }
    }
}
