using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Backends.EnvFiles;

namespace EnvCompiler.Run.Backends.Resolving;

/// <summary>
/// Finds the model in the first source that has a whole one, checks it, and writes the env file that serve reads. A source whose model
/// is damaged is passed over, and named when no other has it.
/// </summary>
internal static class ResolveModelStage
{
    private const string Local = "local";

    // Sources of the manifest's grammar and of the scripts that are replaced, which need a network or a layout of their own.
    private static readonly string[] LaterSources = ["bundled", "flox", "hub-cache", "hf-cache", "s3", "r2", "hub", "hf-hub"];

    internal static async Task<StageOutcome> RunAsync(StageContext context)
    {
        var named = ModelIdentity.Of(context);
        if (!named.TryGet(out var identity))
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.InvalidVariable, named.Diagnostics);
        var envFile = context.EnvFilePath(identity);
        try
        {
            var writer = new FileWriter(context.Host.Files);
            var locks = Path.Combine(Path.GetDirectoryName(envFile)!, ".locks");
            writer.EnsureDirectory(locks);
            var lockFile = Path.Combine(locks, $"{context.Backend.Name}-resolve.{StageContext.Slug(identity.Name)}.{StageContext.Hash12(envFile)}.lock");
            using var held = await LockAsync(context, lockFile);
            return held is null
                ? StageOutcome.Failed(BackendExit.LockTimeout, StageReason.Locked, BackendDiagnostics.LockTimeout(lockFile))
                : Resolve(context, identity, envFile, writer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.EnvFile, BackendDiagnostics.CannotResolve(e.Message));
        }
    }

    private static async Task<FileLock?> LockAsync(StageContext context, string path)
    {
        using var limit = new CancellationTokenSource(context.Variables.Seconds("RESOLVE_LOCK_TIMEOUT"), context.Host.Time);
        try
        {
            return await FileLock.AcquireAsync(path, onWait: null, context.Host.Time, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static StageOutcome Resolve(StageContext context, ModelIdentity identity, string envFile, FileWriter writer)
    {
        var diagnostics = new List<Diagnostic>();
        var damaged = false;
        var sources = context.Variables.Pipeline("MODEL_SOURCES")!
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var source in sources)
        {
            if (source != Local)
            {
                diagnostics.Add(LaterSources.Contains(source)
                    ? BackendDiagnostics.SourceNotAvailable(source)
                    : BackendDiagnostics.UnknownSource(source, [Local, .. LaterSources]));
                continue;
            }

            var found = LocalModel.Find(context, identity);
            if (!found.TryGet(out var path))
            {
                diagnostics.AddRange(found.Diagnostics);
                continue;
            }

            var model = Verify(context, path, envFile + ".sha256");
            diagnostics.AddRange(model.Diagnostics);
            if (!model.TryGet(out var hashes))
            {
                damaged = true;
                continue;
            }

            return Publish(context, identity, envFile, writer, path, hashes) with { Diagnostics = diagnostics };
        }

        diagnostics.Add(BackendDiagnostics.ModelUnresolved(identity.Id, sources));
        return damaged
            ? StageOutcome.Failed(BackendExit.Integrity, StageReason.Integrity, diagnostics)
            : StageOutcome.Failed(BackendExit.ModelUnresolved, StageReason.ModelUnresolved, diagnostics);
    }

    private static Result<IReadOnlyList<string?>> Verify(StageContext context, string path, string sideFile)
    {
        var files = ModelFiles.Check(path, context.Variables.Switch("STRICT_GGUF_VALIDATE"));
        if (!files.TryGet(out var all))
            return Result<IReadOnlyList<string?>>.Failure(files.Diagnostics);
        var hashes = ModelHashes.Check(context, all, sideFile);
        return hashes.TryGet(out var known) ? Result<IReadOnlyList<string?>>.Success(known, files.Diagnostics) : hashes;
    }

    private static StageOutcome Publish(
        StageContext context, ModelIdentity identity, string envFile, FileWriter writer, string path, IReadOnlyList<string?> hashes)
    {
        var prefix = context.Backend.Prefix;
        KeyValuePair<string, string>[] variables =
        [
            new(prefix + "MODEL", identity.Name),
            new(prefix + "MODEL_ID", identity.Id),
            new(context.Backend.Model!.ResolvedVariable, path),
            new($"_{prefix}RESOLVED_VIA", Local),
            new($"_{prefix}RESOLVED_REVISION", context.Variables.Pipeline("MODEL_REVISION") ?? ""),
            new($"_{prefix}RESOLVED_SHA256", hashes is [{ } only] ? only : ""),
            new($"_{prefix}RESOLVED_SHA256_FILE", hashes.Any(hash => hash is not null) ? envFile + ".sha256" : ""),
            new($"_{prefix}RESOLVED_IDENTITY", StageContext.Hash12(identity.Text)),
        ];
        if (variables.FirstOrDefault(v => v.Value.Any(char.IsControl)) is { Key: { } name })
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.InvalidVariable, BackendDiagnostics.InvalidVariable(name, null, "must not contain control characters"));
        if (!context.Options.DryRun && !context.Options.Check)
            writer.Replace(envFile, EnvFileWriter.Format(variables), FileWriter.Private);
        context.Variables.Set(context.Backend.Model!.ResolvedVariable, path);
        return StageOutcome.Done with { Report = new StageReport { Status = "ok", Stage = "resolve-model", ModelPath = path, Via = Local, EnvFile = envFile } };
    }
}
