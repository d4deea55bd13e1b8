using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Collecting;

/// <summary>
/// What a build needs of the store and no generation names yet: it is not collected while the lease lasts, whether it is there already or not. The kernel ends the
/// lease of a process that is killed.
/// </summary>
public sealed class StoreLease : IAsyncDisposable
{
    private readonly StoreWorkspace? workspace;

    private StoreLease(StoreWorkspace? workspace) => this.workspace = workspace;

    /// <summary>Announces needs; a collection that is deciding just now is waited for. It comes before looking what the store has.</summary>
    /// <param name="store">The store; one that this user may not write needs no lease, because all that can be done is to use what is there.</param>
    /// <param name="files">Writes.</param>
    /// <param name="time">Clock of the wait.</param>
    /// <param name="needs">What is needed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<StoreLease> AcquireAsync(StoreLayout store, IFileOperations files, TimeProvider time, StoreNeeds needs, CancellationToken cancellation)
    {
        var isForeign = Directory.Exists(store.Temporary) && !HostPlaces.MayWrite(store.Temporary);
        return new StoreLease(isForeign ? null : await StoreWorkspace.OpenAsync(store, files, time, needs, cancellation));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => workspace?.DisposeAsync() ?? ValueTask.CompletedTask;
}
