using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Ship;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>Puts the model files of a lock in their places, out of the repository that has them.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class ModelFiles(CliContext context, EnvironmentLayout layout)
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Fetches what is missing. A file that is there stays; one with other content is told.</summary>
    /// <param name="locked">The lock; only files that it names are taken.</param>
    /// <param name="offered">What the repository has.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellation">Ends it; a file appears whole or not at all.</param>
    internal async Task<Result<bool>> FetchAsync(Lock locked, IReadOnlyList<PulledFile> offered, IRepository repository, CancellationToken cancellation)
    {
        var warnings = new List<Diagnostic>();
        foreach (var file in locked.Models.Values.SelectMany(model => model.Files))
        {
            var blob = offered.FirstOrDefault(each => each.Path == file.Path && each.Blob.Digest == Digest.OfSha256(file.Sha256))?.Blob;
            var place = Path.GetFullPath(file.Path, layout.Directory);
            if (blob is null)
                continue;
            if (Path.Exists(place))
            {
                if (!await IsAsync(place, file, cancellation))
                    warnings.Add(ShipDiagnostics.OtherModelFile(ShownPath.Of(place)));
                continue;
            }

            if (!(await FetchAsync(blob with { Size = file.Size }, place, repository, cancellation)).TryGet(out _, out var problems))
                return Result<bool>.Failure(problems);
        }

        return Result<bool>.Success(true, warnings);
    }

    private async Task<Result<bool>> FetchAsync(Descriptor blob, string place, IRepository repository, CancellationToken cancellation)
    {
        var files = context.Files;
        var writer = new FileWriter(files);
        writer.EnsureSyncedDirectory(Path.GetDirectoryName(place)!);
        // What a killed pull left of it may be as large as the model. The caller holds the environment.
        writer.SweepTemporaries(place);
        var temporary = FileWriter.TemporaryFor(place);
        try
        {
            var fetched = await repository.FetchBlobAsync(blob, (stream, token) => WriteAsync(stream, temporary, token), cancellation);
            if (!fetched.Ok)
                return fetched;
            files.Rename(temporary, place);
            files.SyncDirectory(Path.GetDirectoryName(place)!);
            return true;
        }
        finally
        {
            files.Unlink(temporary);
        }
    }

    private async Task<bool> WriteAsync(Stream stream, string path, CancellationToken cancellation)
    {
        using var file = context.Files.CreateNew(path, FileWriter.Readable);
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
            file.Write(buffer.AsSpan(0, count));
        file.Sync();
        return true;
    }

    private static async Task<bool> IsAsync(string path, LockedModelFile file, CancellationToken cancellation)
    {
        if (new FileInfo(path).Length != file.Size)
            return false;
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) == file.Sha256;
    }
}
