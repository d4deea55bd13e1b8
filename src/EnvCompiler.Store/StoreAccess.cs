using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store;

/// <summary>Work on a store: what its file system refuses becomes a diagnostic.</summary>
internal static class StoreAccess
{
    /// <summary>Does the work.</summary>
    public static async Task<Result<T>> TryAsync<T>(StoreLayout store, Func<Task<Result<T>>> work)
    {
        try
        {
            return await work();
        }
        catch (DiskFullException)
        {
            return StoreDiagnostics.DiskFull(store.Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return StoreDiagnostics.StoreUnusable(store.Root, e.Message);
        }
    }
}
