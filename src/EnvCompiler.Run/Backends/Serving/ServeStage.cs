using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Backends.EnvFiles;
using EnvCompiler.Run.Backends.Resolving;

namespace EnvCompiler.Run.Backends.Serving;

/// <summary>
/// Becomes the server: env file, variables, model, key, lock, address are checked in this order, all before a byte of the model is
/// loaded; then argv is built and this process turns into the engine, with the same pid.
/// </summary>
internal static class ServeStage
{
    internal static StageOutcome Run(StageContext context)
    {
        try
        {
            return LoadEnvFile(context)
                ?? CheckVariables(context)
                ?? CheckModel(context)
                ?? CheckKeyFile(context)
                ?? TakeLock(context)
                ?? CheckAddress(context)
                ?? Launch(context);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.CannotBind, BackendDiagnostics.CannotServe(e.Message));
        }
    }

    // A dry run neither holds a lock nor touches an address.
    private static bool OnlyShows(StageContext context) => context.Options.DryRun;

    private static StageOutcome? LoadEnvFile(StageContext context)
    {
        if (context.Backend.Model is not { } model)
            return null;
        if (context.Variables.Pipeline("MODEL") is null && context.Variables.Pipeline("MODEL_PATH") is null)
            return context.Variables.Text(model.ResolvedVariable) is null && context.Variables.Pipeline("MODEL_ENV_FILE") is null
                ? StageOutcome.Failed(BackendExit.Invalid, StageReason.InvalidVariable, BackendDiagnostics.NoModel(context.Backend.Prefix))
                : LoadGiven(context);
        var named = ModelIdentity.Of(context);
        if (!named.TryGet(out var identity))
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.InvalidVariable, named.Diagnostics);
        return Load(context, context.EnvFilePath(identity), StageContext.Hash12(identity.Text));
    }

    private static StageOutcome? LoadGiven(StageContext context) =>
        context.Variables.Pipeline("MODEL_ENV_FILE") is { } path ? Load(context, context.InProject(path), identity: null) : null;

    private static StageOutcome? Load(StageContext context, string path, string? identity)
    {
        if (!File.Exists(path))
        {
            return context.Variables.Text(context.Backend.Model!.ResolvedVariable) is not null
                ? null
                : StageOutcome.Failed(BackendExit.Invalid, StageReason.EnvFile, BackendDiagnostics.EnvFileMissing(path, context.Backend.Name));
        }

        if (EnvFileLoader.Load(context, path) is { Count: > 0 } problems)
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.EnvFile, problems);
        var written = context.Variables.Text($"_{context.Backend.Prefix}RESOLVED_IDENTITY");
        return identity is null || written is null || written == identity
            ? null
            : StageOutcome.Failed(BackendExit.Invalid, StageReason.EnvFile, BackendDiagnostics.StaleEnvFile(path, context.Backend.Name));
    }

    private static StageOutcome? CheckVariables(StageContext context)
    {
        var problems = context.Variables.ProblemsOfServer().ToList();
        return problems.Count == 0 ? null : StageOutcome.Failed(BackendExit.Invalid, StageReason.InvalidVariable, problems);
    }

    private static StageOutcome? CheckModel(StageContext context)
    {
        if (context.Backend.Model is not { } model)
            return null;
        var path = context.InProject(context.Variables.Text(model.ResolvedVariable)!);
        if (!File.Exists(path))
        {
            if (FirstShardOf(path) is not { } shard)
                return StageOutcome.Failed(BackendExit.ModelUnresolved, StageReason.ModelUnresolved, BackendDiagnostics.ModelFileMissing(path));
            path = shard;
        }

        context.Variables.Set(model.ResolvedVariable, path);
        var files = ModelFiles.Check(path, context.Variables.Switch("STRICT_GGUF_VALIDATE"));
        return files.Ok ? null : StageOutcome.Failed(BackendExit.Integrity, StageReason.Integrity, files.Diagnostics);
    }

    // NAME.gguf may have been replaced by a set of shards since; exactly one set is no guess.
    private static string? FirstShardOf(string path)
    {
        var directory = Path.GetDirectoryName(path);
        if (!Directory.Exists(directory))
            return null;
        var found = Directory.GetFiles(directory, Path.GetFileNameWithoutExtension(path) + "-00001-of-*.gguf");
        return found is [var only] ? only : null;
    }

    private static StageOutcome? CheckKeyFile(StageContext context)
    {
        foreach (var variable in context.Backend.Variables)
        {
            if (!variable.ReadableFile || context.Variables.Text(variable.Name) is not { } value)
                continue;
            var path = context.InProject(value);
            context.Variables.Set(variable.Name, path);
            if (!IsReadable(path))
                return StageOutcome.Failed(BackendExit.Invalid, StageReason.InvalidVariable, BackendDiagnostics.UnreadableFile(variable.Name, path));
        }

        return null;
    }

    private static bool IsReadable(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static StageOutcome? TakeLock(StageContext context)
    {
        if (OnlyShows(context) || !context.Variables.Switch("SINGLETON"))
            return null;
        var directory = LockDirectory.Find(context, context.Variables.Pipeline("LOCK_DIR"), $"{context.Backend.Name}-serve");
        if (!directory.TryGet(out var path))
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.LockDirectory, directory.Diagnostics);
        var address = context.ListenPort is { } port ? $"{context.ListenHost}:{port}" : context.InProject(context.ListenHost);
        var name = $"{context.Backend.Name}-serve.{StageContext.Slug(address)}.{StageContext.Hash12(address)}.lock";
        if (!FileLock.TryAcquire(Path.Combine(path, name), out var held, out var holder))
            return StageOutcome.Failed(BackendExit.NotFree, StageReason.Locked, BackendDiagnostics.AlreadyServing(address, holder));
        held.KeepAcrossExec();
        context.KeptLocks.Add(held);
        return null;
    }

    private static StageOutcome? CheckAddress(StageContext context)
    {
        if (OnlyShows(context))
            return null;
        var problem = context.ListenPort is { } port
            ? ListenAddress.CheckTcp(context.ListenHost, port)
            : UnixSocketPath.Prepare(context, context.InProject(context.ListenHost), change: !context.Options.Check);
        return problem is null ? null : StageOutcome.Failed(BackendExit.NotFree, StageReason.CannotBind, problem);
    }

    private static StageOutcome Launch(StageContext context)
    {
        var arguments = ServerCommandLine.Build(context.Backend, context.Variables, context.IsUnixSocket, context.Options.Rest);
        if (context.Options.PrintCommand || context.Options.DryRun || context.Options.Check)
            context.Host.Output.WriteLine(CommandLinePrinter.Print(arguments));
        if (context.Options.DryRun)
            return StageOutcome.Done;
        if (ProgramPath.Find(context.Backend.Server, context.Variables.Text("PATH")) is not { } program)
            return StageOutcome.Failed(BackendExit.Invalid, StageReason.ServerMissing, BackendDiagnostics.ServerMissing(context.Backend.Server));
        if (context.Options.Check)
            return StageOutcome.Done;
        return StageOutcome.Done with
        {
            Become = new StageCommand(program, arguments, ServerCommandLine.Variables(context.Backend, context.Variables)),
        };
    }
}
