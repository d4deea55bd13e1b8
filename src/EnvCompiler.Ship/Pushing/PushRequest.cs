using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Signing;

namespace EnvCompiler.Ship.Pushing;

/// <summary>What to push.</summary>
public sealed record PushRequest
{
    /// <summary>The environment's history.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>The generation that <c>latest</c> shall name.</summary>
    public required int Live { get; init; }

    /// <summary>Reads a generation of the environment; null where its files are gone.</summary>
    public required Func<int, Result<ShippedGeneration?>> Read { get; init; }

    /// <summary>The files of the live generation's lock; null to push none.</summary>
    public IReadOnlyList<PushedFile>? Files { get; init; }

    /// <summary>Brings <see cref="Files"/> to their paths; called when some of them may have to be sent.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<Diagnostic>>> Fetch { get; init; } = _ => Task.FromResult<IReadOnlyList<Diagnostic>>([]);

    /// <summary>Take the place of what diverged.</summary>
    public bool Force { get; init; }

    /// <summary>Signs every generation, those that are there already too; null for none.</summary>
    public SigningKey? Key { get; init; }

    /// <summary>Told of bytes of files as they are sent.</summary>
    public IProgress<long>? Progress { get; init; }
}
