using System.Net;
using System.Threading;
using EnvCompiler.Cli.Doctor;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.TestKit;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Tests.Doctor;

/// <summary>A host of files, with programs, GPUs, a network and a clock that a test decides. Without any of that it has nothing.</summary>
internal sealed class FakeHost : HttpMessageHandler, IProcessRunner, IGpuProbe, IVulkanProbe
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryDirectory directory = new();

    internal TemporaryDirectory Files => directory;

    internal string Store => directory.File("store");

    internal uint UserId { get; set; } = 1000;

    /// <summary>What programs say, by their names; others are not there.</summary>
    internal Dictionary<string, ProcessOutput> Programs { get; } = new(StringComparer.Ordinal);

    internal GpuInventory Gpus { get; set; } = new() { Source = "none", Problem = "there is no driver" };

    internal VulkanInventory Vulkan { get; set; } = new() { Source = "files" };

    internal string Processor { get; set; } = "x86-64-v3";

    internal FileSystemSpace Space { get; set; } = new(100_000_000_000, 1_000_000);

    internal bool MayWrite { get; set; } = true;

    internal Func<Uri, HttpResponseMessage> Network { get; set; } = _ => throw new HttpRequestException("Name or service not known");

    internal DoctorEnvironment? Environment { get; set; }

    /// <summary>How often GPUs were asked for.</summary>
    internal int Probes { get; private set; }

    internal static GpuDevice H200 { get; } = new() { Index = 0, CudaIndex = 0, Name = "NVIDIA H200", Sm = SmVersion.Of(90) };

    internal static GpuInventory With(string? driver, params GpuDevice[] devices) => new() { Source = "nvml", Driver = driver, Cuda = "13.0", Devices = devices };

    /// <summary>Runs a check here.</summary>
    internal async Task<IReadOnlyList<CheckResult>> RunAsync(IDoctorCheck check)
    {
        Write("proc/self/status", "Name:\tenvc\nCapEff:\t0000000000000000\nSeccomp:\t0\nNoNewPrivs:\t0\n");
        return await check.RunAsync(Make(), CancellationToken.None);
    }

    /// <summary>The host for checks that run together.</summary>
    internal DoctorHost Make() => new()
    {
        Context = new HostContext
        {
            HostName = "host", UserId = UserId, Store = new StoreLayout(Store), EnvcDirectory = "/envc", RunBase = "/run", Home = "/home/person",
            HostRoot = directory.Path, System = "x86_64-linux",
        },
        Variables = new Dictionary<string, string>(),
        Processes = this,
        Gpus = this,
        Vulkan = this,
        Processor = CpuLevel.Of(Processor),
        Http = this,
        Mirrors = new DebianMirrors(DebianArchives.Official, "http://mirror.example/debian", directory.File("no-apt")),
        Time = new FixedTime(),
        Environment = Environment,
        Space = _ => Space,
        MayWrite = _ => MayWrite,
    };

    internal string Write(string path, string text) => directory.Write(path, text);

    /// <summary>An environment with this manifest and a lock that the test writes.</summary>
    internal void SetEnvironment(string manifest, Lock? locked = null)
    {
        var layout = new EnvironmentLayout(directory.File("project"));
        Environment = new DoctorEnvironment(layout)
        {
            Manifest = ManifestReader.Read("manifest.toml", System.Text.Encoding.UTF8.GetBytes(manifest)),
            Lock = locked is null ? null : (Result<Lock>)locked,
            Live = null,
        };
    }

    /// <summary>A lock of these targets; each has the packages with a driver floor that are named for it.</summary>
    internal static Lock Locked(string? promise, params (string Target, string? Floor)[] rows)
    {
        var locked = new Lock
        {
            Request = new LockRequest { Catalogs = [], Install = [], Models = [], Targets = [.. rows.Select(row => row.Target)], Driver = promise, Base = true },
        };
        foreach (var (target, floor) in rows)
        {
            var package = new LockedPackage
            {
                Kind = "debian", Name = "libcudart", Version = floor ?? "1", Architecture = "amd64", Catalog = "debian", Suite = "sid", Path = "pool/x.deb", Size = 1,
                Sha256 = new string('a', 64), DriverFloor = floor,
            };
            locked.Packages[package.Id] = package;
            locked.Targets[target] = new LockedTarget { Groups = { ["toplevel"] = new LockedGroup { Install = [], Packages = [package.Id] } } };
        }

        return locked;
    }

    internal static HttpResponseMessage Release(string date, string? validUntil, DateTimeOffset? clock = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.PartialContent)
        {
            Content = new StringContent($"Origin: Debian\nSuite: stable\nDate: Sat, {date} UTC\n{(validUntil is null ? "" : $"Valid-Until: Sat, {validUntil} UTC\n")}SHA256:\n"),
        };
        response.Headers.Date = clock ?? Now;
        return response;
    }

    public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        Task.FromResult(Programs.GetValueOrDefault(program));

    public Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<GpuInventory> InventoryAsync(CancellationToken cancellation)
    {
        Probes++;
        return Task.FromResult(Gpus);
    }

    public VulkanInventory Look() => Vulkan;

    public Task<VulkanInventory> AskAsync(CancellationToken cancellation) => throw new NotSupportedException();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Network(request.RequestUri!));
        }
        catch (HttpRequestException e)
        {
            return Task.FromException<HttpResponseMessage>(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        directory.Dispose();
        base.Dispose(disposing);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
