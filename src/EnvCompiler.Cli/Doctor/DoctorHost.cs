using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Cli.Doctor;

/// <summary>The host that is looked at, and the environment where there is one; tests give another. GPUs and mirrors are asked once, by the first check that wants to know.</summary>
internal sealed class DoctorHost
{
    private readonly Lock gate = new();
    private Task<GpuInventory>? inventory;
    private Task<IReadOnlyList<MirrorAnswer>>? mirrorAnswers;

    /// <summary>Host, user, store.</summary>
    public required HostContext Context { get; init; }

    /// <summary>The caller's variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Helper programs.</summary>
    public required IProcessRunner Processes { get; init; }

    /// <summary>NVIDIA GPUs.</summary>
    public required IGpuProbe Gpus { get; init; }

    /// <summary>Vulkan devices.</summary>
    public required IVulkanProbe Vulkan { get; init; }

    /// <summary>What the processor can do; null where that is not known.</summary>
    public required CpuLevel? Processor { get; init; }

    /// <summary>The network.</summary>
    public required HttpMessageHandler Http { get; init; }

    /// <summary>Where Debian's archives are.</summary>
    public required DebianMirrors Mirrors { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The environment; null outside of one.</summary>
    public DoctorEnvironment? Environment { get; init; }

    /// <summary>The environment's manifest; an empty one outside of one, and while it cannot be read.</summary>
    public Manifest Manifest => Environment?.Manifest.TryGet(out var source) == true ? source.Manifest : new Manifest { Version = 1 };

    /// <summary>What is left on the file system of a path.</summary>
    public Func<string, FileSystemSpace> Space { get; init; } = FileSystemSpace.Of;

    /// <summary>Whether this user may write to a path.</summary>
    public Func<string, bool> MayWrite { get; init; } = HostPlaces.MayWrite;

    /// <summary>The NVIDIA GPUs of this host.</summary>
    public Task<GpuInventory> InventoryAsync()
    {
        lock (gate)
            return inventory ??= Task.Run(() => Gpus.InventoryAsync(CancellationToken.None));
    }

    /// <summary>What the mirrors of every catalog say.</summary>
    public Task<IReadOnlyList<MirrorAnswer>> AskMirrorsAsync()
    {
        lock (gate)
            return mirrorAnswers ??= Task.Run(() => new MirrorProbe(Http, Mirrors).AskAsync(Manifest));
    }

    /// <summary>A path of the host.</summary>
    public string At(string path) => Path.Combine(Context.HostRoot, path.TrimStart('/'));
}
