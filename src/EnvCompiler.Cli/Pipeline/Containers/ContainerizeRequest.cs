using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>What <c>containerize</c> was asked for.</summary>
internal sealed record ContainerizeRequest
{
    /// <summary>Targets; none for all of the lock.</summary>
    internal IReadOnlyList<Target> Targets { get; init; } = [];

    /// <summary>How images are built.</summary>
    internal required ImageOptions Options { get; init; }

    /// <summary>A layout or an archive; null for none.</summary>
    internal ImageOutput? Output { get; init; }

    /// <summary>A repository; null for none.</summary>
    internal RepositoryName? Repository { get; init; }

    /// <summary>By HTTP without TLS.</summary>
    internal bool PlainHttp { get; init; }

    /// <summary>The container engine that the images are given to; null for none.</summary>
    internal string? Engine { get; init; }
}
