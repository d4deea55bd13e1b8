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
        catch (Exception e) when (Explain(store, e) is { } problem)
        {
            return problem;
        }
    }

    private static Diagnostic? Explain(StoreLayout store, Exception failure) => failure switch
    {
        // Of work on several things at once.
        AggregateException { InnerException: { } first } => Explain(store, first),
        DiskFullException => StoreDiagnostics.DiskFull(store.Root),
        DamagedFileException damaged => StoreDiagnostics.DamagedRecord(damaged),
        IOException or UnauthorizedAccessException => StoreDiagnostics.StoreUnusable(store.Root, failure.Message),
        _ => null,
    };
}
