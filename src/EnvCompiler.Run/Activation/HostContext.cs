using System.Runtime.InteropServices;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Activation;

/// <summary>The host and user that activate.</summary>
public sealed record HostContext
{
    /// <summary>The kernel's host name.</summary>
    public required string HostName { get; init; }

    /// <summary>Effective user id.</summary>
    public required uint UserId { get; init; }

    /// <summary>The store.</summary>
    public required StoreLayout Store { get; init; }

    /// <summary>Directory of <c>envc</c> and <c>envc-run</c>; <c>/.envc</c> inside a root.</summary>
    public required string EnvcDirectory { get; init; }

    /// <summary>Base of run directories.</summary>
    public required string RunBase { get; init; }

    /// <summary>The user's home directory.</summary>
    public required string Home { get; init; }

    /// <summary>Where the host's own file system is read: <c>/</c>, another directory in tests.</summary>
    public string HostRoot { get; init; } = "/";

    /// <summary>Whether this process is inside a root already: everything but the root is the host's there, and what was found outside holds.</summary>
    public bool IsInsideRoot => Directory.Exists(Path.Combine(HostRoot, ".envc-root"));

    /// <summary><c>x86_64-linux</c> or <c>aarch64-linux</c>.</summary>
    public string System { get; init; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux" : "x86_64-linux";

    /// <summary>This host and user, for this envc.</summary>
    public static HostContext Current() => new()
    {
        HostName = HostPlaces.HostName,
        UserId = HostPlaces.UserId,
        Store = new StoreLayout(HostPlaces.RealPath(HostPlaces.Store.Root)),
        EnvcDirectory = HostPlaces.RealPath(AppContext.BaseDirectory).TrimEnd('/'),
        RunBase = HostPlaces.RunBase,
        Home = HostPlaces.Home,
    };
}
