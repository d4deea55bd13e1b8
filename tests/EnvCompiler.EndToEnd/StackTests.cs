using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>llama-server, Prometheus and Caddy of <c>tests/chaos/stack</c>, which need each other, under the published supervisor.</summary>
public sealed class StackTests(SharedStore store) : IClassFixture<SharedStore>, IDisposable
{

    private readonly TemporaryDirectory directory = new();

    private string Project => directory.File("stack");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void They_come_up_in_order_and_come_back_when_one_of_them_or_their_supervisor_is_killed()
    {
        var envc = Copy();
        envc.Run("lock", "-d", Project).Expect(0);
        envc.Run("services", "start", "--detach", "-d", Project).Expect(0);
        try
        {
            var up = Statuses(envc);
            Assert.All(up, service => Assert.Equal("ready", (string?)service.Value["state"]));
            Assert.Equal("chat", (string?)up["llm"]["warmup"]![0]!["request"]);
            Assert.True(NoteTime(envc, "metrics", "started") >= NoteTime(envc, "llm", "is ready"));
            Assert.True(NoteTime(envc, "gateway", "started") >= NoteTime(envc, "metrics", "started"));

            Kill(SupervisorPid());
            var adopted = Until(envc, services => services.Count == 3 && services.Values.All(IsReady));
            Assert.Equal(Pids(up), Pids(adopted));

            Kill((int)adopted["llm"]["pid"]!);
            var back = Until(envc, services => services.Count == 3 && services.Values.All(IsReady) && !Pids(services).SequenceEqual(Pids(up)));
            Assert.Equal(1, (int)back["llm"]["restarts"]!);
            Assert.Equal((int)up["gateway"]["pid"]!, (int)back["gateway"]["pid"]!);
        }
        finally
        {
            envc.Run("services", "stop", "-d", Project).Expect(0);
        }

        Assert.Empty(Processes("/cwd", Project));
    }

    private Envc Copy()
    {
        Directory.CreateDirectory(Path.Combine(Project, "models"));
        foreach (var file in Directory.GetFiles(RepositoryRoot.File("tests", "chaos", "stack")))
            File.Copy(file, Path.Combine(Project, Path.GetFileName(file)));
        foreach (var file in Directory.GetFiles(RepositoryRoot.File("environments", "quickstart", "models")))
            File.Copy(file, Path.Combine(Project, "models", Path.GetFileName(file)));
        var envc = store.Envc();
        foreach (var name in new[] { "LLAMACPP_PORT", "METRICS_PORT", "GATEWAY_PORT" })
            envc.Variables[name] = ServerPort.Find().ToString();
        return envc;
    }

    private Dictionary<string, JsonNode> Statuses(Envc envc) =>
        JsonNode.Parse(envc.Run("services", "status", "--json", "-d", Project).Expect(0).Output)!.AsArray()
            .ToDictionary(service => (string)service!["name"]!, service => service!);

    private Dictionary<string, JsonNode> Until(Envc envc, Func<Dictionary<string, JsonNode>, bool> holds)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            var found = Statuses(envc);
            if (holds(found))
                return found;
            Assert.True(watch.Elapsed < Eventually.Patience, string.Join('\n', found.Values.Select(service => service.ToJsonString())));
        }
    }

    private DateTimeOffset NoteTime(Envc envc, string service, string note) =>
        envc.Run("services", "logs", service, "--json", "-d", Project).Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["stream"] == "envc" && ((string)line["text"]!).Contains(note, StringComparison.Ordinal))
            .Select(line => (DateTimeOffset)line["time"]!).First();

    private int SupervisorPid() => Assert.Single(Processes("/cmdline", Project), pid => File.ReadAllText($"/proc/{pid}/comm").Trim() == "envc-run");

    // Pids of processes that have a text in their command line, or run in that directory.
    private static IReadOnlyList<int> Processes(string file, string text) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!))
            .Where(pid => pid != Environment.ProcessId && Describe(pid, file).Contains(text, StringComparison.Ordinal)),
    ];

    private static string Describe(int pid, string file)
    {
        try
        {
            return file == "/cwd" ? new FileInfo($"/proc/{pid}/cwd").LinkTarget ?? "" : File.ReadAllText($"/proc/{pid}{file}");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    private static bool IsReady(JsonNode service) => (string?)service["state"] == "ready";

    private static IEnumerable<int> Pids(Dictionary<string, JsonNode> services) => services.OrderBy(service => service.Key).Select(service => (int)service.Value["pid"]!);

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
