using EnvCompiler.Model.Backends;
using EnvCompiler.Run.Backends;
using EnvCompiler.Run.Gpu;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Backends;

/// <summary>A project with the quickstart's model, a server that is only looked for, and ears for everything a script says.</summary>
internal sealed class FakeStageHost : IDisposable
{
    internal const string Sha256 = "c465b0e238109373ae01c5810bd487b0f8cd127023d0bed850f759f1763d9555";

    internal static readonly BackendDefinition LlamaCpp = BackendCatalog.Find("llamacpp")!;

    private readonly TemporaryDirectory directory = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    internal FakeStageHost()
    {
        Directory.CreateDirectory(File("models"));
        System.IO.File.Copy(RepositoryRoot.File("environments", "quickstart", "models", "tinydeb-Q4_K_M.gguf"), Model);
        var server = directory.Write("bin/llama-server", "#!/bin/sh\nexit 0\n");
        System.IO.File.SetUnixFileMode(server, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(File("locks"));
        System.IO.File.SetUnixFileMode(File("locks"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = File("bin"),
            ["ENVC_ENV_PROJECT"] = directory.Path,
            ["ENVC_ENV_CACHE"] = File("cache"),
            ["LLAMACPP_LOCK_DIR"] = File("locks"),
            ["LLAMACPP_PREFLIGHT_LOCKDIR"] = File("locks"),
            ["LLAMACPP_MODEL"] = "tinydeb",
            ["LLAMACPP_MODEL_PATH"] = "models/tinydeb-Q4_K_M.gguf",
            ["LLAMACPP_PORT"] = ServerPort.Find().ToString(),
        };
    }

    internal Dictionary<string, string> Variables { get; }

    internal string Model => File("models", "tinydeb-Q4_K_M.gguf");

    internal string Output => output.ToString();

    internal string Error => error.ToString();

    internal string ProcRoot { get; set; } = "/proc";

    internal GpuProbeResult Gpus { get; set; } = new(false, null, null, null, null, null);

    internal StageCommand? Became { get; private set; }

    public void Dispose() => directory.Dispose();

    internal string File(params string[] parts) => directory.File(parts);

    internal string Write(string name, string content) => directory.Write(name, content);

    internal Task<int> RunAsync(string script, params string[] arguments) => BackendCommand.RunAsync(script, arguments, new StageHost
    {
        Variables = Variables,
        Output = output,
        Error = error,
        Directory = directory.Path,
        UserId = EnvCompiler.Host.Machine.HostPlaces.UserId,
        ProcRoot = ProcRoot,
        Gpus = new FakeGpus(Gpus),
        Exec = (path, argv, variables) => Became = new StageCommand(path, argv, variables),
    });

    private sealed class FakeGpus(GpuProbeResult result) : IGpuProbe
    {
        public Task<GpuProbeResult> ProbeAsync(System.Threading.CancellationToken cancellation) => Task.FromResult(result);

        public Task<GpuInventory> InventoryAsync(System.Threading.CancellationToken cancellation) => Task.FromResult(new GpuInventory { Source = "none" });
    }
}
