using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Resolve.Locking;

/// <summary>Locks models that are files of the environment: path, size and SHA-256.</summary>
public static class ModelLocker
{
    private const int BufferSize = 1 << 20;

    /// <summary>Reads every model's file once.</summary>
    /// <param name="directory">Directory that the paths are relative to.</param>
    /// <param name="source">For the places of problems.</param>
    /// <param name="models">Models by name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<Result<SortedDictionary<string, LockedModel>>> LockAsync(
        string directory, ManifestSource source, IReadOnlyDictionary<string, ModelRequest> models, CancellationToken cancellation)
    {
        var locked = new SortedDictionary<string, LockedModel>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        foreach (var (name, model) in models)
        {
            var place = source.PlaceOf(KeyPath.Of("models", name, "path"));
            var path = Path.Combine(directory, model.Path);
            if (!File.Exists(path))
            {
                problems.Add(LockingDiagnostics.NoModelFile(place, name, model.Path, OfInclude(source, name) ?? NearFiles(directory, path)));
                continue;
            }

            try
            {
                locked.Add(name, new LockedModel { Files = [await LockAsync(path, model.Path, cancellation)] });
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add(LockingDiagnostics.UnreadableModelFile(place, name, model.Path, e.Message));
            }
        }

        return problems.Count == 0 ? locked : Result<SortedDictionary<string, LockedModel>>.Failure(problems);
    }

    private static async Task<LockedModelFile> LockAsync(string path, string relative, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        long size = 0;
        for (int count; (count = await file.ReadAsync(buffer, cancellation)) > 0; size += count)
            hash.AppendData(buffer, 0, count);
        return new LockedModelFile { Path = relative, Size = size, Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()) };
    }

    private static string? OfInclude(ManifestSource source, string model) =>
        source.IncludeOf("models", model) is { } include ? $"files of models lie in this environment, though the include `{include}` names them" : null;

    private static string? NearFiles(string directory, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder)
            ? NearNames.Hint(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)), count: 3)
            : $"there is no directory `{Path.GetRelativePath(directory, folder)}`";
    }
}
