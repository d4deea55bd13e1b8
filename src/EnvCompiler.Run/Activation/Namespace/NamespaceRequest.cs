using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>What a root's namespace on one host is made from.</summary>
public sealed record NamespaceRequest
{
    /// <summary>The host and user.</summary>
    public required HostContext Host { get; init; }

    /// <summary>Root id.</summary>
    public required string RootId { get; init; }

    /// <summary>Real path of the root's file system tree in the store.</summary>
    public required string RootFileSystem { get; init; }

    /// <summary>Real path of the environment.</summary>
    public required string Project { get; init; }

    /// <summary><see cref="Model.Layout.EnvironmentLayout.LocalState"/>.</summary>
    public required string LocalState { get; init; }

    /// <summary>The writable <c>/var</c>.</summary>
    public required string Var { get; init; }

    /// <summary>Every place that shows the store.</summary>
    public required IReadOnlyList<string> StorePlaces { get; init; }

    /// <summary>Composed files of this host, by absolute path inside: <c>/etc/passwd</c>, <c>/etc/group</c>.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Directories that a build fills, by absolute path inside: <c>/opt/NAME</c>.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The host's driver.</summary>
    public DriverFiles Driver { get; init; } = DriverFiles.None;
}
