using System.Text.Json.Nodes;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>
/// A container by runc of this machine's <c>/usr</c> and <c>/etc</c>, with Docker's default capabilities and, of its default seccomp profile,
/// what that forbids to programs without CAP_SYS_ADMIN (<c>Ways/docker-default.json</c>). The network is the host's.
/// </summary>
public sealed class Container : IDisposable
{
    private readonly TemporaryDirectory bundle = new();
    private readonly string[] shared;

    /// <param name="shared">Directories of this machine that it sees where they are.</param>
    public Container(params string[] shared)
    {
        this.shared = shared;
        foreach (var name in (string[])["bin", "sbin", "lib", "lib64"])
            File.CreateSymbolicLink(Directory.CreateDirectory(bundle.File("rootfs")).FullName + "/" + name, "usr/" + name);
        foreach (var name in (string[])["run", "tmp", "var/tmp"])
            Directory.CreateDirectory(bundle.File("rootfs", name));
    }

    /// <summary>What goes before a command so that it runs inside.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="command">The command.</param>
    public IReadOnlyList<string> Prepare(string directory, params string[] command)
    {
        var config = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("tests", "EnvCompiler.EndToEnd", "Ways", "docker-default.json")))!;
        config["process"]!["args"] = new JsonArray([.. command.Select(word => (JsonNode)word)]);
        config["process"]!["cwd"] = directory;
        var mounts = config["mounts"]!.AsArray();
        foreach (var place in shared)
        {
            mounts.Add(new JsonObject
            {
                ["destination"] = place, ["source"] = place, ["type"] = "bind", ["options"] = new JsonArray("rbind", "rw"),
            });
        }

        File.WriteAllText(bundle.File("config.json"), config.ToJsonString());
        return ["runc", "--root", bundle.File("state"), "run", "--bundle", bundle.Path, $"envc-test-{Guid.NewGuid():N}"];
    }

    /// <inheritdoc/>
    public void Dispose() => bundle.Dispose();
}
